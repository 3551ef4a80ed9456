package org.robustgrid.models.graph;

import java.util.List;
import org.robustgrid.engine.operator.Operator;
import org.robustgrid.engine.operator.View;

/** Reshaping and reordering of host tensors, which keeps what is known about their numbers. */
final class HostView {

  private HostView() {}

  static HostTensor of(HostTensor from, View view, List<String> steps, long[] shape) {
    if (view.reshapesOnly()) {
      return from.reshaped(shape);
    }
    int[] source = view.source();
    double[] values = new double[source.length];
    boolean[] flags = from.anyPerSample() ? new boolean[source.length] : null;
    boolean filled = false;
    for (int i = 0; i < source.length; i++) {
      filled |= source[i] < 0;
      values[i] = source[i] < 0 ? view.fill(source[i]) : from.get(source[i]);
      if (flags != null) {
        flags[i] = source[i] >= 0 && from.perSample(source[i]);
      }
    }
    HostTensor seen = HostTensor.of(from.kind(), shape, values).perSample(flags);
    if (from.origin() != null && !filled && once(source, from.size())) {
      int[] before = from.origin().index();
      int[] index = new int[source.length];
      for (int i = 0; i < index.length; i++) {
        index[i] = before == null ? source[i] : before[source[i]];
      }
      return seen.from(new HostTensor.Origin(from.origin().name(), index));
    }
    return from.learnt()
        ? seen.by(new HostTensor.Recipe("view", List.copyOf(steps), List.of(from)))
        : seen;
  }

  /** Whether every number is seen at one place at most, so that it keeps a place of its own. */
  private static boolean once(int[] source, int size) {
    boolean[] seen = new boolean[size];
    for (int from : source) {
      if (seen[from]) {
        return false;
      }
      seen[from] = true;
    }
    return true;
  }

  /** Which numbers of joined tensors count per sample. */
  static boolean[] joinedFlags(Operator join, HostTensor... inputs) {
    double[][] flags = new double[inputs.length][];
    for (int i = 0; i < inputs.length; i++) {
      flags[i] = new double[inputs[i].size()];
      for (int k = 0; k < flags[i].length; k++) {
        flags[i][k] = inputs[i].perSample(k) ? 1 : 0;
      }
    }
    double[] joined = new double[HostTensor.count(join.outputShape())];
    join.kernel().forward(flags, joined);
    boolean[] result = new boolean[joined.length];
    for (int i = 0; i < joined.length; i++) {
      result[i] = joined[i] != 0;
    }
    return result;
  }
}
