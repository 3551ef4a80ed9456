package org.robustgrid.engine.operator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Numbers of the input at other places: reshaping, transposition, slicing, gathering, expansion and
 * padding, in any sequence. Every output is one input or a constant.
 */
public final class View extends Operator {

  /** Axes that primitives take, without that of the batch. */
  private static final int MOST_AXES = 6;

  private final int[] source;
  private final double[] fills;

  private View(long[] input, long[] output, int[] source, double[] fills) {
    super(List.of(input), output);
    this.source = source;
    this.fills = fills;
  }

  /**
   * A sequence of steps.
   *
   * @param steps each a word with numbers, as {@link ViewStep} reads them
   * @throws IllegalArgumentException naming a step that does not fit the shape before it
   */
  static View of(long[] input, List<String> steps) {
    ViewStep.State state = ViewStep.State.of(input);
    List<Double> fills = new ArrayList<>();
    for (String step : steps) {
      state = ViewStep.parse(step).apply(state, fills);
    }
    double[] constants = fills.stream().mapToDouble(Double::doubleValue).toArray();
    return new View(input, state.shape(), state.source(), constants);
  }

  /** Where each output comes from: the input's index, or below 0 for a constant. */
  public int[] source() {
    return source.clone();
  }

  /** The constant of an output whose source is below 0. */
  public double fill(int from) {
    return fills[-1 - from];
  }

  /** Whether the numbers stay where they are, so that only the shape differs. */
  public boolean reshapesOnly() {
    if (source.length != inputSize(0)) {
      return false;
    }
    for (int i = 0; i < source.length; i++) {
      if (source[i] != i) {
        return false;
      }
    }
    return true;
  }

  /**
   * Where the numbers of the output lie in the input, if strides can express it.
   *
   * @param shape that the output has in C order, its axes split or merged
   * @param strides in the input along each axis
   * @param offset of the first number in the input
   */
  public record Strided(long[] shape, long[] strides, long offset) {}

  /** Where the numbers of the output lie in the input; every input is read at most once. */
  public Optional<Strided> strided() {
    boolean[] read = new boolean[inputSize(0)];
    for (int from : source) {
      if (from < 0 || read[from]) {
        return Optional.empty();
      }
      read[from] = true;
    }
    List<Long> shape = new ArrayList<>();
    List<Long> strides = new ArrayList<>();
    int block = 1;
    while (block < source.length) {
      int step = source[block] - source[0];
      int count = count(block, step);
      if (count < 2 || shape.size() == MOST_AXES) {
        return Optional.empty();
      }
      shape.add(0, (long) count);
      strides.add(0, (long) step);
      block *= count;
    }
    if (!nests(shape, strides)) {
      return Optional.empty();
    }
    return Optional.of(
        new Strided(
            shape.stream().mapToLong(Long::longValue).toArray(),
            strides.stream().mapToLong(Long::longValue).toArray(),
            source[0]));
  }

  /** The largest number of blocks of numbers that lie a step apart everywhere. */
  private int count(int block, int step) {
    int blocks = source.length / block;
    int most = 1;
    while (most < blocks && source[most * block] - source[0] == most * step) {
      most++;
    }
    while (most > 1 && (blocks % most != 0 || !apart(block, step, most))) {
      most--;
    }
    return step > 0 ? most : 1;
  }

  private boolean apart(int block, int step, int count) {
    for (int i = block; i < source.length; i++) {
      if (i / block % count != 0 && source[i] - source[i - block] != step) {
        return false;
      }
    }
    return true;
  }

  /** Whether each stride steps over all that smaller ones reach, as oneDNN demands. */
  private boolean nests(List<Long> shape, List<Long> strides) {
    long[][] axes = new long[shape.size()][];
    Arrays.setAll(axes, i -> new long[] {strides.get(i), shape.get(i)});
    Arrays.sort(axes, Comparator.comparingLong(axis -> axis[0]));
    long reached = 1;
    for (long[] axis : axes) {
      if (axis[0] < reached) {
        return false;
      }
      reached = axis[0] * axis[1];
    }
    return reached <= inputSize(0);
  }

  /** Whether it moves the first of three axes behind the others. */
  public boolean movesFirstBehind() {
    return isPermutation(1, 2, 0);
  }

  /** Whether it moves the last of three axes before the others. */
  public boolean movesLastBefore() {
    return isPermutation(2, 0, 1);
  }

  /**
   * How many zeros it puts above and left of images, if all that it does is to put zeros around
   * them.
   */
  public Optional<long[]> zerosBefore() {
    long[] from = input(0);
    long[] to = outputShape();
    if (from.length != 3 || to.length != 3 || from[0] != to[0]) {
      return Optional.empty();
    }
    int first = 0;
    while (first < source.length && source[first] < 0) {
      first++;
    }
    long top = first / to[2];
    long left = first % to[2];
    if (top + from[1] > to[1] || left + from[2] > to[2]) {
      return Optional.empty();
    }
    List<String> steps =
        List.of(
            "pad 1 " + top + " " + (to[1] - from[1] - top) + " constant 0",
            "pad 2 " + left + " " + (to[2] - from[2] - left) + " constant 0");
    View padding = of(from, steps);
    for (int i = 0; i < source.length; i++) {
      boolean zero = source[i] < 0 && fill(source[i]) == 0;
      if (padding.source[i] != source[i] && !(zero && padding.source[i] < 0)) {
        return Optional.empty();
      }
    }
    return Optional.of(new long[] {top, left});
  }

  private boolean isPermutation(int... axes) {
    long[] from = input(0);
    if (from.length != 3 || outputShape().length != 3 || source.length != inputSize(0)) {
      return false;
    }
    String steps = "permute " + axes[0] + " " + axes[1] + " " + axes[2];
    long[] shape = {from[axes[0]], from[axes[1]], from[axes[2]]};
    return Arrays.equals(outputShape(), shape)
        && Arrays.equals(source, of(from, List.of(steps)).source);
  }

  @Override
  public SampleKernel kernel() {
    return new LinearKernel() {
      @Override
      void apply(double[][] x, double[] y) {
        double[] from = x[0];
        for (int i = 0; i < source.length; i++) {
          y[i] = source[i] < 0 ? 0 : from[source[i]];
        }
      }

      @Override
      void adjoint(double[] g, double[][] toX) {
        double[] to = toX[0];
        for (int i = 0; i < source.length; i++) {
          if (source[i] >= 0) {
            to[source[i]] += g[i];
          }
        }
      }

      @Override
      void shift(double[] y) {
        if (fills.length > 0) {
          for (int i = 0; i < source.length; i++) {
            if (source[i] < 0) {
              y[i] = fill(source[i]);
            }
          }
        }
      }
    };
  }

  @Override
  SDVariable define(SameDiff graph, SDVariable[] inputs) {
    if (reshapesOnly()) {
      return inputs[0].reshape(batched(outputShape()));
    }
    SDVariable flat = inputs[0].reshape(-1, inputSize(0));
    if (fills.length > 0) {
      SDVariable zero = graph.gather(flat, new int[] {0}, 1).mul(0);
      SDVariable[] columns = new SDVariable[fills.length + 1];
      columns[0] = flat;
      for (int f = 0; f < fills.length; f++) {
        columns[f + 1] = zero.add(fills[f]);
      }
      flat = graph.concat(1, columns);
    }
    int size = inputSize(0);
    int[] places = Arrays.stream(source).map(from -> from < 0 ? size - 1 - from : from).toArray();
    return graph.gather(flat, places, 1).reshape(batched(outputShape()));
  }
}
