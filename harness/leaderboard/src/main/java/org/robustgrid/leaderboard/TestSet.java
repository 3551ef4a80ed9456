package org.robustgrid.leaderboard;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The test samples of a data set, which all of its boards are about.
 *
 * @param dataset the data set's label
 * @param sampleIds indices of the samples, in the order of every row's outcome bits
 * @param labels the true class of each sample, in the same order
 * @param classNames in the order of the labels; null in a leaderboard of a version that wrote none
 * @param notes what the reader of the data set says about the samples; missing where it is silent
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TestSet(
    String dataset,
    List<Integer> sampleIds,
    List<Integer> labels,
    List<String> classNames,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> notes) {

  public TestSet {
    notes = notes == null ? List.of() : List.copyOf(notes);
    if (dataset == null || sampleIds == null || labels == null) {
      throw new IllegalArgumentException("a data set lacks its name, sampleIds or labels");
    }
    if (sampleIds.size() != labels.size()) {
      throw new IllegalArgumentException(
          "the data set "
              + dataset
              + " has "
              + sampleIds.size()
              + " sampleIds, but "
              + labels.size()
              + " labels");
    }
    if (classNames != null && labels.stream().anyMatch(label -> label >= classNames.size())) {
      throw new IllegalArgumentException(
          "the data set "
              + dataset
              + " has "
              + classNames.size()
              + " classNames, but a label beyond them");
    }
  }

  /** Samples of classes without names. */
  public TestSet(String dataset, List<Integer> sampleIds, List<Integer> labels) {
    this(dataset, sampleIds, labels, null);
  }

  /** Samples that there is nothing to say about. */
  public TestSet(
      String dataset, List<Integer> sampleIds, List<Integer> labels, List<String> classNames) {
    this(dataset, sampleIds, labels, classNames, List.of());
  }

  /**
   * Some of the samples.
   *
   * @param some their indices, ascending
   * @throws IllegalArgumentException when one is not among them
   */
  public TestSet of(List<Integer> some) {
    Map<Integer, Integer> places = new HashMap<>();
    for (int place = 0; place < sampleIds.size(); place++) {
      places.put(sampleIds.get(place), place);
    }
    List<Integer> chosen = new ArrayList<>();
    for (int id : some) {
      if (!places.containsKey(id)) {
        throw new IllegalArgumentException(
            "a board names sample " + id + ", which the data set " + dataset + " has not");
      }
      chosen.add(places.get(id));
    }
    return new TestSet(dataset, some, chosen.stream().map(labels::get).toList(), classNames, notes);
  }

  /** How many samples. */
  public int size() {
    return sampleIds.size();
  }
}
