package org.robustgrid.engine.plan;

import org.nd4j.linalg.api.buffer.DataType;
import org.robustgrid.engine.kernel.Lanes;
import org.robustgrid.engine.kernel.Sums;

/**
 * Batch norm over the batch's own statistics (Ioffe and Szegedy 2015, Algorithm 1), with biased
 * variance, arithmetic in double, channel by channel.
 *
 * <p>With m elements a channel, x̂ = i(x − mean x), i = (var x + ε)^−½ and y = γx̂ + β: the tangent
 * is ẏ = γu, u = i(v − mean v − x̂ mean(x̂v)). Reverse mode over y and ẏ from cotangents g and h,
 * with H = γh: v̄ = i(H − mean H − x̂ mean(Hx̂)); x̂ gets X = γg − i(H mean(x̂v) + v mean(Hx̂)),
 * and i, on which u depends beside x̂, adds mean(Hu): x̄ = i(X − mean X − x̂(mean(Xx̂) +
 * mean(Hu))).
 */
final class BatchNormStep implements Step {

  private final Frame frame;
  private final Node node;
  private final NormParameters parameters;
  private final boolean updates;
  private final int channels;
  private final int plane;
  private final int rows;
  private final int count;
  private final double[] mean;
  private final double[] variance;
  private final double[] inverse;
  private final double[] gammaGradient;
  private final double[] betaGradient;
  private final FloatChannels single;
  private final double[] xs;
  private final double[] gs;
  private double[] vs;
  private double[] hs;
  private final Lanes x;
  private final Lanes y;
  private Lanes g;
  private Sink sink;
  private Lanes dx;
  private Lanes v;
  private Lanes pushed;
  private Lanes h;
  private Sink tangentSink;
  private Lanes dv;

  BatchNormStep(Frame frame, Node node, NormParameters parameters, boolean updates) {
    this.frame = frame;
    this.node = node;
    this.parameters = parameters;
    this.updates = updates;
    this.channels = parameters.channels();
    this.plane = (int) node.input().plane();
    this.rows = frame.rows();
    this.count = rows * plane;
    this.mean = new double[channels];
    this.variance = new double[channels];
    this.inverse = new double[channels];
    this.gammaGradient = new double[channels];
    this.betaGradient = new double[channels];
    boolean isSingle = frame.activation(node.input()).dataType() == DataType.FLOAT;
    this.single = isSingle ? new FloatChannels(rows, channels, plane) : null;
    this.xs = new double[count];
    this.gs = new double[count];
    this.x = Lanes.of(frame.activation(node.input()));
    this.y = Lanes.of(frame.activation(node.output()));
  }

  private void read(Lanes from, int channel, double[] into) {
    for (int row = 0; row < rows; row++) {
      from.read(((long) row * channels + channel) * plane, into, row * plane, plane);
    }
  }

  private void write(Lanes to, int channel, double[] values) {
    for (int row = 0; row < rows; row++) {
      to.write(((long) row * channels + channel) * plane, values, row * plane, plane);
    }
  }

  @Override
  public void forward() {
    for (int c = 0; c < channels; c++) {
      if (single != null) {
        mean[c] = single.readCentre(x, c);
        variance[c] = single.variance(mean[c]);
        inverse[c] = 1 / Math.sqrt(variance[c] + parameters.epsilon());
        single.writeNormalised(
            y, c, parameters.gamma()[c] * inverse[c], mean[c], parameters.beta()[c]);
        continue;
      }
      read(x, c, xs);
      double centre = Sums.sum(xs) / count;
      double spread = 0;
      for (int i = 0; i < count; i++) {
        xs[i] -= centre;
      }
      spread = Sums.dot(xs, xs) / count;
      double scale = 1 / Math.sqrt(spread + parameters.epsilon());
      mean[c] = centre;
      variance[c] = spread;
      inverse[c] = scale;
      double slope = parameters.gamma()[c] * scale;
      double shift = parameters.beta()[c];
      for (int i = 0; i < count; i++) {
        xs[i] = slope * xs[i] + shift;
      }
      write(y, c, xs);
    }
    if (updates) {
      parameters.update(mean, variance);
    }
  }

  /** Reads a channel of x and normalises it. */
  private void normalise(int c) {
    read(x, c, xs);
    double centre = mean[c];
    double scale = inverse[c];
    for (int i = 0; i < count; i++) {
      xs[i] = (xs[i] - centre) * scale;
    }
  }

