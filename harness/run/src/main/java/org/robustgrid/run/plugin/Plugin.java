package org.robustgrid.run.plugin;

import java.util.Objects;
import org.robustgrid.spi.Descriptor;
import org.robustgrid.spi.Provider;
import org.robustgrid.spi.analysis.AnalysisDescriptor;
import org.robustgrid.spi.attack.AttackDescriptor;
import org.robustgrid.spi.data.DatasetDescriptor;
import org.robustgrid.spi.defense.DefenseDescriptor;

/**
 * A usable plugin.
 *
 * @param kind what it provides
 * @param descriptor its description, asked once
 * @param provider its entry point
 * @param origin where its classes come from
 */
public record Plugin(
    PluginKind kind, Descriptor descriptor, Provider<?> provider, PluginOrigin origin) {

  public Plugin {
    Objects.requireNonNull(descriptor, "descriptor");
  }

  public String id() {
    return descriptor.id();
  }

  /**
   * The description of an attack.
   *
   * @throws ClassCastException when the plugin is of another kind
   */
  public AttackDescriptor attack() {
    return (AttackDescriptor) descriptor;
  }

  /**
   * The description of an analysis.
   *
   * @throws ClassCastException when the plugin is of another kind
   */
  public AnalysisDescriptor analysis() {
    return (AnalysisDescriptor) descriptor;
  }

  /**
   * The description of a defense.
   *
   * @throws ClassCastException when the plugin is of another kind
   */
  public DefenseDescriptor defense() {
    return (DefenseDescriptor) descriptor;
  }

  /**
   * The description of a data set.
   *
   * @throws ClassCastException when the plugin is of another kind
   */
  public DatasetDescriptor dataset() {
    return (DatasetDescriptor) descriptor;
  }
}
