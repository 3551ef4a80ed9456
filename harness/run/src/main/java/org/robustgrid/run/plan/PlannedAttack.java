package org.robustgrid.run.plan;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.robustgrid.run.plugin.Plugin;
import org.robustgrid.spi.Access;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.Passes;
import org.robustgrid.spi.attack.AttackDescriptor;
import org.robustgrid.spi.attack.Goal;

/**
 * An attack instance of a plan.
 *
 * @param plugin the attack; the label names the column
 * @param norms ids of the norms it is run under
 * @param access what it is granted
 * @param samples number of test samples used, from the first on; null for all
 * @param ascent how it climbs the loss, as its descriptor declares
 * @param goals ids of the goals it can be after, by norm; those that can only be untargeted are
 *     left out
 * @param passes what it says that it takes on each sample, by label of the data set; decides no
 *     result
 */
public record PlannedAttack(
    PlannedPlugin plugin,
    List<String> norms,
    Access access,
    Integer samples,
    AttackDescriptor.Ascent ascent,
    Map<String, List<String>> goals,
    Map<String, Passes> passes) {

  public PlannedAttack {
    goals = goals == null ? Map.of() : goals;
    ascent = ascent == null ? AttackDescriptor.Ascent.OTHER : ascent;
    passes = passes == null ? Map.of() : passes;
  }

  /** A plugin's attack with its descriptor's declarations. */
  static PlannedAttack of(
      Plugin plugin,
      PlannedPlugin planned,
      List<String> norms,
      Integer samples,
      Map<String, Passes> passes) {
    AttackDescriptor declared = plugin.attack();
    return new PlannedAttack(
        planned,
        norms,
        declared.access(),
        samples,
        declared.ascent(),
        goals(declared, norms),
        passes);
  }

  private static Map<String, List<String>> goals(AttackDescriptor declared, List<String> norms) {
    Map<String, List<String>> goals = new TreeMap<>();
    for (Norm norm : declared.norms()) {
      if (norms.contains(norm.id()) && !declared.goals(norm).equals(Set.of(Goal.Kind.UNTARGETED))) {
        goals.put(norm.id(), declared.goals(norm).stream().map(Goal.Kind::id).toList());
      }
    }
    return goals;
  }

  public String label() {
    return plugin.label();
  }

  public boolean runsUnder(PlannedThreatModel threatModel) {
    return norms.contains(threatModel.norm())
        && goals(threatModel.norm()).contains(threatModel.kind().id());
  }

  private List<String> goals(String norm) {
    return goals.getOrDefault(norm, List.of(Goal.Kind.UNTARGETED.id()));
  }

  /** Norms and goals, {@code runs under linf and l2 (untargeted, targeted)}. */
  String goalsInWords() {
    return norms.stream()
        .map(norm -> norm + " " + String.join("/", goals(norm)))
        .collect(Collectors.joining(" and ", "runs under ", ""));
  }

  /** How many of a model's samples it attacks, from the first on. */
  public int samplesOf(PlannedModel model, PlannedDataset dataset) {
    int most = model.samplesOf(dataset);
    return samples == null ? most : Math.min(samples, most);
  }

  /** The same attack on fewer test samples. */
  public PlannedAttack onFirst(int count) {
    return new PlannedAttack(plugin, norms, access, count, ascent, goals, passes);
  }
}
