package org.robustgrid.run.plan;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.robustgrid.spi.data.ContentHash;
import org.robustgrid.spi.data.DataView;
import org.robustgrid.spi.data.Dataset;

/**
 * Which samples of a data set a plan uses.
 *
 * <p>In stratified order every first n samples hold the classes in the shares that they have in
 * all: the j-th of a class's m samples stands at (j + ½)/m, and equal places are in the order of
 * the classes. Test samples are put in that order, training samples are chosen by it. What is
 * chosen of the training samples changes no test sample.
 *
 * @param classes that are kept, as the data set numbers them, in the order of their new numbers;
 *     null for all
 * @param stratified whether samples are taken in stratified order
 * @param trainSamples number of training samples; null for all
 */
public record DataSubset(List<Integer> classes, boolean stratified, Integer trainSamples) {

  /** All samples, in the order of the data set. */
  public static final DataSubset WHOLE = new DataSubset(null, false, null);

  private record Placed(int sample, int label, double place) {}

  /** Whether nothing is chosen. */
  @JsonIgnore
  public boolean isWhole() {
    return equals(WHOLE);
  }

  /** The data set with the chosen samples only; closes it when it is closed. */
  public Dataset of(Dataset whole) {
    return isWhole() ? whole : new ReducedDataset(this, whole);
  }

  /** The names of the classes that are kept. */
  List<String> names(List<String> all) {
    return classes == null ? all : classes.stream().map(all::get).toList();
  }

  /**
   * The data set's identity, test samples only: how many training samples are used is not in it.
   */
  String identity(String whole) {
    if (classes == null && !stratified) {
      return whole;
    }
    return ContentHash.of(
        List.of("subset", whole, classes == null ? "all" : classes.toString(), "" + stratified));
  }

  DataView training(DataView whole) {
    int[] chosen = members(whole);
    if (trainSamples != null && trainSamples < chosen.length) {
      chosen = Arrays.copyOf(stratified ? inStrata(whole, chosen) : chosen, trainSamples);
      // where they lie is the fastest order to read them in
      Arrays.sort(chosen);
    }
    return view(whole, chosen);
  }

  DataView test(DataView whole) {
    int[] chosen = members(whole);
    return view(whole, stratified ? inStrata(whole, chosen) : chosen);
  }

  private DataView view(DataView whole, int[] chosen) {
    DataView view = new ViewSubset(whole, chosen);
    return classes == null ? view : new RenumberedView(view, classes);
  }

  private int[] members(DataView whole) {
    return IntStream.range(0, whole.size())
        .filter(i -> classes == null || classes.contains(whole.label(i)))
        .toArray();
  }

  private int[] inStrata(DataView whole, int[] samples) {
    int most = IntStream.of(samples).map(whole::label).max().orElse(0);
    int[] sizes = new int[most + 1];
    for (int sample : samples) {
      sizes[whole.label(sample)]++;
    }
    int[] seen = new int[most + 1];
    List<Placed> placed = new ArrayList<>();
    for (int sample : samples) {
      int label = whole.label(sample);
      placed.add(new Placed(sample, label, (seen[label]++ + 0.5) / sizes[label]));
    }
    placed.sort(Comparator.comparingDouble(Placed::place).thenComparingInt(Placed::label));
    return placed.stream().mapToInt(Placed::sample).toArray();
  }
}
