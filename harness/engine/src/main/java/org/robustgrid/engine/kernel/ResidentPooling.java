package org.robustgrid.engine.kernel;

import java.util.IdentityHashMap;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A pooling by ND4J's operations, for devices with memory of their own: where arrays are computed,
 * nothing is copied to Java and back. Tangents through maxima, which few ask for, are.
 */
public final class ResidentPooling implements Pooling {

  private final Pooling pooling;

  /**
   * Computes what another pooling does.
   *
   * @param pooling the same, over Java arrays
   */
  public ResidentPooling(Pooling pooling) {
    this.pooling = pooling;
  }

  @Override
  public boolean selects() {
    return pooling.selects();
  }

  @Override
  public Window window() {
    return pooling.window();
  }

  @Override
  public boolean countsPadding() {
    return pooling.countsPadding();
  }

  @Override
  public Run over(int planes, DataType precision) {
    return new Resident(planes);
  }

  private final class Resident implements Run {
    private final int planes;
    private final Map<Lanes, NativeOp> forwards = new IdentityHashMap<>();
    private final Map<Lanes, NativeOp> adjoints = new IdentityHashMap<>();
    private MaxPooling.Selected selection;
    private Lanes pooled;
    private boolean selected;

    Resident(int planes) {
      this.planes = planes;
    }

    @Override
    public void forward(Lanes from, Lanes to) {
      pooled = from;
      selected = false;
      run(from, to);
      if (selects() && !finite(from)) {
        // the operation passes over what is not a number
        select(to);
      }
    }

    /** The sum of magnitudes is not where an input is not, or where it overflows itself. */
    private static boolean finite(Lanes lanes) {
      INDArray array = lanes.array();
      return Double.isFinite(Nd4j.getBlasWrapper().asum(array.reshape(array.length())));
    }

    private void select(Lanes to) {
      if (selection == null) {
        selection = new MaxPooling.Selected(window(), planes);
      }
      selection.forward(pooled, to);
      selected = true;
    }

    private void run(Lanes from, Lanes to) {
      forwards
          .computeIfAbsent(
              from,
              lanes ->
                  NativeOp.of(selects() ? "maxpool2d" : "avgpool2d")
                      .in(images(lanes))
                      .out(pooledImages(to, lanes))
                      .integers(arguments()))
          .run();
    }

    @Override
    public void backward(Lanes from, Lanes to) {
      adjoints
          .computeIfAbsent(
              from,
              lanes ->
                  NativeOp.of(selects() ? "maxpool2d_bp" : "avgpool2d_bp")
                      .in(images(pooled), pooledImages(lanes, pooled))
                      .out(images(to))
                      .integers(arguments()))
          .run();
    }

    @Override
    public void tangent(Lanes from, Lanes to) {
      if (!selects()) {
        run(from, to);
        return;
      }
      if (!selected) {
        select(null);
      }
      selection.tangent(from, to);
    }

    @Override
    public void close() {
      forwards.values().forEach(NativeOp::close);
      forwards.clear();
      adjoints.values().forEach(NativeOp::close);
      adjoints.clear();
    }

    private INDArray images(Lanes lanes) {
      return lanes.array();
    }

    /** Pooling over whole planes leaves [rows, channels]. */
    private INDArray pooledImages(Lanes lanes, Lanes like) {
      INDArray input = like.array();
      return lanes
          .array()
          .reshape(
              'c', input.size(0), input.size(1), window().outputHeight(), window().outputWidth());
    }

    private long[] arguments() {
      Window window = window();
      long dilation = 1;
      long explicitPadding = 0;
      long nchw = 0;
      return new long[] {
        window.kernelHeight(),
        window.kernelWidth(),
        window.strideHeight(),
        window.strideWidth(),
        window.paddingHeight(),
        window.paddingWidth(),
        dilation,
        dilation,
        explicitPadding,
        countsPadding() ? 1 : 0,
        nchw
      };
    }
  }
}
