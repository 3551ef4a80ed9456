package org.robustgrid.run.plan;

import java.nio.file.Path;
import org.robustgrid.run.grid.GridFile;
import org.robustgrid.run.plugin.PluginRegistry;

/** Grids for tests. */
public final class Grids {

  /** A grid that can be run in seconds; single pieces are replaced by tests. */
  public static final String SMALL =
      """
      name: small
      datasets: [{id: clouds, samples: 40}]
      architectures: [dense]
      training: {epochs: 4, batch-size: 20, learning-rate: 0.05, validation: 0.1}
      threat-models:
        - {norm: linf, epsilon: 0.1}
        - {norm: linf, epsilon: 0.3}
      defenses:
        - plain
        - {id: plain, label: short, training: {epochs: 2}}
      attacks:
        - step
        - {id: step, label: step-3, parameters: {steps: 3}}
      seeds: [0]
      checks: none
      analyses: none
      """;

  private Grids() {}

  /** A grid with analyses in place of none: lines of a list. */
  public static String analysed(String yaml, String lines) {
    return yaml.replace("analyses: none\n", "analyses:\n" + lines);
  }

  /** Plans a grid. */
  public static GridPlan plan(String yaml) {
    return plan(yaml, Path.of("").toAbsolutePath());
  }

  /** Plans a grid whose files lie in a folder. */
  public static GridPlan plan(String yaml, Path folder) {
    return new GridPlanner(PluginRegistry.fromClassPath())
        .plan(GridFile.parse("grid.yaml", yaml, folder));
  }
}
