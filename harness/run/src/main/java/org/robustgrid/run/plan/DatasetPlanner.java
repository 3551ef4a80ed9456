package org.robustgrid.run.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.robustgrid.base.yaml.Place;
import org.robustgrid.base.yaml.Problems;
import org.robustgrid.base.yaml.Values;
import org.robustgrid.run.grid.Grid.DatasetEntry;
import org.robustgrid.run.plugin.LoadFailure;
import org.robustgrid.run.plugin.Plugin;
import org.robustgrid.run.plugin.PluginKind;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.data.DataView;
import org.robustgrid.spi.data.Dataset;

/** Opens data sets to read their descriptions. */
final class DatasetPlanner {

  private static final int FEWEST_CLASSES = 2;

  private final PluginResolver resolver;
  private final Problems problems;
  private final Map<String, int[]> trainingSamples = new HashMap<>();

  DatasetPlanner(PluginResolver resolver, Problems problems) {
    this.resolver = resolver;
    this.problems = problems;
  }

  Optional<PlannedDataset> plan(DatasetEntry entry) {
    Optional<Plugin> plugin = resolver.find(PluginKind.DATASET, entry.plugin());
    if (plugin.isEmpty()) {
      return Optional.empty();
    }
    int before = problems.messages().size();
    Values given = entry.plugin().parameters();
    PlannedPlugin planned = resolver.resolveWithoutCreating(plugin.get(), entry.plugin());
    if (problems.messages().size() > before) {
      return Optional.empty();
    }
    try (Dataset whole = DatasetOpener.open(resolver.registry(), planned)) {
      DataSubset subset = new SubsetPlanner(entry, whole, problems).plan();
      return Optional.of(describe(subset.of(whole), subset, planned, entry));
    } catch (DataException | IllegalArgumentException e) {
      problems.add(given.place(), "data set '" + plugin.get().id() + "': " + e.getMessage());
    } catch (RuntimeException | LinkageError e) {
      problems.add(
          entry.plugin().place(),
          "data set '" + plugin.get().id() + "' cannot be opened: " + LoadFailure.describe(e));
    }
    return Optional.empty();
  }

  /** By class, the training samples of a data set that could be planned. */
  int[] trainingSamples(PlannedDataset dataset) {
    return trainingSamples.get(dataset.label());
  }

  private static int[] countByClass(DataView view, int classes) {
    int[] counts = new int[classes];
    for (int i = 0; i < view.size(); i++) {
      counts[label(view, i, classes, "training")]++;
    }
    return counts;
  }

  private static int label(DataView view, int index, int classes, String which) {
    int label = view.label(index);
    if (label < 0 || label >= classes) {
      throw new DataException(
          which
              + " sample "
              + index
              + " has the label "
              + label
              + ", but with "
              + classes
              + " classes labels must be from 0 to "
              + (classes - 1));
    }
    return label;
  }

  /** What is customary on the data, whatever was made of them. */
  private Map<String, Double> radii(PlannedPlugin planned) {
    Map<String, Double> radii = new TreeMap<>();
    DatasetOpener.innermost(resolver.registry(), planned)
        .radii()
        .forEach((norm, radius) -> radii.put(norm.id(), radius));
    return radii;
  }

  private PlannedDataset describe(
      Dataset dataset, DataSubset subset, PlannedPlugin planned, DatasetEntry entry) {
    int size = dataset.test().size();
    long samples = entry.samples().orElse((long) size);
    Place place = entry.plugin().place();
    if (samples < 1 || samples > size) {
      problems.add(
          place,
          "data set '"
              + planned.id()
              + "': expected 1 to "
              + size
              + " samples (it has "
              + size
              + " test samples), found "
              + samples);
      samples = size;
    }
    if (dataset.classes() < FEWEST_CLASSES) {
      problems.add(
          place,
          "data set '"
              + planned.id()
              + "': a classifier needs at least 2 classes, but these data"
              + " have "
              + dataset.classes());
    }
    trainingSamples.put(
        entry.plugin().label(), countByClass(dataset.training(), dataset.classes()));
    List<Integer> labels = new ArrayList<>();
    for (int i = 0; i < samples; i++) {
      labels.add(label(dataset.test(), i, dataset.classes(), "test"));
    }
    return new PlannedDataset(
        planned,
        dataset.identity(),
        Arrays.stream(dataset.inputShape()).boxed().toList(),
        List.copyOf(dataset.classNames()),
        dataset.domain().low(),
        dataset.domain().high(),
        dataset.training().size(),
        radii(planned),
        labels,
        subset.isWhole() ? null : subset,
        dataset.notes());
  }
}
