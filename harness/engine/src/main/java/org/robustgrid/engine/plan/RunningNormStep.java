package org.robustgrid.engine.plan;

import org.robustgrid.engine.kernel.Lanes;

/** Batch norm by running statistics: y = s x + t per channel. */
final class RunningNormStep implements Step {

  private final Frame frame;
  private final Node node;
  private final NormParameters parameters;
  private final int channels;
  private final int plane;
  private final double[] values;
  private final double[] others;
  private final double[] forScale;
  private final double[] forShift;

  RunningNormStep(Frame frame, Node node, NormParameters parameters) {
    this.frame = frame;
    this.node = node;
    this.parameters = parameters;
    this.channels = parameters.channels();
    this.plane = (int) node.input().plane();
    this.values = new double[plane];
    this.others = new double[plane];
    this.forScale = new double[channels];
    this.forShift = new double[channels];
  }

  @Override
  public void forward() {
    scale(
        frame.lanes(frame.activation(node.input())),
        frame.lanes(frame.activation(node.output())),
        true);
  }

  private void scale(Lanes from, Lanes to, boolean shifted) {
    for (int row = 0; row < frame.rows(); row++) {
      for (int c = 0; c < channels; c++) {
        long at = ((long) row * channels + c) * plane;
        double scale = parameters.scale()[c];
        double shift = shifted ? parameters.shift()[c] : 0;
        from.read(at, values, 0, plane);
        for (int i = 0; i < plane; i++) {
          values[i] = scale * values[i] + shift;
        }
        to.write(at, values, 0, plane);
      }
    }
  }

  @Override
  public void backward(Wanted wanted) {
    if (wanted.parameters()) {
      java.util.Arrays.fill(forScale, 0);
      java.util.Arrays.fill(forShift, 0);
      Lanes g = frame.lanes(frame.cotangent(node.output()));
      accumulate(g, frame.lanes(frame.activation(node.input())), true);
      parameters.writeGradient(forScale, forShift);
    }
    Sink sink = frame.sink(node, 0);
    if (!sink.skipped(wanted)) {
      scale(frame.lanes(frame.cotangent(node.output())), frame.lanes(sink.array()), false);
      sink.done();
    }
  }

  private void accumulate(Lanes cotangents, Lanes inputs, boolean shifted) {
    for (int row = 0; row < frame.rows(); row++) {
      for (int c = 0; c < channels; c++) {
        long at = ((long) row * channels + c) * plane;
        cotangents.read(at, values, 0, plane);
        inputs.read(at, others, 0, plane);
        double product = 0;
        double sum = 0;
        for (int i = 0; i < plane; i++) {
          product += values[i] * others[i];
          sum += values[i];
        }
        forScale[c] += product;
        if (shifted) {
          forShift[c] += sum;
        }
      }
    }
  }

  @Override
  public void tangent() {
    scale(
        frame.lanes(frame.tangent(node.input())), frame.lanes(frame.tangent(node.output())), false);
  }

  @Override
  public void tangentBackward(Wanted wanted) {
    backward(wanted);
    Lanes h = frame.lanes(frame.tangentCotangent(node.output()));
    if (wanted.parameters()) {
      accumulate(h, frame.lanes(frame.tangent(node.input())), false);
      parameters.writeGradient(forScale, forShift);
    }
    Sink sink = frame.tangentSink(node, 0);
    if (!sink.toNetworkInput()) {
      scale(h, frame.lanes(sink.array()), false);
      sink.done();
    }
  }
}
