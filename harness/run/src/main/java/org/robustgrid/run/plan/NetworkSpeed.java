package org.robustgrid.run.plan;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.robustgrid.models.MultiplyAdds;
import org.robustgrid.models.formats.ModelFormats;
import org.robustgrid.run.plugin.PluginRegistry;

/**
 * How much longer a pass through a model's network takes than {@link CostEstimate} assumes, which
 * knows only the size of the data. It needs the networks' layers, hence takes a moment.
 */
public final class NetworkSpeed {

  /** Seconds of one multiply-add of a forward pass on one core with AVX2, in a large network. */
  private static final double SECONDS = 3e-11;

  private final PluginRegistry registry;
  private final Map<List<Object>, Double> factors = new HashMap<>();

  public NetworkSpeed(PluginRegistry registry) {
    this.registry = registry;
  }

  /** A factor of at least 1; it is 1 for small networks and those whose layers are not known. */
  public double factor(PlannedModel model, PlannedDataset dataset) {
    Object network = model.architecture() == null ? model.file() : model.architecture();
    return factors.computeIfAbsent(
        List.of(network, dataset.label()), key -> computed(model, dataset));
  }

  private double computed(PlannedModel model, PlannedDataset dataset) {
    long multiplyAdds;
    try {
      multiplyAdds =
          network(model, dataset)
              .map(network -> MultiplyAdds.of(network, dataset.shape()))
              .orElse(0L);
    } catch (RuntimeException | LinkageError e) {
      // what does not fit is reported where it is checked
      multiplyAdds = 0;
    }
    double seconds = multiplyAdds * SECONDS;
    return Math.max(1, seconds / CostEstimate.secondsPerPass(dataset));
  }

  private Optional<ComputationGraphConfiguration> network(
      PlannedModel model, PlannedDataset dataset) {
    if (model.architecture() != null) {
      return Optional.of(PlannedConfiguration.of(registry, model.architecture(), dataset));
    }
    return model.isFile() && !model.isPython()
        ? ModelFormats.read(
                Path.of(model.file()), model.readAs().settings().forInput(dataset.shape()))
            .configuration()
        : Optional.empty();
  }
}
