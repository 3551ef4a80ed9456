package org.robustgrid.cli.planted;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.Decisions;
import org.robustgrid.spi.network.Classifier;
import org.robustgrid.spi.network.Query;

/** A classifier around a network: what it does not change is as the network has it. */
interface Forwarding extends Classifier {

  Classifier network();

  @Override
  default long[] inputShape() {
    return network().inputShape();
  }

  @Override
  default int classes() {
    return network().classes();
  }

  @Override
  default int[] decisions(INDArray images, Query query) {
    return Decisions.of(logits(images, query));
  }
}
