package org.robustgrid.run.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.robustgrid.base.yaml.Count;
import org.robustgrid.base.yaml.Place;
import org.robustgrid.base.yaml.Problems;
import org.robustgrid.run.grid.Grid.ClassEntry;
import org.robustgrid.run.grid.Grid.ClassesEntry;
import org.robustgrid.run.grid.Grid.DatasetEntry;
import org.robustgrid.spi.data.DataView;
import org.robustgrid.spi.data.Dataset;

/** Resolves the samples of a data set that a grid selects. */
final class SubsetPlanner {

  private static final int FEWEST_CLASSES = 2;

  /** Names of a data set with hundreds of classes are not all shown. */
  private static final int MOST_NAMES = 20;

  private final DatasetEntry entry;
  private final Dataset whole;
  private final Problems problems;

  SubsetPlanner(DatasetEntry entry, Dataset whole, Problems problems) {
    this.entry = entry;
    this.whole = whole;
    this.problems = problems;
  }

  /** The valid part of the subset; errors are added to the problems. */
  DataSubset plan() {
    List<Integer> classes = entry.subset().classes().map(this::classes).orElse(null);
    boolean stratified = entry.subset().stratified();
    int size = new DataSubset(classes, stratified, null).training(whole.training()).size();
    Integer samples =
        entry.subset().trainSamples().flatMap(count -> samples(count, size)).orElse(null);
    DataSubset subset = new DataSubset(classes, stratified, samples);
    if (!subset.isWhole()) {
      requireMembers(subset);
    }
    return subset;
  }

  private void add(Place place, String message) {
    problems.add(place, "data set '" + entry.plugin().label() + "': " + message);
  }

  /** The classes' old labels; null if they are none that could be used. */
  private List<Integer> classes(ClassesEntry written) {
    int before = problems.messages().size();
    List<Integer> classes = new ArrayList<>();
    for (ClassEntry one : written.classes()) {
      OptionalInt label = label(one);
      if (label.isEmpty()) {
        add(one.place(), "unknown class '" + one.text() + "'; its classes are " + names());
      } else if (classes.contains(label.getAsInt())) {
        add(
            one.place(),
            "the class '"
                + whole.classNames().get(label.getAsInt())
                + "' occurs twice in 'classes'; remove one of them");
      } else {
        classes.add(label.getAsInt());
      }
    }
    if (written.classes().size() < FEWEST_CLASSES) {
      add(
          written.place(),
          "'classes' needs at least 2 classes, but has "
              + written.classes().size()
              + "; add one, or remove the key to use all");
    }
    return problems.messages().size() > before ? null : classes;
  }

  /** By name, or else by number. */
  private OptionalInt label(ClassEntry one) {
    List<String> names = whole.classNames();
    if (names.contains(one.text())) {
      return OptionalInt.of(names.indexOf(one.text()));
    }
    return IntStream.range(0, names.size())
        .filter(label -> Integer.toString(label).equals(one.text()))
        .findFirst();
  }

  private String names() {
    List<String> names = whole.classNames();
    String some = names.stream().limit(MOST_NAMES).collect(Collectors.joining(", "));
    return some
        + (names.size() > MOST_NAMES ? ", …" : "")
        + ", by number 0 to "
        + (names.size() - 1);
  }

  private Optional<Integer> samples(Count count, int size) {
    if (count.value() < 1 || count.value() > size) {
      add(
          count.place(),
          "expected 1 to "
              + size
              + " 'train-samples' (it has "
              + size
              + " training samples"
              + (entry.subset().classes().isPresent() ? " of these classes" : "")
              + "), found "
              + count.value());
      return Optional.empty();
    }
    return Optional.of(Math.toIntExact(count.value()));
  }

  private void requireMembers(DataSubset subset) {
    List<String> names = subset.names(whole.classNames());
    String others = "list the others under 'classes'";
    String more =
        subset.trainSamples() == null
            ? others
            : "raise 'train-samples'" + (subset.stratified() ? "" : ", or set 'stratified: true'");
    report(names, subset.training(whole.training()), "training", more);
    report(names, subset.test(whole.test()), "test", others);
  }

  private void report(List<String> names, DataView view, String which, String remedy) {
    boolean[] found = new boolean[names.size()];
    for (int i = 0; i < view.size(); i++) {
      int label = view.label(i);
      if (label >= 0 && label < found.length) {
        found[label] = true;
      }
    }
    List<String> empty =
        IntStream.range(0, found.length)
            .filter(label -> !found[label])
            .mapToObj(label -> "'" + names.get(label) + "'")
            .toList();
    if (!empty.isEmpty()) {
      Place place =
          entry
              .subset()
              .classes()
              .map(ClassesEntry::place)
              .or(() -> entry.subset().trainSamples().map(Count::place))
              .orElse(entry.plugin().place());
      add(
          place,
          "no "
              + which
              + " sample is left of "
              + (empty.size() == 1 ? "the class " : "the classes ")
              + String.join(", ", empty)
              + "; "
              + remedy);
    }
  }
}
