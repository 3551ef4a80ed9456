package org.robustgrid.engine.kernel;

import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.concurrency.AffinityManager;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.engine.device.Devices;

/**
 * The memory of a contiguous array in C order, read and written in runs of doubles whatever its
 * precision. Loops run over Java arrays in between, which the compiler unrolls.
 */
public abstract sealed class Lanes {

  private final INDArray owner;

  private Lanes(INDArray owner) {
    this.owner = owner;
  }

  /**
   * The memory of an array.
   *
   * @param array FLOAT or DOUBLE, contiguous, of fewer than 2^29 elements
   */
  public static Lanes of(INDArray array) {
    return Devices.select().device().sharesHostMemory() ? shared(array) : new Copied(array);
  }

  private static Lanes shared(INDArray array) {
    return array.dataType() == DataType.DOUBLE ? new Doubles(array) : new Floats(array);
  }

  /** The array; kept so that its memory stays. */
  public INDArray array() {
    return owner;
  }

  public abstract void read(long from, double[] into, int at, int length);

  public abstract void write(long from, double[] values, int at, int length);

  /** Reads into floats; an array of doubles is rounded. */
  public abstract void read(long from, float[] into, int at, int length);

  /** Writes floats. */
  public abstract void write(long from, float[] values, int at, int length);

  private static final class Floats extends Lanes {
    private final FloatBuffer memory;
    private float[] staging = new float[0];

    Floats(INDArray array) {
      super(array);
      this.memory =
          new FloatPointer(array.data().addressPointer()).capacity(array.length()).asBuffer();
    }

    private float[] staging(int length) {
      if (staging.length < length) {
        staging = new float[length];
      }
      return staging;
    }

    @Override
    public void read(long from, double[] into, int at, int length) {
      float[] values = staging(length);
      memory.get((int) from, values, 0, length);
      for (int i = 0; i < length; i++) {
        into[at + i] = values[i];
      }
    }

    @Override
    public void write(long from, double[] values, int at, int length) {
      float[] rounded = staging(length);
      for (int i = 0; i < length; i++) {
        rounded[i] = (float) values[at + i];
      }
      memory.put((int) from, rounded, 0, length);
    }

    @Override
    public void read(long from, float[] into, int at, int length) {
      memory.get((int) from, into, at, length);
    }

    @Override
    public void write(long from, float[] values, int at, int length) {
      memory.put((int) from, values, at, length);
    }
  }

  private static final class Doubles extends Lanes {
    private final DoubleBuffer memory;

    Doubles(INDArray array) {
      super(array);
      this.memory =
          new DoublePointer(array.data().addressPointer()).capacity(array.length()).asBuffer();
    }

    @Override
    public void read(long from, double[] into, int at, int length) {
      memory.get((int) from, into, at, length);
    }

    @Override
    public void write(long from, double[] values, int at, int length) {
      memory.put((int) from, values, at, length);
    }

    @Override
    public void read(long from, float[] into, int at, int length) {
      for (int i = 0; i < length; i++) {
        into[at + i] = (float) memory.get((int) from + i);
      }
    }

    @Override
    public void write(long from, float[] values, int at, int length) {
      for (int i = 0; i < length; i++) {
        memory.put((int) from + i, values[at + i]);
      }
    }
  }

  /**
   * Memory of a device's array: fetched before Java touches it, and sent back when needed there.
   */
  static final class Copied extends Lanes {
    private final Lanes host;

    Copied(INDArray array) {
      super(array);
      fetch();
      this.host = shared(array);
    }

    /** Does nothing where the host's copy is the newer one. */
    private void fetch() {
      Nd4j.getAffinityManager().ensureLocation(array(), AffinityManager.Location.HOST);
    }

    private void written() {
      Nd4j.getAffinityManager().tagLocation(array(), AffinityManager.Location.HOST);
    }

    @Override
    public void read(long from, double[] into, int at, int length) {
      fetch();
      host.read(from, into, at, length);
    }

    @Override
    public void write(long from, double[] values, int at, int length) {
      fetch();
      host.write(from, values, at, length);
      written();
    }

    @Override
    public void read(long from, float[] into, int at, int length) {
      fetch();
      host.read(from, into, at, length);
    }

    @Override
    public void write(long from, float[] values, int at, int length) {
      fetch();
      host.write(from, values, at, length);
      written();
    }
  }
}
