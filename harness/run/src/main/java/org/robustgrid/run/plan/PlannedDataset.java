package org.robustgrid.run.plan;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.robustgrid.spi.data.Dataset;

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
 * @param labels true classes of the test samples that are used, which are the first ones
 * @param subset which samples of the data set are used at all; null for all
 * @param notes what its reader says about the samples
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
    List<Integer> labels,
    DataSubset subset,
    List<String> notes) {

  public PlannedDataset {
    // a plan of an earlier version has none
    notes = notes == null ? List.of() : List.copyOf(notes);
  }

  /** A data set that is used as it is. */
  public PlannedDataset(
      PlannedPlugin plugin,
      String identity,
      List<Long> inputShape,
      List<String> classNames,
      double low,
      double high,
      int trainingSize,
      Map<String, Double> radii,
      List<Integer> labels) {
    this(
        plugin,
        identity,
        inputShape,
        classNames,
        low,
        high,
        trainingSize,
        radii,
        labels,
        null,
        List.of());
  }

  /** The samples of an opened data set that are used. */
  public Dataset of(Dataset whole) {
    return subset == null ? whole : subset.of(whole);
  }

  /** The number of training samples that are used; empty for all. */
  public OptionalInt chosenTraining() {
    return subset == null || subset.trainSamples() == null
        ? OptionalInt.empty()
        : OptionalInt.of(subset.trainSamples());
  }

  public String label() {
    return plugin.label();
  }

  /** The identity of the samples: the content of the files and the code that reads them. */
  public Map<String, String> source() {
    Map<String, String> source = new TreeMap<>();
    source.put("content", identity);
    source.put("code", plugin.contentHash());
    chosenTraining().ifPresent(samples -> source.put("training", Integer.toString(samples)));
    return source;
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
