package org.robustgrid.cli.plugin;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.run.plugin.PluginKind;
import org.robustgrid.run.plugin.PluginRegistry;
import org.robustgrid.spi.attack.AttackProvider;
import org.robustgrid.testkit.contract.AttackContractSuite;

/** The example's attack, loaded from its jar as in a run, keeps what every attack promises. */
class ExampleContractTest implements AttackContractSuite {

  @TempDir static Path plugins;

  @BeforeAll
  static void build() throws IOException {
    ExamplePlugin.build(plugins);
  }

  @Override
  public AttackProvider provider() {
    PluginRegistry registry = PluginRegistry.withPlugins(List.of(plugins));
    return (AttackProvider) registry.find(PluginKind.ATTACK, "momentum").provider();
  }

  @Override
  public Map<String, ?> parameters() {
    return Map.of("steps", 5);
  }
}
