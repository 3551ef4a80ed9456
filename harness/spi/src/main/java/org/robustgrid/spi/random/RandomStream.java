package org.robustgrid.spi.random;

/**
 * A stream of random numbers from Philox-4x32-10 (Salmon, Moraes, Dror and Shaw, SC 2011), a
 * counter-based generator: block {@code i} of a key is a pure function of both.
 *
 * <p>Not thread-safe; a stream belongs to the code that asked for it.
 *
 * @since 0.1
 */
public final class RandomStream {

  private static final long M0 = 0xD2511F53L;
  private static final long M1 = 0xCD9E8D57L;
  private static final int W0 = 0x9E3779B9;
  private static final int W1 = 0xBB67AE85;

  private final int key0;
  private final int key1;
  private long block;
  private long spare;
  private boolean hasSpare;
  private double spareGaussian;
  private boolean hasSpareGaussian;

  RandomStream(long key) {
    this.key0 = (int) key;
    this.key1 = (int) (key >>> 32);
  }

  /** 64 uniform bits. */
  public long nextLong() {
    if (hasSpare) {
      hasSpare = false;
      return spare;
    }
    int c0 = (int) block;
    int c1 = (int) (block >>> 32);
    int c2 = 0;
    int c3 = 0;
    int k0 = key0;
    int k1 = key1;
    for (int round = 0; round < 10; round++) {
      long p0 = M0 * (c0 & 0xFFFFFFFFL);
      long p1 = M1 * (c2 & 0xFFFFFFFFL);
      int n0 = (int) (p1 >>> 32) ^ c1 ^ k0;
      int n2 = (int) (p0 >>> 32) ^ c3 ^ k1;
      c1 = (int) p1;
      c3 = (int) p0;
      c0 = n0;
      c2 = n2;
      k0 += W0;
      k1 += W1;
    }
    block++;
    spare = ((long) c3 << 32) | (c2 & 0xFFFFFFFFL);
    hasSpare = true;
    return ((long) c1 << 32) | (c0 & 0xFFFFFFFFL);
  }

  /** Uniform in [0,1), a multiple of 2^-53. */
  public double nextDouble() {
    return (nextLong() >>> 11) * 0x1.0p-53;
  }

  /** Uniform in [low, high). */
  public double nextDouble(double low, double high) {
    return low + (high - low) * nextDouble();
  }

  /**
   * Uniform in 0 … bound − 1, without bias.
   *
   * @throws IllegalArgumentException when bound is not positive
   */
  public int nextInt(int bound) {
    if (bound <= 0) {
      throw new IllegalArgumentException("bound must be positive, but is " + bound);
    }
    // Lemire's rejection (2019): the high half of a 32-by-32-bit product
    long threshold = (0x100000000L - bound) % bound;
    while (true) {
      long product = (nextLong() >>> 32) * bound;
      if ((product & 0xFFFFFFFFL) >= threshold) {
        return (int) (product >>> 32);
      }
    }
  }

  /** Standard normal, by the Box–Muller transform with strict arithmetic. */
  public double nextGaussian() {
    if (hasSpareGaussian) {
      hasSpareGaussian = false;
      return spareGaussian;
    }
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - nextDouble()));
    double angle = 2 * Math.PI * nextDouble();
    spareGaussian = radius * StrictMath.sin(angle);
    hasSpareGaussian = true;
    return radius * StrictMath.cos(angle);
  }

  /**
   * Standard normal numbers in bulk, by the ziggurat method with 53 bits a number: several times as
   * fast as {@link #nextGaussian}, of the same distribution, but not the same numbers. Takes at
   * least one {@link #nextLong} for each.
   *
   * @param target receives them at {@code [from, to)}
   */
  public void fillGaussian(double[] target, int from, int to) {
    for (int i = from; i < to; i++) {
      target[i] = Ziggurat.next(this);
    }
  }

  /** A uniform permutation of 0 … n − 1 (Fisher–Yates). */
  public int[] permutation(int n) {
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      int j = nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }
}
