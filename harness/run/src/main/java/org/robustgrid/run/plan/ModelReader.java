package org.robustgrid.run.plan;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.robustgrid.base.yaml.Place;
import org.robustgrid.base.yaml.Problems;
import org.robustgrid.models.ImportSettings;
import org.robustgrid.models.Skeleton;
import org.robustgrid.run.grid.Grid.ReadingEntry;
import org.robustgrid.run.plugin.PluginRegistry;

/** Determines how a model file is read without a grid. */
public final class ModelReader {

  private final Supplier<PluginRegistry> registry;

  /**
   * A reader.
   *
   * @param registry the plugins, asked for where an architecture is named
   */
  public ModelReader(Supplier<PluginRegistry> registry) {
    this.registry = registry;
  }

  /**
   * How a file is read.
   *
   * @param shape of the data, where it is known
   * @param classes of a file of weights
   * @throws org.robustgrid.base.yaml.YamlException with all that is wrong
   */
  public ImportSettings settings(
      ReadingEntry entry, Optional<long[]> shape, Optional<Integer> classes) {
    Problems problems = new Problems("import");
    FileReading reading = new ModelFilePlanner(problems).reading(entry);
    Optional<Skeleton> skeleton = Optional.empty();
    if (entry.architecture().isPresent()) {
      if (classes.isEmpty()) {
        problems.add(
            Place.none("--classes"), "needed, for weights do not state the number of classes");
      }
      PluginResolver resolver =
          new PluginResolver(registry.get(), Path.of("").toAbsolutePath(), problems);
      skeleton =
          WeightsArchitecture.find(entry.architecture().get(), resolver)
              .map(found -> found.skeleton(classes.orElse(1)));
    }
    problems.throwIfAny();
    ImportSettings settings = reading.settings().within(skeleton);
    return shape.map(settings::forInput).orElse(settings);
  }
}
