package org.robustgrid.run.scoring;

import java.util.Map;
import java.util.TreeMap;
import org.robustgrid.run.cell.CellResult;
import org.robustgrid.run.cell.ModelResult;

/** Collects the values that depend on the clock or the machine, for the block {@code timing}. */
final class Timing {

  private final Map<String, Double> trainings = new TreeMap<>();
  private final Map<String, String> ends = new TreeMap<>();
  private final Map<String, Double> cells = new TreeMap<>();
  private double modelSeconds;

  /** Counts a training; its time appears once though it is on several boards. */
  void training(String model, ModelResult result) {
    trainings.put(model, result.seconds());
    if (result.ended() != null) {
      ends.put(model, result.ended());
    }
  }

  /** Counts an evaluation. */
  void cell(String name, CellResult result) {
    if (cells.put(name, result.seconds()) == null) {
      modelSeconds += result.modelSeconds();
    }
  }

  Map<String, Object> block() {
    Map<String, Object> machine = new TreeMap<>();
    machine.put("java", System.getProperty("java.vm.name") + " " + Runtime.version());
    machine.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    machine.put("processors", Runtime.getRuntime().availableProcessors());
    Map<String, Object> block = new TreeMap<>();
    block.put("machine", machine);
    block.put("trainingSeconds", trainings);
    if (!ends.isEmpty()) {
      block.put("trainingEnded", ends);
    }
    block.put("cellSeconds", cells);
    block.put("evaluationSecondsInModels", modelSeconds);
    block.put("totalTrainingSeconds", sum(trainings));
    block.put("totalEvaluationSeconds", sum(cells));
    return block;
  }

  private static double sum(Map<String, Double> seconds) {
    return seconds.values().stream().mapToDouble(Double::doubleValue).sum();
  }
}
