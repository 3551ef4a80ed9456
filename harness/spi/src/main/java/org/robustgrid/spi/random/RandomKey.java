package org.robustgrid.spi.random;

/**
 * A key into counter-based randomness: the same path of words and numbers gives the same stream,
 * whatever was drawn before, on whichever thread, in whichever batch.
 *
 * <p>Keys are immutable. Noise for a sample is drawn from {@code
 * key.with("start").with(sample).with(restart).stream()}.
 *
 * @param state 64 well-mixed bits that stand for the path so far
 * @since 0.1
 */
public record RandomKey(long state) {

  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  /** The key of a seed. */
  public static RandomKey of(long seed) {
    return new RandomKey(mix(seed + GOLDEN));
  }

  /** The key one number further down the path. */
  public RandomKey with(long part) {
    return new RandomKey(mix(Long.rotateLeft(state, 23) * GOLDEN + mix(part + GOLDEN)));
  }

  /** The key one word further down the path. */
  public RandomKey with(String part) {
    // FNV-1a over UTF-16 units: String.hashCode has only 32 bits
    long hash = 0xCBF29CE484222325L;
    for (int i = 0; i < part.length(); i++) {
      hash = (hash ^ part.charAt(i)) * 0x100000001B3L;
    }
    return with(hash ^ 0x5DEECE66DL);
  }

  /** A fresh stream at its beginning. */
  public RandomStream stream() {
    return new RandomStream(state);
  }

  /**
   * The finaliser of SplitMix64 (Steele, Lea and Flood 2014): a bijection with good avalanche
   * behaviour.
   */
  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
