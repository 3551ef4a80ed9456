package org.robustgrid.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Where a graph keeps batch norm's running statistics in its parameter vector. */
final class RunningStatistics {

  private static final Set<String> NAMES = Set.of("mean", "var", "log10stdev");

  private RunningStatistics() {}

  static List<Long> positions(ComputationGraph graph) {
    List<Long> positions = new ArrayList<>();
    long start = graph.params().offset();
    for (Map.Entry<String, INDArray> entry : graph.paramTable().entrySet()) {
      String name = entry.getKey().substring(entry.getKey().lastIndexOf('_') + 1);
      if (NAMES.contains(name)) {
        for (long i = 0; i < entry.getValue().length(); i++) {
          positions.add(entry.getValue().offset() - start + i);
        }
      }
    }
    return positions;
  }
}
