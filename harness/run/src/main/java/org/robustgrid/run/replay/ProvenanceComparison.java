package org.robustgrid.run.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.robustgrid.run.cell.AnalysisCell;
import org.robustgrid.run.cell.AttackCell;
import org.robustgrid.run.cell.Cell;
import org.robustgrid.run.cell.TrainingCell;
import org.robustgrid.run.folder.RunManifest;
import org.robustgrid.run.plan.ExecutionProfile;
import org.robustgrid.run.plan.GridPlan;
import org.robustgrid.run.plan.HarnessCode;
import org.robustgrid.run.plan.PlannedPlugin;
import org.robustgrid.run.plugin.PluginKind;
import org.robustgrid.run.plugin.PluginRegistry;

/** The differences of the code and this machine from those that computed a cell. */
final class ProvenanceComparison {

  private static final int SHOWN = 16;

  private final List<String> found = new ArrayList<>();

  private ProvenanceComparison() {}

  /** The differences as sentences. */
  static List<String> list(RunManifest manifest, Cell cell, PluginRegistry registry) {
    ProvenanceComparison comparison = new ProvenanceComparison();
    comparison.harness(manifest.plan().harness(), manifest.profile().executor());
    comparison.plugins(manifest.plan(), cell, registry);
    ExecutionProfile then = manifest.profile();
    then.provider()
        .ofThisMachine()
        .forEach(
            (name, here) -> comparison.compare(name + " chosen", then.settings().get(name), here));
    return comparison.found;
  }

  private void harness(Map<String, String> then, String executor) {
    Map<String, String> now = HarnessCode.describe();
    TreeSet<String> names = new TreeSet<>(then.keySet());
    names.addAll(now.keySet());
    names.removeIf(name -> HarnessCode.isOfOther(name, executor));
    for (String name : names) {
      compare(
          HarnessCode.title(name),
          then.getOrDefault(name, "unknown"),
          now.getOrDefault(name, "unknown"));
    }
  }

  private void plugins(GridPlan plan, Cell cell, PluginRegistry registry) {
    compare(PluginKind.DATASET, plan.dataset(cell.model().dataset()).plugin(), registry);
    compare(PluginKind.DEFENSE, cell.model().defense(), registry);
    if (cell instanceof TrainingCell && !cell.model().isFile()) {
      compare(PluginKind.ARCHITECTURE, cell.model().architecture(), registry);
    }
    if (cell instanceof AnalysisCell analysis) {
      analysis
          .analysis()
          .probes()
          .forEach(
              access ->
                  plan.checks()
                      .probe(access)
                      .ifPresent(probe -> compare(PluginKind.ATTACK, probe.plugin(), registry)));
      compare(PluginKind.ANALYSIS, analysis.analysis().plugin(), registry);
    }
    if (cell instanceof AttackCell attack) {
      compare(PluginKind.ATTACK, attack.attack().plugin(), registry);
    }
  }

  private void compare(PluginKind kind, PlannedPlugin then, PluginRegistry registry) {
    compare(
        "code of " + kind.id() + " " + then.id(),
        then.contentHash(),
        registry.find(kind, then.id()).origin().contentHash());
  }

  private void compare(String what, String then, String now) {
    if (!then.equals(now)) {
      found.add(what + ": then " + brief(then) + ", now " + brief(now));
    }
  }

  private static String brief(String value) {
    return value.matches("[0-9a-f]{40,64}(-dirty)?") ? value.substring(0, SHOWN) + "…" : value;
  }
}
