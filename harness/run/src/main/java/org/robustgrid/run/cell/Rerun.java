package org.robustgrid.run.cell;

import java.util.List;

/**
 * How samples of an attack's cell came out when they were attacked again.
 *
 * @param apart samples whose outcome is not the stored one when they are attacked by themselves,
 *     where kernels may differ in their last bits
 * @param differing samples of which the result tells something else than what comes out when they
 *     are attacked in the batches they were attacked in; of the batches of those apart, all samples
 *     were looked at
 * @param sameRows whether the network computed as many samples at once as when the cell was
 *     computed; rounding may differ otherwise, and no sample is told to differ then
 */
public record Rerun(List<Integer> apart, List<Integer> differing, boolean sameRows) {

  public Rerun {
    apart = List.copyOf(apart);
    differing = List.copyOf(differing);
  }
}
