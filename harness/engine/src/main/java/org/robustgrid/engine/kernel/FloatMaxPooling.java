package org.robustgrid.engine.kernel;

import java.util.IdentityHashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Max pooling in float. Which input was the largest is not decided forward, where it would cost a
 * mispredicted branch per comparison: the native adjoint finds it again, by the same rule, and
 * tangents, which few ask for, select when they come.
 */
final class FloatMaxPooling implements Pooling.Run {

  private final Window window;
  private final int planes;
  private final int inputs;
  private final int outputs;
  private final float[] in;
  private final float[] out;
  private final Map<Lanes, NativeOp> adjoints = new IdentityHashMap<>();
  private Lanes pooled;
  private MaxPooling.Selected selection;
  private boolean selected;

  FloatMaxPooling(Window window, int planes) {
    this.window = window;
    this.planes = planes;
    this.inputs = window.height() * window.width();
    this.outputs = window.outputHeight() * window.outputWidth();
    this.in = new float[inputs];
    this.out = new float[outputs];
  }

  @Override
  public void forward(Lanes from, Lanes to) {
    pooled = from;
    selected = false;
    boolean quarters =
        window.kernelHeight() == 2
            && window.kernelWidth() == 2
            && window.strideHeight() == 2
            && window.strideWidth() == 2
            && window.paddingHeight() == 0
            && window.paddingWidth() == 0;
    for (int p = 0; p < planes; p++) {
      from.read((long) p * inputs, in, 0, inputs);
      if (quarters) {
        quarter();
      } else {
        scan();
      }
      to.write((long) p * outputs, out, 0, outputs);
    }
  }

  // Math.max compiles to instructions without a branch, and keeps what is not a number
  private void quarter() {
    int width = window.width();
    int columns = window.outputWidth();
    int o = 0;
    for (int row = 0; row < window.outputHeight(); row++) {
      int at = 2 * row * width;
      for (int column = 0; column < columns; column++, at += 2) {
        float top = Math.max(in[at], in[at + 1]);
        float bottom = Math.max(in[at + width], in[at + width + 1]);
        out[o++] = Math.max(top, bottom);
      }
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
        float largest = Float.NEGATIVE_INFINITY;
        for (int y = firstRow; y < endRow; y++) {
          for (int x = firstColumn; x < endColumn; x++) {
            largest = Math.max(largest, in[y * window.width() + x]);
          }
        }
        out[o++] = largest;
      }
    }
  }

  @Override
  public void backward(Lanes from, Lanes to) {
    adjoints.computeIfAbsent(from, lanes -> adjoint(lanes, to)).run();
  }

  private NativeOp adjoint(Lanes from, Lanes to) {
    long countPadding = 1;
    long nchw = 0;
    INDArray input = pooled.array();
    long height = window.outputHeight();
    long width = window.outputWidth();
    // pooling over whole planes leaves [rows, channels]
    INDArray cotangent = from.array().reshape('c', input.size(0), input.size(1), height, width);
    return NativeOp.of("maxpool2d_bp")
        .in(input, cotangent)
        .out(to.array())
        .integers(
            window.kernelHeight(),
            window.kernelWidth(),
            window.strideHeight(),
            window.strideWidth(),
            window.paddingHeight(),
            window.paddingWidth(),
            1,
            1,
            0,
            countPadding,
            nchw);
  }

  @Override
  public void close() {
    adjoints.values().forEach(NativeOp::close);
    adjoints.clear();
  }

  @Override
  public void tangent(Lanes from, Lanes to) {
    if (!selected) {
      if (selection == null) {
        selection = new MaxPooling.Selected(window, planes);
      }
      selection.forward(pooled, null);
      selected = true;
    }
    selection.tangent(from, to);
  }
}
