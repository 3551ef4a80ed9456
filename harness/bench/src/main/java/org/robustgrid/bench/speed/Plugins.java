package org.robustgrid.bench.speed;

import java.util.Map;
import org.robustgrid.run.executor.Executor;
import org.robustgrid.run.plugin.Plugin;
import org.robustgrid.run.plugin.PluginKind;
import org.robustgrid.run.plugin.PluginRegistry;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.attack.Attack;
import org.robustgrid.spi.data.Dataset;
import org.robustgrid.spi.defense.Defense;
import org.robustgrid.spi.network.Architecture;

/** The bundled plugins by id, as a run finds them. */
public final class Plugins {

  private final PluginRegistry registry = PluginRegistry.fromClassPath();

  private Object create(PluginKind kind, String id, Map<String, Object> parameters) {
    Plugin plugin = registry.find(kind, id);
    return plugin.provider().create(Parameters.of(plugin.descriptor(), parameters));
  }

  /** An architecture as it is benched. */
  Architecture architecture(BenchedArchitecture asked) {
    return (Architecture) create(PluginKind.ARCHITECTURE, asked.id(), asked.parameters());
  }

  public Attack attack(String id, Map<String, Object> parameters) {
    return (Attack) create(PluginKind.ATTACK, id, parameters);
  }

  public Defense defense(String id, Map<String, Object> parameters) {
    return (Defense) create(PluginKind.DEFENSE, id, parameters);
  }

  public Dataset dataset(String id) {
    return (Dataset) create(PluginKind.DATASET, id, Map.of());
  }

  /**
   * A network with a batch.
   *
   * @param work network and batch, for example {@code small-cnn:64}
   */
  public BenchedNetwork network(String work) {
    String[] parts = work.split(":");
    return network(parts[0], Integer.parseInt(parts[1]));
  }

  /** A network by a name of {@link BenchedArchitecture}, with a batch. */
  BenchedNetwork network(String name, int batch) {
    BenchedArchitecture asked = BenchedArchitecture.of(name);
    return BenchedNetwork.of(architecture(asked), asked.shape(), batch);
  }

  /** The same, computed by an executor. */
  BenchedNetwork network(String name, int batch, Executor executor) {
    BenchedArchitecture asked = BenchedArchitecture.of(name);
    return BenchedNetwork.of(
        executor.create(BenchedNetwork.configuration(architecture(asked), asked.shape())), batch);
  }
}
