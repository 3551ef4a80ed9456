package org.robustgrid.run.worker;

import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.run.plan.PlannedDataset;
import org.robustgrid.spi.data.Dataset;

/** A data set of the plan, opened; reads test samples as batches. */
record OpenDataset(PlannedDataset plan, Dataset data) {

  /** Number of coordinates of one input. */
  int inputLength() {
    return (int) Arrays.stream(data.inputShape()).reduce(1, (a, b) -> a * b);
  }

  /** Test images, one after the other. */
  float[] testImages(int[] samples) {
    float[] images = new float[samples.length * inputLength()];
    data.test().read(samples, images, new int[samples.length]);
    return images;
  }

  /** Images as a batch: [rows, …input shape], C order, in an array of its own. */
  INDArray batch(float[] images, DataType precision) {
    return Nd4j.createFromArray(images).castTo(precision).reshape('c', shape(images.length));
  }

  /** The same of values that may be more precise; each is rounded to the nearest. */
  INDArray batch(double[] images, DataType precision) {
    INDArray batch = Nd4j.createUninitialized(precision, shape(images.length), 'c');
    HostArrays.write(images, batch);
    return batch;
  }

  private long[] shape(int values) {
    long[] input = data.inputShape();
    long[] shape = new long[input.length + 1];
    shape[0] = values / inputLength();
    System.arraycopy(input, 0, shape, 1, input.length);
    return shape;
  }
}
