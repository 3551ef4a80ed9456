package org.robustgrid.engine.operator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Numbers of the input at other places: reshaping, transposition, slicing, gathering, expansion and
 * padding, in any sequence. Every output is one input or a constant.
 */
public final class View extends Operator {

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
