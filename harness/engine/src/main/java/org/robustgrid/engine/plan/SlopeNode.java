package org.robustgrid.engine.plan;

import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.engine.kernel.Lanes;

/**
 * A rectifier with learnt slopes below zero (He et al. 2015): y = x above 0, a x below, with a
 * slope for each element of a sample or for several along shared dimensions.
 *
 * <p>Linear in x between the kinks: ẏ = s v, v̄ = s h, x̄ = s g with s = 1 or a, and ā = Σ (g x + h
 * v) over elements below 0.
 */
final class SlopeNode extends Node {

  private static final String SLOPES = "W";

  private final INDArray slopes;
  private final INDArray slopeGradient;
  private final int[] slopeOf;
  private final double[] values;

  /**
   * Creates the node.
   *
   * @param parameters of the network, whose layer has slopes of the input's shape, or of size 1 in
   *     shared dimensions
   */
  SlopeNode(String name, Value input, Value output, Parameters parameters) {
    super(name, List.of(input), output);
    this.slopes = parameters.value(name, SLOPES);
    this.slopeGradient = parameters.gradient(name, SLOPES);
    this.values = new double[(int) slopes.length()];
    this.slopeOf = slopeOf(input.shape(), slopes.shape());
    refresh();
  }

  /** The slope of each element of a sample, both in C order. */
  private static int[] slopeOf(long[] shape, long[] given) {
    // a vector of slopes comes as [1, n]
    long[] own = Arrays.copyOfRange(given, given.length - shape.length, given.length);
    int[] slopeOf = new int[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
    for (int i = 0; i < slopeOf.length; i++) {
      int rest = i;
      int at = 0;
      int step = 1;
      for (int d = shape.length - 1; d >= 0; d--) {
        int position = (int) (rest % shape[d]);
        rest /= (int) shape[d];
        at += own[d] == 1 ? 0 : position * step;
        step *= (int) own[d];
      }
      slopeOf[i] = at;
    }
    return slopeOf;
  }

  @Override
  void refresh() {
    INDArray flat = slopes.dup('c');
    for (int i = 0; i < values.length; i++) {
      values[i] = flat.data().getDouble(i);
    }
    flat.close();
  }

  @Override
  Step bind(Frame frame) {
    return new Bound(frame);
  }

  private final class Bound implements Step {
    private final Frame frame;
    private final int size = slopeOf.length;
    private final double[] x = new double[size];
    private final double[] a = new double[size];
    private final double[] b = new double[size];
    private final double[] gathered = new double[values.length];

    Bound(Frame frame) {
      this.frame = frame;
    }

    private void scale(INDArray from, INDArray to) {
      Lanes points = frame.lanes(frame.activation(input()));
      for (int row = 0; row < frame.rows(); row++) {
        points.read((long) row * size, x, 0, size);
        frame.lanes(from).read((long) row * size, a, 0, size);
        for (int i = 0; i < size; i++) {
          a[i] *= x[i] > 0 ? 1 : values[slopeOf[i]];
        }
        frame.lanes(to).write((long) row * size, a, 0, size);
      }
    }

    /** Adds the slopes' share in an output's cotangent. */
    private void gather(INDArray inputs, INDArray cotangents) {
      Lanes points = frame.lanes(frame.activation(input()));
      for (int row = 0; row < frame.rows(); row++) {
        points.read((long) row * size, x, 0, size);
        frame.lanes(inputs).read((long) row * size, a, 0, size);
        frame.lanes(cotangents).read((long) row * size, b, 0, size);
        for (int i = 0; i < size; i++) {
          gathered[slopeOf[i]] += x[i] > 0 ? 0 : a[i] * b[i];
        }
      }
    }

    private void writeGradient() {
      long[] shape = slopeGradient.shape();
      for (int i = 0; i < gathered.length; i++) {
        long[] position = new long[shape.length];
        int rest = i;
        for (int d = shape.length - 1; d >= 0; d--) {
          position[d] = rest % shape[d];
          rest /= (int) shape[d];
        }
        slopeGradient.putScalar(position, gathered[i]);
      }
    }

    @Override
    public void forward() {
      scale(frame.activation(input()), frame.activation(output()));
    }

    @Override
    public void backward(Wanted wanted) {
      reverse(wanted, false);
    }

    private void reverse(Wanted wanted, boolean withTangent) {
      INDArray cotangent = frame.cotangent(output());
      if (wanted.parameters()) {
        Arrays.fill(gathered, 0);
        gather(frame.activation(input()), cotangent);
        if (withTangent) {
          gather(frame.tangent(input()), frame.tangentCotangent(output()));
        }
        writeGradient();
      }
      Sink sink = frame.sink(SlopeNode.this, 0);
      if (!sink.skipped(wanted)) {
        scale(cotangent, sink.array());
        sink.done();
      }
    }

    @Override
    public void tangent() {
      scale(frame.tangent(input()), frame.tangent(output()));
    }

    @Override
    public void tangentBackward(Wanted wanted) {
      reverse(wanted, true);
      Sink sink = frame.tangentSink(SlopeNode.this, 0);
      if (!sink.toNetworkInput()) {
        scale(frame.tangentCotangent(output()), sink.array());
        sink.done();
      }
    }
  }
}
