package org.robustgrid.engine.plan;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.engine.kernel.Lanes;
import org.robustgrid.engine.onednn.OneDnn;
import org.robustgrid.engine.onednn.Standardization;
import org.robustgrid.engine.operator.SampleKernel;
import org.robustgrid.engine.operator.Standardize;
import org.robustgrid.numerics.HostArrays;

/**
 * Standardised runs in float on oneDNN, with the learnt scale γ and shift β of a layer norm where
 * such follow.
 *
 * <p>With n the standardised runs and P the Jacobian, which is symmetric: y = γn + β, ẏ = γPv, x̄ =
 * P(γg) and v̄ = P(γh) beside what bends, γ̄ = Σ (g n + h Pv), β̄ = Σ g.
 */
final class StandardizeNode extends Node {

  private final Standardize operator;
  private ParameterNode scale;
  private ParameterNode shift;
  private double[] gamma;
  private double[] beta;

  StandardizeNode(String name, Value input, Value output, Standardize operator) {
    super(name, List.of(input), output);
    this.operator = operator;
  }

  /**
   * Takes a scale or a shift over that is applied to the result.
   *
   * @return whether it could
   */
  boolean absorbs(BroadcastNode next, ParameterNode learnt) {
    if (relu()
        || shift != null
        || next.multiplies() && scale != null
        || !next.meetsRunsOf(operator.length())) {
      return false;
    }
    if (next.multiplies()) {
      scale = learnt;
    } else {
      shift = learnt;
    }
    setOutput(next.output());
    return true;
  }

  @Override
  void refresh() {
    if (scales()) {
      gamma = values(scale, 1);
      beta = values(shift, 0);
    }
  }

  private double[] values(ParameterNode learnt, double otherwise) {
    if (learnt != null) {
      return HostArrays.read(learnt.values());
    }
    double[] constant = new double[operator.length()];
    Arrays.fill(constant, otherwise);
    return constant;
  }

  private boolean scales() {
    return scale != null || shift != null;
  }

  private void writeGradient(double[] ofScale, double[] ofShift) {
    if (scale != null) {
      HostArrays.write(ofScale, scale.gradient());
    }
    if (shift != null) {
      HostArrays.write(ofShift, shift.gradient());
    }
  }

  @Override
  Step bind(Frame frame) {
    return new Bound(frame);
  }

  private final class Bound implements Step {
    private final Frame frame;
    private final int length = operator.length();
    private final Standardization runs;
    private final Map<String, Runnable> made = new HashMap<>();
    private Bend bend;

    Bound(Frame frame) {
      this.frame = frame;
      this.runs =
          frame.own(
              () ->
                  new Standardization(OneDnn.get(), count(), length, operator.epsilon(), scales()));
    }

    private long count() {
      return frame.rows() * input().size() / length;
    }

    private void run(String key, Supplier<Runnable> maker) {
      made.computeIfAbsent(key, k -> frame.own(maker)).run();
    }

    private INDArray x() {
      return frame.activation(input());
    }

    @Override
    public void forward() {
      if (scales()) {
        runs.set(gamma, beta);
      }
      run("forward", () -> runs.forward(x(), frame.activation(output())));
    }

    @Override
    public void backward(Wanted wanted) {
      Sink sink = frame.sink(StandardizeNode.this, 0);
      INDArray g = frame.cotangent(output());
      if (wanted.parameters() && scales()) {
        run("gradient", () -> runs.adjointAndSums(x(), g, sink.array()));
        double[] ofScale = new double[length];
        double[] ofShift = new double[length];
        runs.sums(ofScale, ofShift);
        writeGradient(ofScale, ofShift);
      } else if (!sink.skipped(wanted)) {
        // nobody reads the output's cotangent after this
        scale("scaled cotangent", g);
        run("backward", () -> runs.slope(x(), g, sink.array()));
      }
      if (!sink.skipped(wanted)) {
        sink.done();
      }
    }

    @Override
    public void tangent() {
      INDArray to = frame.tangent(output());
      run("tangent", () -> runs.slope(x(), frame.tangent(input()), to));
      scale("scaled tangent", to);
    }

    /** Multiplies by the scale, if there is one. */
    private void scale(String key, INDArray array) {
      if (scale != null) {
        run(key, () -> runs.scale(array));
      }
    }

    @Override
    public void tangentBackward(Wanted wanted) {
      if (bend == null) {
        bend = new Bend(frame);
      }
      bend.run(wanted);
    }
  }

  /** The reverse pass through a tangent, sample by sample in double. */
  private final class Bend {
    private final Frame frame;
    private final int size = Math.toIntExact(input().size());
    private final SampleKernel kernel = operator.kernel();
    private final double[][] x = new double[1][size];
    private final double[][] v = new double[1][size];
    private final double[][] toX = new double[1][size];
    private final double[][] toV = new double[1][size];
    private final double[] g = new double[size];
    private final double[] h = new double[size];
    private final double[] n = new double[size];
    private final double[] ofScale = new double[operator.length()];
    private final double[] ofShift = new double[operator.length()];

    Bend(Frame frame) {
      this.frame = frame;
    }

    private void read(INDArray from, int row, double[] into) {
      frame.lanes(from).read((long) row * size, into, 0, size);
    }

    void run(Wanted wanted) {
      Sink sink = frame.sink(StandardizeNode.this, 0);
      Sink tangentSink = frame.tangentSink(StandardizeNode.this, 0);
      Lanes toInput = frame.lanes(sink.array());
      Lanes toTangent = frame.lanes(tangentSink.array());
      Arrays.fill(ofScale, 0);
      Arrays.fill(ofShift, 0);
      for (int row = 0; row < frame.rows(); row++) {
        read(frame.activation(input()), row, x[0]);
        read(frame.tangent(input()), row, v[0]);
        read(frame.cotangent(output()), row, g);
        read(frame.tangentCotangent(output()), row, h);
        if (scales()) {
          unscale();
        }
        Arrays.fill(toX[0], 0);
        Arrays.fill(toV[0], 0);
        kernel.tangentBackward(x, v, g, h, toX, toV);
        toInput.write((long) row * size, toX[0], 0, size);
        toTangent.write((long) row * size, toV[0], 0, size);
      }
      if (scales() && wanted.parameters()) {
        writeGradient(ofScale, ofShift);
      }
      if (!sink.skipped(wanted)) {
        sink.done();
      }
      if (!tangentSink.toNetworkInput()) {
        tangentSink.done();
      }
    }

    /** Takes the cotangents from the scaled runs to the runs, and sums up for scale and shift. */
    private void unscale() {
      int length = operator.length();
      for (int i = 0; i < size; i++) {
        ofShift[i % length] += g[i];
      }
      kernel.forward(x, n);
      gather(g);
      kernel.tangent(x, v, n);
      gather(h);
    }

    private void gather(double[] cotangents) {
      int length = operator.length();
      for (int i = 0; i < size; i++) {
        ofScale[i % length] += cotangents[i] * n[i];
        cotangents[i] *= gamma[i % length];
      }
    }
  }
}
