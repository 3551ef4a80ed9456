package org.robustgrid.run.plan;

import java.util.List;

/**
 * An attack instance of a plan.
 *
 * @param plugin the attack; the label names the column
 * @param norms ids of the norms it is run under
 * @param access what it is granted: the id of an {@link org.robustgrid.spi.Access}
 * @param samples the first so many test samples; null for all
 */
public record PlannedAttack(
    PlannedPlugin plugin, List<String> norms, String access, Integer samples) {

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
    return new PlannedAttack(plugin, norms, access, count);
  }
}
