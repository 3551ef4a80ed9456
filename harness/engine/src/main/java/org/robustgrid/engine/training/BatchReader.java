package org.robustgrid.engine.training;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.numerics.augmentation.ImageAugmentation;
import org.robustgrid.spi.data.DataView;
import org.robustgrid.spi.defense.TrainingBatch;
import org.robustgrid.spi.defense.TrainingStep;
import org.robustgrid.spi.random.RandomKey;

/**
 * Reads minibatches by index into arrays that are allocated once per batch size, and applies the
 * same augmentation to images and auxiliary planes.
 */
final class BatchReader {

  private record Buffers(INDArray images, INDArray auxiliary, int[] labels) {}

  private final DataView view;
  private final long[] inputShape;
  private final int inputLength;
  private final DataType precision;
  private final Augmentation augmentation;
  private final TrainingStep.Auxiliary auxiliary;
  private final double labelSmoothing;
  private final Map<Integer, Buffers> arrays = new HashMap<>();
  private float[] raw = {};
  private float[] moved = {};

  BatchReader(
      DataView view,
      long[] inputShape,
      DataType precision,
      Augmentation augmentation,
      TrainingStep.Auxiliary auxiliary,
      double labelSmoothing) {
    this.view = view;
    this.inputShape = inputShape.clone();
    this.inputLength = Math.toIntExact(Arrays.stream(inputShape).reduce(1, Math::multiplyExact));
    this.precision = precision;
    this.augmentation = augmentation;
    this.auxiliary = auxiliary;
    this.labelSmoothing = labelSmoothing;
  }

  /**
   * Reads the samples at the given positions; the arrays are overwritten by the next call.
   *
   * @param replay where above 0, the images are still there from the call before: only the
   *     auxiliary targets, which may depend on the step's randomness, are read again
   */
  TrainingBatch read(int[] indices, int epoch, int step, int replay, RandomKey random) {
    int rows = indices.length;
    int planes = auxiliary.planes();
    Buffers target = arrays.computeIfAbsent(rows, n -> allocate(n, planes));
    int largest = Math.multiplyExact(rows * Math.max(1, planes), inputLength);
    if (raw.length < largest) {
      raw = new float[largest];
      moved = new float[augmentation.images().isIdentity() ? 0 : largest];
    }
    if (replay == 0) {
      view.read(indices, raw, target.labels);
      transfer(indices, epoch, 1, false, target.images);
    }
    if (planes > 0) {
      auxiliary.read(indices, random, raw);
      transfer(indices, epoch, planes, true, target.auxiliary);
    }
    return new TrainingBatch(
        target.images,
        target.labels,
        indices,
        target.auxiliary,
        epoch,
        step,
        replay,
        random,
        labelSmoothing);
  }

  private void transfer(int[] indices, int epoch, int copies, boolean companions, INDArray into) {
    if (augmentation.images().isIdentity()) {
      HostWrite.copy(raw, into);
      return;
    }
    // each copy has the channels of one image
    int planes = copies * (int) inputShape[0];
    for (int i = 0; i < indices.length; i++) {
      ImageAugmentation.Move move = augmentation.move(epoch, indices[i]);
      int offset = i * copies * inputLength;
      if (companions) {
        augmentation.images().companion(move, raw, moved, offset, planes);
      } else {
        augmentation.images().image(move, raw, moved, offset, planes);
      }
    }
    HostWrite.copy(moved, into);
  }

  private Buffers allocate(int rows, int planes) {
    INDArray targets =
        planes == 0 ? Nd4j.empty(precision) : Nd4j.create(precision, shape(rows, planes));
    return new Buffers(Nd4j.create(precision, shape(rows)), targets, new int[rows]);
  }

  private long[] shape(long... leading) {
    long[] shape = Arrays.copyOf(leading, leading.length + inputShape.length);
    System.arraycopy(inputShape, 0, shape, leading.length, inputShape.length);
    return shape;
  }
}
