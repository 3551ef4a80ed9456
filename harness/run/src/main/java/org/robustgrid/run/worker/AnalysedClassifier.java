package org.robustgrid.run.worker;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.spi.Access;
import org.robustgrid.spi.Monitor;
import org.robustgrid.spi.network.AccessException;
import org.robustgrid.spi.network.Classifier;
import org.robustgrid.spi.network.Loss;
import org.robustgrid.spi.network.LossGradient;
import org.robustgrid.spi.network.Query;

/** The view of a classifier for an analysis: limited to its access, until it is stopped. */
final class AnalysedClassifier implements Classifier {

  private final Classifier classifier;
  private final Access access;
  private final Monitor monitor;

  AnalysedClassifier(Classifier classifier, Access access, Monitor monitor) {
    this.classifier = classifier;
    this.access = access;
    this.monitor = monitor;
  }

  @Override
  public long[] inputShape() {
    return classifier.inputShape();
  }

  @Override
  public int classes() {
    return classifier.classes();
  }

  @Override
  public boolean randomised() {
    return classifier.randomised();
  }

  @Override
  public INDArray logits(INDArray images, Query query) {
    admit(Access.SCORES, images, query);
    return classifier.logits(images, query);
  }

  @Override
  public LossGradient lossGradient(INDArray images, Query query, Loss loss) {
    admit(Access.GRADIENTS, images, query);
    return classifier.lossGradient(images, query, loss);
  }

  @Override
  public int[] decisions(INDArray images, Query query) {
    admit(Access.DECISIONS, images, query);
    return classifier.decisions(images, query);
  }

  private void admit(Access needed, INDArray images, Query query) {
    if (!access.includes(needed)) {
      throw new AccessException(
          "the analysis declared that it needs "
              + access
              + " and asked for "
              + needed
              + "; let its descriptor declare access("
              + needed
              + ")");
    }
    monitor.check();
    if (images.size(0) != query.samples().length) {
      throw new ViolationException(
          "the analysis queried "
              + images.size(0)
              + " images under the names of "
              + query.samples().length
              + " samples; a query names the sample of each row");
    }
  }
}
