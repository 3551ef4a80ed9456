package org.robustgrid.run.replay;

import java.util.List;

/**
 * The result of a replay.
 *
 * @param differences between the stored outcome and the one computed now; none where they are equal
 *     bit by bit
 * @param provenance in which this harness and machine are not those of the run
 * @param images kept adversarial images that were compared
 */
public record ReplayReport(List<String> differences, List<String> provenance, int images) {

  public ReplayReport {
    differences = List.copyOf(differences);
    provenance = List.copyOf(provenance);
  }

  /** Whether the outcome is the same, bit by bit. */
  public boolean equal() {
    return differences.isEmpty();
  }
}
