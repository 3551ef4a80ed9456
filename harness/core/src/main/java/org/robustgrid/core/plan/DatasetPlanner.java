package org.robustgrid.core.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.robustgrid.core.grid.Grid.DatasetEntry;
import org.robustgrid.core.grid.Place;
import org.robustgrid.core.grid.Problems;
import org.robustgrid.core.grid.Values;
import org.robustgrid.core.plugin.LoadFailure;
import org.robustgrid.core.plugin.Plugin;
import org.robustgrid.core.plugin.PluginKind;
import org.robustgrid.spi.DataException;
import org.robustgrid.spi.Dataset;
import org.robustgrid.spi.DatasetProvider;
import org.robustgrid.spi.Parameters;

/** Opens data sets to learn what is in them. */
final class DatasetPlanner {

  private final PluginResolver resolver;
  private final Problems problems;

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
    DatasetProvider provider = (DatasetProvider) plugin.get().provider();
    Parameters parameters = Parameters.of(plugin.get().descriptor(), planned.parameters());
    try (Dataset dataset = provider.create(parameters)) {
      return Optional.of(describe(dataset, planned, entry));
    } catch (DataException | IllegalArgumentException e) {
      problems.add(given.place(), "data set '" + plugin.get().id() + "': " + e.getMessage());
    } catch (RuntimeException | LinkageError e) {
      problems.add(
          entry.plugin().place(),
          "data set '" + plugin.get().id() + "' cannot be opened: " + LoadFailure.describe(e));
    }
    return Optional.empty();
  }

  private PlannedDataset describe(Dataset dataset, PlannedPlugin planned, DatasetEntry entry) {
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
    List<Integer> labels = new ArrayList<>();
    for (int i = 0; i < samples; i++) {
      labels.add(dataset.test().label(i));
    }
    return new PlannedDataset(
        planned,
        dataset.identity(),
        Arrays.stream(dataset.inputShape()).boxed().toList(),
        List.copyOf(dataset.classNames()),
        dataset.domain().low(),
        dataset.domain().high(),
        dataset.training().size(),
        labels);
  }
}
