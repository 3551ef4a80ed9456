package org.robustgrid.run.plan;

import java.util.List;
import java.util.Map;
import org.robustgrid.run.plugin.Plugin;
import org.robustgrid.spi.Passes;
import org.robustgrid.spi.attack.AttackDescriptor;

/**
 * An attack instance of a plan.
 *
 * @param plugin the attack; the label names the column
 * @param norms ids of the norms it is run under
 * @param access what it is granted: the id of an {@link org.robustgrid.spi.Access}
 * @param samples the first so many test samples; null for all
 * @param ascent how it climbs the loss, as its descriptor declares
 * @param passes what it says that it takes on each sample, by label of the data set; decides no
 *     result
 */
public record PlannedAttack(
    PlannedPlugin plugin,
    List<String> norms,
    String access,
    Integer samples,
    AttackDescriptor.Ascent ascent,
    Map<String, Passes> passes) {

  public PlannedAttack {
    ascent = ascent == null ? AttackDescriptor.Ascent.OTHER : ascent;
    passes = passes == null ? Map.of() : passes;
  }

  /** A plugin's attack with what its descriptor declares. */
  static PlannedAttack of(
      Plugin plugin,
      PlannedPlugin planned,
      List<String> norms,
      Integer samples,
      Map<String, Passes> passes) {
    AttackDescriptor declared = plugin.attack();
    return new PlannedAttack(
        planned, norms, declared.access().name(), samples, declared.ascent(), passes);
  }

  public String label() {
    return plugin.label();
  }

  public boolean runsUnder(PlannedThreatModel threatModel) {
    return norms.contains(threatModel.norm());
  }

  /** How many of a model's samples it attacks: the first so many. */
  public int samplesOf(PlannedModel model, PlannedDataset dataset) {
    int most = model.samplesOf(dataset);
    return samples == null ? most : Math.min(samples, most);
  }

  /** The same attack on the first so many test samples. */
  PlannedAttack onFirst(int count) {
    return new PlannedAttack(plugin, norms, access, count, ascent, passes);
  }
}
