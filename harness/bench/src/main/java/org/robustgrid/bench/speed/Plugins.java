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

  private static final long[] DIGIT = {1, 28, 28};
  private static final long[] COLOUR = {3, 32, 32};

  private final PluginRegistry registry = PluginRegistry.fromClassPath();

  private Object create(PluginKind kind, String id, Map<String, Object> parameters) {
    Plugin plugin = registry.find(kind, id);
    return plugin.provider().create(Parameters.of(plugin.descriptor(), parameters));
  }

  private Architecture architecture(String id) {
    return (Architecture) create(PluginKind.ARCHITECTURE, id, Map.of());
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

  /** A network of an architecture, over 3×32×32 images, small-cnn over 1×28×28, with a batch. */
  BenchedNetwork network(String architecture, int batch) {
    return BenchedNetwork.of(architecture(architecture), shape(architecture), batch);
  }

  /** The same, computed by an executor. */
  BenchedNetwork network(String architecture, int batch, Executor executor) {
    return BenchedNetwork.of(
        executor.create(
            BenchedNetwork.configuration(architecture(architecture), shape(architecture))),
        batch);
  }

  private static long[] shape(String architecture) {
    return "small-cnn".equals(architecture) ? DIGIT : COLOUR;
  }
}
