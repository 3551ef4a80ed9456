package org.robustgrid.run.plan;

import java.util.List;
import java.util.Map;

/**
 * A data set of a plan.
 *
 * @param plugin its reader; the label names the data set
 * @param identity hash of its content
 * @param inputShape [channels, height, width] or [features]
 * @param classNames in the order of the labels
 * @param low smallest value of a coordinate
 * @param high largest value
 * @param trainingSize samples to train on, validation included
 * @param radii customary radii, by norm
 * @param labels true classes of the test samples that are used: the first so many
 */
public record PlannedDataset(
    PlannedPlugin plugin,
    String identity,
    List<Long> inputShape,
    List<String> classNames,
    double low,
    double high,
    int trainingSize,
    Map<String, Double> radii,
    List<Integer> labels) {

  public String label() {
    return plugin.label();
  }

  /** What decides the samples: the content of the files, and the code that makes images of them. */
  public Map<String, String> source() {
    return Map.of("content", identity, "code", plugin.contentHash());
  }

  /** [channels, height, width] or [features]. */
  public long[] shape() {
    return inputShape.stream().mapToLong(Long::longValue).toArray();
  }

  /** Number of test samples used. */
  public int samples() {
    return labels.size();
  }
}
