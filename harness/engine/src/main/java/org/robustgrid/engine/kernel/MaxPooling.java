package org.robustgrid.engine.kernel;

import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Max pooling; padding never wins, of equal inputs the first in scan order does, and one that is
 * not a number beats all others.
 */
public final class MaxPooling implements Pooling {

  private final Window window;

  public MaxPooling(Window window) {
    this.window = window;
  }

  @Override
  public Window window() {
    return window;
  }

  @Override
  public boolean countsPadding() {
    return false;
  }

  @Override
  public boolean selects() {
    return true;
  }

  @Override
  public Run over(int planes, DataType precision) {
    return precision == DataType.FLOAT
        ? new FloatMaxPooling(window, planes)
        : new Selected(window, planes);
  }

  /** Keeps which input each output was. */
  static final class Selected implements Run {
    private final Window window;
    private final int planes;
    private final int inputs;
    private final int outputs;
    private final int[] selected;
    private final double[] in;
    private final double[] out;

    Selected(Window window, int planes) {
      this.window = window;
      this.planes = planes;
      this.inputs = window.height() * window.width();
      this.outputs = window.outputHeight() * window.outputWidth();
      this.in = new double[inputs];
      this.out = new double[outputs];
      this.selected = new int[planes * outputs];
    }

    /** Selects; {@code to} may be {@code null} where the maxima are known already. */
    @Override
    public void forward(Lanes from, Lanes to) {
      for (int p = 0; p < planes; p++) {
        from.read((long) p * inputs, in, 0, inputs);
        select(p * outputs);
        if (to != null) {
          to.write((long) p * outputs, out, 0, outputs);
        }
      }
    }

    private void select(int offset) {
      int o = 0;
      for (int row = 0; row < window.outputHeight(); row++) {
        int firstRow = window.firstRow(row);
        int endRow = window.endRow(row);
        for (int column = 0; column < window.outputWidth(); column++) {
          int firstColumn = window.firstColumn(column);
          int endColumn = window.endColumn(column);
          int best = firstRow * window.width() + firstColumn;
          double largest = in[best];
          for (int y = firstRow; y < endRow; y++) {
            for (int at = y * window.width() + firstColumn, end = y * window.width() + endColumn;
                at < end;
                at++) {
              double value = in[at];
              // not a number: unordered, and taken for good
              if (value > largest || value != value) {
                largest = value;
                best = at;
              }
            }
          }
          out[o] = largest;
          selected[offset + o] = best;
          o++;
        }
      }
    }

    @Override
    public void backward(Lanes from, Lanes to) {
      for (int p = 0; p < planes; p++) {
        from.read((long) p * outputs, out, 0, outputs);
        Arrays.fill(in, 0);
        int offset = p * outputs;
        for (int o = 0; o < outputs; o++) {
          in[selected[offset + o]] += out[o];
        }
        to.write((long) p * inputs, in, 0, inputs);
      }
    }

    @Override
    public void tangent(Lanes from, Lanes to) {
      for (int p = 0; p < planes; p++) {
        from.read((long) p * inputs, in, 0, inputs);
        int offset = p * outputs;
        for (int o = 0; o < outputs; o++) {
          out[o] = in[selected[offset + o]];
        }
        to.write((long) p * outputs, out, 0, outputs);
      }
    }
  }
}
