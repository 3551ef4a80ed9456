package org.robustgrid.engine.onednn;

import org.bytedeco.dnnl.memory;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.engine.kernel.Lanes;

/** Floats for every channel, one or two vectors of them, written and read in double. */
final class ChannelVectors implements AutoCloseable {

  private final INDArray array;
  private final Lanes lanes;
  private final int channels;

  /** Zeros. */
  ChannelVectors(int vectors, long channels) {
    this.array = Nd4j.create(DataType.FLOAT, vectors, channels);
    this.lanes = Lanes.of(array);
    this.channels = (int) channels;
  }

  void write(int vector, double[] values) {
    lanes.write((long) vector * channels, values, 0, channels);
  }

  void read(int vector, double[] into) {
    lanes.read((long) vector * channels, into, 0, channels);
  }

  /** All vectors, described as given. */
  memory memory(OneDnn oneDnn, memory.desc description) {
    return oneDnn.over(description, array);
  }

  @Override
  public void close() {
    array.close();
  }
}
