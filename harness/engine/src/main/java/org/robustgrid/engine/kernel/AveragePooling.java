package org.robustgrid.engine.kernel;

import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;

/** Average pooling. */
public final class AveragePooling implements Pooling {

  private final Window window;
  private final boolean countPadding;

  /**
   * Creates the pooling.
   *
   * @param countPadding whether a window's divisor counts padding
   */
  public AveragePooling(Window window, boolean countPadding) {
    this.window = window;
    this.countPadding = countPadding;
  }

  @Override
  public Window window() {
    return window;
  }

  @Override
  public boolean countsPadding() {
    return countPadding;
  }

  @Override
  public boolean selects() {
    return false;
  }

  @Override
  public Run over(int planes, DataType precision) {
    return new Averaged(planes);
  }

  private final class Averaged implements Run {
    private final int planes;
    private final int inputs = window.height() * window.width();
    private final int outputs = window.outputHeight() * window.outputWidth();
    private final double[] in = new double[inputs];
    private final double[] out = new double[outputs];

    Averaged(int planes) {
      this.planes = planes;
    }

    @Override
    public void forward(Lanes from, Lanes to) {
      for (int p = 0; p < planes; p++) {
        from.read((long) p * inputs, in, 0, inputs);
        scan(false);
        to.write((long) p * outputs, out, 0, outputs);
      }
    }

    @Override
    public void tangent(Lanes from, Lanes to) {
      forward(from, to);
    }

    @Override
    public void backward(Lanes from, Lanes to) {
      for (int p = 0; p < planes; p++) {
        from.read((long) p * outputs, out, 0, outputs);
        Arrays.fill(in, 0);
        scan(true);
        to.write((long) p * inputs, in, 0, inputs);
      }
    }

    private void scan(boolean spread) {
      int o = 0;
      for (int row = 0; row < window.outputHeight(); row++) {
        int firstRow = window.firstRow(row);
        int endRow = window.endRow(row);
        for (int column = 0; column < window.outputWidth(); column++) {
          int firstColumn = window.firstColumn(column);
          int endColumn = window.endColumn(column);
          int divisor =
              countPadding
                  ? window.kernelHeight() * window.kernelWidth()
                  : (endRow - firstRow) * (endColumn - firstColumn);
          double share = spread ? out[o] / divisor : 0;
          double sum = 0;
          for (int y = firstRow; y < endRow; y++) {
            for (int x = firstColumn; x < endColumn; x++) {
              int at = y * window.width() + x;
              if (spread) {
                in[at] += share;
              } else {
                sum += in[at];
              }
            }
          }
          if (!spread) {
            out[o] = sum / divisor;
          }
          o++;
        }
      }
    }
  }
}
