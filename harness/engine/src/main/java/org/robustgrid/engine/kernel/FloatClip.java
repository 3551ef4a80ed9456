package org.robustgrid.engine.kernel;

import java.nio.IntBuffer;
import org.bytedeco.javacpp.IntPointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Floats between two bounds, cut off there; what is not a number stays so.
 *
 * <p>Works on the floats' bits: magnitudes compare as integers, and a loop of integer operations
 * without branches is one that Java's compiler turns into vector instructions.
 */
public final class FloatClip implements Runnable {

  private static final int RUN = 2048;
  private static final int MAGNITUDE = Integer.MAX_VALUE;
  private static final int INFINITY = Float.floatToRawIntBits(Float.POSITIVE_INFINITY);

  private final INDArray owner;
  private final INDArray target;
  private final IntBuffer from;
  private final IntBuffer to;
  private final int below;
  private final int belowSign;
  private final int above;
  private final int[] bits = new int[RUN];

  /**
   * Binds to arrays of the host's memory.
   *
   * @param low at most 0
   * @param high at least 0
   */
  public FloatClip(INDArray x, INDArray y, double low, double high) {
    if (!covers(low, high)) {
      throw new IllegalArgumentException("0 must lie between " + low + " and " + high);
    }
    this.owner = x;
    this.target = y;
    this.from = memory(x);
    this.to = memory(y);
    this.below = Float.floatToRawIntBits((float) -low) & MAGNITUDE;
    this.belowSign = below == 0 ? 0 : Integer.MIN_VALUE;
    this.above = Float.floatToRawIntBits((float) high) & MAGNITUDE;
  }

  /** Whether bounds are of the kind that it takes. */
  public static boolean covers(double low, double high) {
    return low <= 0 && high >= 0;
  }

  private static IntBuffer memory(INDArray array) {
    return new IntPointer(array.data().addressPointer()).capacity(array.length()).asBuffer();
  }

  @Override
  public void run() {
    int length = Math.toIntExact(Math.min(owner.length(), target.length()));
    for (int at = 0; at < length; at += RUN) {
      int count = Math.min(RUN, length - at);
      from.get(at, bits, 0, count);
      clip(bits, count, below, belowSign, above);
      to.put(at, bits, 0, count);
    }
  }

  private static void clip(int[] bits, int count, int below, int belowSign, int above) {
    for (int i = 0; i < count; i++) {
      int x = bits[i];
      int magnitude = x & MAGNITUDE;
      int negative = x >> 31;
      int noNumber = (INFINITY - magnitude) >> 31;
      int overHigh = magnitude - above;
      int positive = above + (overHigh & (overHigh >> 31));
      int overLow = magnitude - below;
      int cut = (below + (overLow & (overLow >> 31))) | belowSign;
      int y = (positive & ~negative) | (cut & negative);
      bits[i] = (y & ~noNumber) | (x & noNumber);
    }
  }
}
