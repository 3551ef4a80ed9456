package org.robustgrid.cli.command;

import jakarta.inject.Inject;
import jakarta.inject.Provider;
import java.util.Map;
import java.util.stream.Collectors;
import org.robustgrid.base.UserException;
import org.robustgrid.base.yaml.YamlException;
import org.robustgrid.cli.terminal.RunProgress;
import org.robustgrid.cli.terminal.Terminal;
import org.robustgrid.run.coordinator.Coordinator;
import org.robustgrid.run.coordinator.RunOptions;
import org.robustgrid.run.coordinator.RunOutcome;
import org.robustgrid.run.folder.RunFolder;
import org.robustgrid.run.folder.RunManifest;
import org.robustgrid.run.grid.Grid;
import org.robustgrid.run.grid.GridFile;
import org.robustgrid.run.plan.ExecutionProfile;
import org.robustgrid.run.plan.GridPlan;
import org.robustgrid.run.plan.GridPlanner;
import org.robustgrid.run.plan.NetworkSpeed;
import org.robustgrid.run.plan.PlannedCode;
import org.robustgrid.run.plugin.PluginKind;
import org.robustgrid.run.plugin.PluginRegistry;

/** Plans a grid and has the coordinator carry it out, for every command that computes cells. */
final class GridRun {

  private final Provider<GridPlanner> planner;
  private final Provider<PluginRegistry> registry;
  private final PluginPaths pluginPaths;
  private final Terminal terminal;

  @Inject
  GridRun(
      Provider<GridPlanner> planner,
      Provider<PluginRegistry> registry,
      PluginPaths pluginPaths,
      Terminal terminal) {
    this.planner = planner;
    this.registry = registry;
    this.pluginPaths = pluginPaths;
    this.terminal = terminal;
  }

  /** Plans a grid with the plugins it names, and says which of them are left out. */
  GridPlan plan(GridFile grid) {
    pluginPaths.add(grid.plugins());
    GridPlan plan = planner.get().plan(grid);
    // a plan that failed has said so already
    registry
        .get()
        .problems()
        .forEach(
            problem ->
                terminal.note("plugin left out: " + problem.source() + ": " + problem.message()));
    return plan;
  }

  /** Plans a grid that was composed from options: its mistakes are named by option. */
  GridPlan plan(Grid options) {
    try {
      return plan(GridFile.of(options));
    } catch (YamlException e) {
      String source = options.name() + ":";
      throw new UserException(
          e.problems().stream()
              .map(p -> p.startsWith(source) ? p.substring(source.length()) : p)
              .collect(Collectors.joining("\n  ", options.name() + " cannot start:\n  ", "")),
          e);
    }
  }

  /** How fast the networks of a plan are. */
  NetworkSpeed speed() {
    return new NetworkSpeed(registry.get());
  }

  RunOutcome carryOut(GridPlan plan, ExecutionProfile profile, RunFolder folder, RunOptions options)
      throws InterruptedException {
    try (RunProgress progress = new RunProgress(terminal, plan, speed())) {
      RunOptions all = options.withPlugins(PlannedCode.locations(plan, registry.get()));
      RunManifest manifest = new RunManifest(plan, profile);
      return new Coordinator(all, progress).run(manifest, folder);
    }
  }

  /**
   * The data set that commands use if none is named.
   *
   * @throws UserException when no loaded data set comes with its data
   */
  String embeddedDataset() {
    return registry
        .get()
        .declaring(PluginKind.DATASET, plugin -> plugin.dataset().embedded())
        .orElseThrow(
            () ->
                new UserException(
                    "no loaded data set comes with its data; name one with --dataset"))
        .id();
  }

  /** Parameters given as {@code name=value}, as a grid would hold them. */
  static Map<String, Object> parameters(Map<String, String> given) {
    return given == null ? Map.of() : Map.copyOf(given);
  }
}
