package org.robustgrid.engine.onednn;

import org.robustgrid.engine.kernel.Lanes;
import org.robustgrid.engine.kernel.Window;

/** Takes from blocked images what a max pooling took from others: the first of the maxima. */
final class BlockedSelection {

  private final Window window;
  private final int block;
  private final Lanes x;
  private final Lanes maxima;
  private final int inputs;
  private final int outputs;
  private final float[] xs;
  private final float[] largest;
  private final float[] in;
  private final float[] out;

  /**
   * Binds to a pooling.
   *
   * @param block channels kept together
   * @param x its input
   * @param maxima its output
   */
  BlockedSelection(Window window, int block, Lanes x, Lanes maxima) {
    this.window = window;
    this.block = block;
    this.x = x;
    this.maxima = maxima;
    this.inputs = window.height() * window.width() * block;
    this.outputs = window.outputHeight() * window.outputWidth() * block;
    this.xs = new float[inputs];
    this.largest = new float[outputs];
    this.in = new float[inputs];
    this.out = new float[outputs];
  }

  void select(Lanes from, Lanes to) {
    long planes = x.array().length() / inputs;
    for (long p = 0; p < planes; p++) {
      x.read(p * inputs, xs, 0, inputs);
      maxima.read(p * outputs, largest, 0, outputs);
      from.read(p * inputs, in, 0, inputs);
      scan();
      to.write(p * outputs, out, 0, outputs);
    }
  }

  private void scan() {
    int o = 0;
    for (int row = 0; row < window.outputHeight(); row++) {
      int firstRow = window.firstRow(row);
      int endRow = window.endRow(row);
      for (int column = 0; column < window.outputWidth(); column++) {
        int firstColumn = window.firstColumn(column);
        int endColumn = window.endColumn(column);
        // backwards, so that the first of equal inputs is written last; no branch to mispredict
        for (int y = endRow - 1; y >= firstRow; y--) {
          for (int c = endColumn - 1; c >= firstColumn; c--) {
            int at = (y * window.width() + c) * block;
            for (int lane = 0; lane < block; lane++) {
              // not below, instead of equal: a maximum that is no number takes something, too
              out[o + lane] = xs[at + lane] < largest[o + lane] ? out[o + lane] : in[at + lane];
            }
          }
        }
        o += block;
      }
    }
  }
}
