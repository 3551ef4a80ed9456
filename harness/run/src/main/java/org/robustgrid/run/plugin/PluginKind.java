package org.robustgrid.run.plugin;

import org.robustgrid.spi.Provider;
import org.robustgrid.spi.analysis.AnalysisProvider;
import org.robustgrid.spi.attack.AttackProvider;
import org.robustgrid.spi.data.DatasetProvider;
import org.robustgrid.spi.defense.DefenseProvider;
import org.robustgrid.spi.network.ArchitectureProvider;

/** The kinds of plugins; ids are unique within a kind. */
public enum PluginKind {
  ATTACK("attack", AttackProvider.class),
  DEFENSE("defense", DefenseProvider.class),
  ARCHITECTURE("architecture", ArchitectureProvider.class),
  DATASET("dataset", DatasetProvider.class),
  ANALYSIS("analysis", AnalysisProvider.class);

  private final String id;
  private final Class<? extends Provider<?>> service;

  PluginKind(String id, Class<? extends Provider<?>> service) {
    this.id = id;
    this.service = service;
  }

  /** The word for one of the kind. */
  public String id() {
    return id;
  }

  /** The interface its providers implement. */
  public Class<? extends Provider<?>> service() {
    return service;
  }
}
