package org.robustgrid.run.plan;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.robustgrid.run.plugin.PluginRegistry;

/** Names of the layers and vertices of networks that are not trained or read yet. */
final class ActivationNames {

  private final PluginRegistry registry;
  private final ModelFilePlanner files;
  private final Map<List<Object>, List<String>> found = new HashMap<>();

  ActivationNames(PluginRegistry registry, ModelFilePlanner files) {
    this.registry = registry;
    this.files = files;
  }

  /** Those of a model's network; empty if they are not known before it is there. */
  List<String> of(PlannedModel model, PlannedDataset dataset) {
    if (model.architecture() != null) {
      return found.computeIfAbsent(
          List.of(model.architecture(), dataset.label()),
          key -> ofArchitecture(model.architecture(), dataset));
    }
    return model.isFile() && !model.isPython()
        ? files.examine(Path.of(model.file()), model.readAs(), dataset).activations()
        : List.of();
  }

  private List<String> ofArchitecture(PlannedPlugin planned, PlannedDataset dataset) {
    try {
      return List.copyOf(
          PlannedConfiguration.of(registry, planned, dataset).getVertices().keySet());
    } catch (RuntimeException | LinkageError e) {
      // what does not fit is reported where it is checked
      return List.of();
    }
  }
}
