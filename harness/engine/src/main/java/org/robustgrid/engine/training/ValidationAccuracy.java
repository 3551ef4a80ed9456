package org.robustgrid.engine.training;

import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.spi.Monitor;
import org.robustgrid.spi.data.DataView;
import org.robustgrid.spi.defense.TrainingBatch;
import org.robustgrid.spi.defense.TrainingStep;
import org.robustgrid.spi.network.Network;
import org.robustgrid.spi.random.RandomKey;

/** Clean accuracy on a validation split, in inference mode, without augmentation. */
final class ValidationAccuracy {

  private static final int BATCH = 256;

  private final DataView view;
  private final BatchReader reader;

  ValidationAccuracy(DataView view, long[] inputShape, DataType precision) {
    this.view = view;
    this.reader =
        new BatchReader(
            view,
            inputShape,
            precision,
            Augmentation.none(inputShape),
            TrainingStep.Auxiliary.NONE,
            0);
  }

  /** The share of samples whose first largest logit is their label; NaN if there are none. */
  double of(Network network, Monitor monitor) {
    long right = 0;
    for (int from = 0; from < view.size(); from += BATCH) {
      monitor.check();
      int[] indices = IntStream.range(from, Math.min(view.size(), from + BATCH)).toArray();
      TrainingBatch batch = reader.read(indices, 0, 0, 0, RandomKey.of(0));
      INDArray logits = network.logits(batch.images());
      double[] values = HostArrays.read(logits);
      int classes = (int) logits.size(1);
      for (int row = 0; row < indices.length; row++) {
        right += argmax(values, row * classes, classes) == batch.labels()[row] ? 1 : 0;
      }
    }
    return view.size() == 0 ? Double.NaN : (double) right / view.size();
  }

  private static int argmax(double[] values, int offset, int length) {
    int best = 0;
    for (int i = 1; i < length; i++) {
      if (values[offset + i] > values[offset + best]) {
        best = i;
      }
    }
    return best;
  }
}
