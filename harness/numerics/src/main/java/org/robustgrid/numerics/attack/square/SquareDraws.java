package org.robustgrid.numerics.attack.square;

import org.robustgrid.spi.random.RandomKey;

/**
 * The random choices of one image's run.
 *
 * @since 0.1
 */
public interface SquareDraws {

  /**
   * A sign of the start.
   *
   * @param part column of the image in L∞, tile in L2 and L1
   * @return 1 or −1
   */
  int startSign(int channel, int part);

  /** Draws whether the pattern of a tile is transposed. */
  boolean startTransposed(int tile);

  /**
   * The first row, or column, of a window.
   *
   * @param which 0 to 3: row and column of the first window, then of the second
   * @param places how many there are, at least 1
   */
  int window(int iteration, int which, int places);

  /** A sign of a proposal, 1 or −1. */
  int sign(int iteration, int channel);

  /** Draws whether the pattern of a proposal is transposed. */
  boolean transposed(int iteration);

  /** Draws keyed by what they are for. */
  static SquareDraws keyed(RandomKey key) {
    return new SquareDraws() {
      private int sign(RandomKey of) {
        return of.stream().nextInt(2) == 0 ? 1 : -1;
      }

      @Override
      public int startSign(int channel, int part) {
        return sign(key.with("start").with(channel).with(part));
      }

      @Override
      public boolean startTransposed(int tile) {
        return key.with("start-transposed").with(tile).stream().nextInt(2) == 1;
      }

      @Override
      public int window(int iteration, int which, int places) {
        return key.with("window").with(iteration).with(which).stream().nextInt(places);
      }

      @Override
      public int sign(int iteration, int channel) {
        return sign(key.with("sign").with(iteration).with(channel));
      }

      @Override
      public boolean transposed(int iteration) {
        return key.with("transposed").with(iteration).stream().nextInt(2) == 1;
      }
    };
  }
}
