package org.robustgrid.cli.plugin;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.run.plugin.PluginKind;
import org.robustgrid.run.plugin.PluginRegistry;
import org.robustgrid.spi.data.DatasetProvider;
import org.robustgrid.testkit.contract.DatasetContractSuite;

/** The example's data set, loaded from its jar as in a run, keeps what every one promises. */
class ExampleDatasetContractTest implements DatasetContractSuite {

  @TempDir static Path plugins;

  @BeforeAll
  static void build() throws IOException {
    ExamplePlugin.build(plugins);
  }

  @Override
  public DatasetProvider provider() {
    PluginRegistry registry = PluginRegistry.withPlugins(List.of(plugins));
    return (DatasetProvider) registry.find(PluginKind.DATASET, "rings").provider();
  }
}
