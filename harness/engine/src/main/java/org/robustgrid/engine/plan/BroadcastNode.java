package org.robustgrid.engine.plan;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.engine.kernel.Lanes;
import org.robustgrid.engine.onednn.Broadcast;
import org.robustgrid.engine.onednn.OneDnn;
import org.robustgrid.engine.operator.Pair;

/**
 * The sum or product of a value [outer, middle, inner] and a learnt vector of the middle axis, in
 * float on oneDNN.
 *
 * <p>With y = x ⊙ p: ẏ = v ⊙ p, x̄ = g ⊙ p, v̄ = h ⊙ p, p̄ = Σ (g x + h v) over what p is repeated
 * over. With y = x + p: ẏ = v, x̄ = g, v̄ = h, p̄ = Σ g.
 */
final class BroadcastNode extends Node {

  private final Pair.Repetition repetition;
  private final boolean multiplies;

  BroadcastNode(
      String name,
      Value input,
      Value learnt,
      Value output,
      Pair.Repetition repetition,
      boolean multiplies) {
    super(name, List.of(input, learnt), output);
    this.repetition = repetition;
    this.multiplies = multiplies;
  }

  boolean multiplies() {
    return multiplies;
  }

  Value learnt() {
    return inputs().get(1);
  }

  /** Whether each run of some numbers meets the vector place by place. */
  boolean meetsRunsOf(long length) {
    return repetition.inner() == 1 && repetition.middle() == length;
  }

  @Override
  Step bind(Frame frame) {
    return new Bound(frame);
  }

  private final class Bound implements Step {
    private final Frame frame;
    private final Broadcast all;
    private final Map<String, Runnable> made = new HashMap<>();

    Bound(Frame frame) {
      this.frame = frame;
      this.all =
          new Broadcast(
              OneDnn.get(),
              frame.rows() * repetition.outer(),
              repetition.middle(),
              repetition.inner());
    }

    private void run(String key, Supplier<Runnable> maker) {
      made.computeIfAbsent(key, k -> frame.own(maker)).run();
    }

    /** Every sample reads the same vector, so the first one's serves all. */
    private INDArray vector() {
      return frame.activation(learnt());
    }

    @Override
    public void forward() {
      INDArray x = frame.activation(input());
      INDArray y = frame.activation(output());
      run("forward", () -> multiplies ? all.multiply(x, vector(), y) : all.add(x, vector(), y));
    }

    private void pull(String key, INDArray from, Sink sink) {
      if (multiplies) {
        run(key, () -> all.multiply(from, vector(), sink.array()));
        sink.done();
      } else {
        sink.pass(from);
      }
    }

    @Override
    public void backward(Wanted wanted) {
      reverse(wanted, false);
    }

    private void reverse(Wanted wanted, boolean withTangent) {
      Sink sink = frame.sink(BroadcastNode.this, 0);
      if (!sink.skipped(wanted)) {
        pull("backward", frame.cotangent(output()), sink);
      }
      if (wanted.parameters()) {
        gather(withTangent);
      }
    }

    /** Writes each sample's cotangent of the vector, or adds it. */
    private void gather(boolean withTangent) {
      Sink sink = frame.sink(BroadcastNode.this, 1);
      Lanes to = frame.lanes(sink.array());
      int middle = (int) repetition.middle();
      double[] sums = new double[middle];
      float[] g = new float[(int) repetition.inner() * middle];
      float[] x = new float[g.length];
      for (int row = 0; row < frame.rows(); row++) {
        java.util.Arrays.fill(sums, 0);
        add(frame.cotangent(output()), frame.activation(input()), row, g, x, sums);
        if (withTangent && multiplies) {
          add(frame.tangentCotangent(output()), frame.tangent(input()), row, g, x, sums);
        }
        to.write((long) row * middle, sums, 0, middle);
      }
      sink.done();
    }

    private void add(
        INDArray cotangents, INDArray points, int row, float[] g, float[] x, double[] sums) {
      int inner = (int) repetition.inner();
      for (long o = 0; o < repetition.outer(); o++) {
        long at = (row * repetition.outer() + o) * g.length;
        frame.lanes(cotangents).read(at, g, 0, g.length);
        if (multiplies) {
          frame.lanes(points).read(at, x, 0, x.length);
          for (int i = 0; i < g.length; i++) {
            g[i] *= x[i];
          }
        }
        for (int m = 0; m < sums.length; m++) {
          double sum = 0;
          for (int i = m * inner; i < (m + 1) * inner; i++) {
            sum += g[i];
          }
          sums[m] += sum;
        }
      }
    }

    @Override
    public void tangent() {
      INDArray v = frame.tangent(input());
      INDArray to = frame.tangent(output());
      if (multiplies) {
        run("tangent", () -> all.multiply(v, vector(), to));
      } else {
        to.assign(v);
      }
    }

    @Override
    public void tangentBackward(Wanted wanted) {
      reverse(wanted, true);
      Sink sink = frame.tangentSink(BroadcastNode.this, 0);
      if (!sink.toNetworkInput()) {
        pull("tangent backward", frame.tangentCotangent(output()), sink);
      }
    }
  }
}