  @Override
  public void backward(Wanted wanted) {
    if (g == null) {
      g = Lanes.of(frame.cotangent(node.output()));
      sink = frame.sink(node, 0);
      dx = Lanes.of(sink.array());
    }
    for (int c = 0; c < channels; c++) {
      if (single != null) {
        double slope = parameters.gamma()[c] * inverse[c];
        single.writeInputCotangent(x, g, dx, c, mean[c], inverse[c], slope);
        betaGradient[c] = single.cotangentSum();
        gammaGradient[c] = single.cotangentAlignment();
        continue;
      }
      normalise(c);
      read(g, c, gs);
      betaGradient[c] = Sums.sum(gs);
      gammaGradient[c] = Sums.dot(gs, xs);
      double slope = parameters.gamma()[c] * inverse[c];
      double meanG = betaGradient[c] / count;
      double meanGx = gammaGradient[c] / count;
      for (int i = 0; i < count; i++) {
        gs[i] = slope * (gs[i] - meanG - xs[i] * meanGx);
      }
      write(dx, c, gs);
    }
    finish(wanted);
  }

  private void finish(Wanted wanted) {
    sink.done();
    if (wanted.parameters()) {
      parameters.writeDirectGradient(gammaGradient, betaGradient);
    }
  }

  @Override
  public void tangent() {
    if (v == null) {
      v = Lanes.of(frame.tangent(node.input()));
      pushed = Lanes.of(frame.tangent(node.output()));
      vs = new double[count];
      hs = new double[count];
    }
    for (int c = 0; c < channels; c++) {
      normalise(c);
      read(v, c, vs);
      direction(c, Sums.dot(xs, vs) / count, parameters.gamma()[c]);
      write(pushed, c, vs);
    }
  }

  /** Turns v into factor·i(v − mean v − x̂ mean(x̂v)). */
  private void direction(int c, double alignment, double factor) {
    double meanV = Sums.sum(vs) / count;
    double scale = factor * inverse[c];
    for (int i = 0; i < count; i++) {
      vs[i] = scale * (vs[i] - meanV - xs[i] * alignment);
    }
  }

  @Override
  public void tangentBackward(Wanted wanted) {
    if (h == null) {
      g = Lanes.of(frame.cotangent(node.output()));
      sink = frame.sink(node, 0);
      dx = Lanes.of(sink.array());
      h = Lanes.of(frame.tangentCotangent(node.output()));
      tangentSink = frame.tangentSink(node, 0);
      dv = Lanes.of(tangentSink.array());
    }
    for (int c = 0; c < channels; c++) {
      normalise(c);
      read(v, c, vs);
      read(g, c, gs);
      read(h, c, hs);
      reverse(c);
      write(dx, c, gs);
      write(dv, c, hs);
    }
    tangentSink.done();
    finish(wanted);
  }

  private void reverse(int c) {
    double scale = inverse[c];
    double gamma = parameters.gamma()[c];
    double alignment = Sums.dot(xs, vs) / count;
    double meanV = Sums.sum(vs) / count;
    double meanH = gamma * Sums.sum(hs) / count;
    double meanHx = gamma * Sums.dot(hs, xs) / count;
    betaGradient[c] = Sums.sum(gs);
    // Σ h u by its parts: u = i(v − mean v − x̂ mean(x̂v))
    double hu = scale * (Sums.dot(hs, vs) - meanV * Sums.sum(hs) - alignment * Sums.dot(hs, xs));
    gammaGradient[c] = Sums.dot(gs, xs) + hu;
    double meanHu = gamma * hu / count;
    double meanX = 0;
    double meanXx = 0;
    for (int i = 0; i < count; i++) {
      double big = gamma * hs[i];
      double cotangent = gamma * gs[i] - scale * (big * alignment + vs[i] * meanHx);
      gs[i] = cotangent;
      meanX += cotangent;
      meanXx += cotangent * xs[i];
      hs[i] = scale * (big - meanH - xs[i] * meanHx);
    }
    meanX /= count;
    meanXx = meanXx / count + meanHu;
    for (int i = 0; i < count; i++) {
      gs[i] = scale * (gs[i] - meanX - xs[i] * meanXx);
    }
  }
}
