package org.robustgrid.run.cell;

import java.util.List;

/**
 * The outcome of repeating an attack on some samples of its cell.
 *
 * @param apart samples whose outcome is not the stored one when they are attacked by themselves,
 *     where kernels may differ in their last bits
 * @param differing samples whose stored outcome differs from that of a repeated attack in the
 *     original batches; all samples of the batches of {@code apart} were compared
 * @param sameRows whether the network computed as many samples at once as when the cell was
 *     computed; rounding may differ otherwise, and then no sample is reported as differing
 */
public record Rerun(List<Integer> apart, List<Integer> differing, boolean sameRows) {

  public Rerun {
    apart = List.copyOf(apart);
    differing = List.copyOf(differing);
  }
}
