package org.robustgrid.run.plan;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.robustgrid.run.plugin.Plugin;
import org.robustgrid.run.plugin.PluginKind;
import org.robustgrid.run.plugin.PluginRegistry;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.network.ArchitectureProvider;
import org.robustgrid.spi.network.ArchitectureRequest;

/** The layers of a network that is not trained yet. */
final class PlannedConfiguration {

  private PlannedConfiguration() {}

  /**
   * Those of an architecture for the images and classes of a data set.
   *
   * @throws RuntimeException when they do not fit, as the architecture's plugin says
   */
  static ComputationGraphConfiguration of(
      PluginRegistry registry, PlannedPlugin architecture, PlannedDataset dataset) {
    Plugin plugin = registry.find(PluginKind.ARCHITECTURE, architecture.id());
    ArchitectureRequest request =
        ArchitectureRequest.builder()
            .inputShape(dataset.shape())
            .classes(dataset.classNames().size())
            .build();
    return ((ArchitectureProvider) plugin.provider())
        .create(Parameters.of(plugin.descriptor(), architecture.parameters()))
        .configuration(request);
  }
}
