package org.robustgrid.engine.plan;

import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.engine.kernel.Curve;
import org.robustgrid.engine.kernel.Lanes;
import org.robustgrid.engine.kernel.NativeCurve;
import org.robustgrid.engine.onednn.Elements;
import org.robustgrid.engine.onednn.OneDnn;

/** An activation function with buffers of its own. */
final class ActivationNode extends Node {

  private static final int RUN = 2048;

  private final Curve curve;

  ActivationNode(String name, Value input, Value output, Curve curve) {
    super(name, List.of(input), output);
    this.curve = curve;
  }

  Curve curve() {
    return curve;
  }

  @Override
  boolean canFuseRelu() {
    return false;
  }

  @Override
  Step bind(Frame frame) {
    boolean onOneDnn =
        OneDnn.get() != null && frame.activation(output()).dataType() == DataType.FLOAT;
    Bound bound = new Bound(frame);
    return onOneDnn && curve.inFloat().isPresent()
        ? new FastStep(this, frame, bound, new Fast(curve.inFloat().get()))
        : bound;
  }

  /** On oneDNN. */
  private static final class Fast implements FastStep.Kernel {
    private final Elements elements;

    Fast(NativeCurve curve) {
      this.elements = new Elements(OneDnn.get(), curve);
    }

    @Override
    public Runnable forward(INDArray x, INDArray y) {
      return elements.forward(x, y);
    }

    @Override
    public Runnable slope(INDArray x, INDArray y, INDArray from, INDArray to) {
      return elements.slope(x, from, to);
    }
  }

  /** Element-wise: ẏ = f'v, x̄ = f'g + f''v h, v̄ = f'h. */
  private final class Bound extends SymmetricStep {
    private final double[] jet = new double[3];
    private final double[] x = new double[RUN];
    private final double[] a = new double[RUN];
    private final double[] b = new double[RUN];
    private final double[] v = new double[RUN];

    Bound(Frame frame) {
      super(ActivationNode.this, frame);
    }

    @Override
    public void forward() {
      Lanes from = input();
      Lanes to = output();
      long length = length();
      for (long at = 0; at < length; at += RUN) {
        int n = (int) Math.min(RUN, length - at);
        from.read(at, x, 0, n);
        curve.values(x, n, jet);
        to.write(at, x, 0, n);
      }
    }

    @Override
    void slope(Lanes from, Lanes to) {
      Lanes points = input();
      long length = length();
      for (long at = 0; at < length; at += RUN) {
        int n = (int) Math.min(RUN, length - at);
        points.read(at, x, 0, n);
        from.read(at, a, 0, n);
        curve.slopes(x, a, n, jet);
        to.write(at, a, 0, n);
      }
    }

    @Override
    void bend(Lanes g, Lanes h, Lanes tangents, Lanes to) {
      Lanes points = input();
      long length = length();
      for (long at = 0; at < length; at += RUN) {
        int n = (int) Math.min(RUN, length - at);
        points.read(at, x, 0, n);
        g.read(at, a, 0, n);
        h.read(at, b, 0, n);
        tangents.read(at, v, 0, n);
        for (int i = 0; i < n; i++) {
          curve.evaluate(x[i], jet);
          a[i] = jet[1] * a[i] + jet[2] * v[i] * b[i];
        }
        to.write(at, a, 0, n);
      }
    }
  }
}
