package org.robustgrid.engine.plan;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.engine.onednn.ChannelScale;
import org.robustgrid.engine.onednn.OneDnn;

/**
 * A batch norm by its running statistics in float on oneDNN: y = s x + t for each channel. The
 * gradients of s and t are Σ (g x + h v) and Σ g.
 */
final class ScaleStep implements Step {

  private final Frame frame;
  private final Node node;
  private final NormParameters parameters;
  private final ChannelScale scale;
  private final Map<String, Runnable> made = new HashMap<>();
  private final double[] forScale;
  private final double[] forShift;
  private final double[] more;
  private final double[] ignored;

  ScaleStep(Frame frame, Node node, NormParameters parameters) {
    this.frame = frame;
    this.node = node;
    this.parameters = parameters;
    this.scale =
        frame.own(() -> new ChannelScale(OneDnn.get(), node.input().images(), frame.rows()));
    this.forScale = new double[parameters.channels()];
    this.forShift = new double[parameters.channels()];
    this.more = new double[parameters.channels()];
    this.ignored = new double[parameters.channels()];
  }

  private void run(String key, Supplier<Runnable> maker) {
    made.computeIfAbsent(key, k -> frame.own(maker)).run();
  }

  private INDArray x() {
    return frame.activation(node.input());
  }

  @Override
  public void forward() {
    scale.set(parameters.scale(), parameters.shift());
    run("forward", () -> scale.forward(x(), frame.activation(node.output())));
  }

  @Override
  public void backward(Wanted wanted) {
    reverse(wanted);
    if (wanted.parameters()) {
      parameters.writeGradient(forScale, forShift);
    }
  }

  private void reverse(Wanted wanted) {
    Sink sink = frame.sink(node, 0);
    INDArray g = frame.cotangent(node.output());
    if (wanted.parameters()) {
      run("gradient", () -> scale.scaleAndSum(x(), g, sink.array()));
      scale.sums(forScale, forShift);
    } else if (!sink.skipped(wanted)) {
      run("backward", () -> scale.scale(g, sink.array()));
    }
    if (!sink.skipped(wanted)) {
      sink.done();
    }
  }

  @Override
  public void tangent() {
    run("tangent", () -> scale.scale(frame.tangent(node.input()), frame.tangent(node.output())));
  }

  @Override
  public void tangentBackward(Wanted wanted) {
    reverse(wanted);
    Sink sink = frame.tangentSink(node, 0);
    INDArray h = frame.tangentCotangent(node.output());
    if (wanted.parameters()) {
      run(
          "tangent gradient",
          () -> scale.scaleAndSum(frame.tangent(node.input()), h, sink.array()));
      scale.sums(more, ignored);
      for (int c = 0; c < more.length; c++) {
        forScale[c] += more[c];
      }
      parameters.writeGradient(forScale, forShift);
    } else if (!sink.toNetworkInput()) {
      run("tangent backward", () -> scale.scale(h, sink.array()));
    }
    if (!sink.toNetworkInput()) {
      sink.done();
    }
  }
}
