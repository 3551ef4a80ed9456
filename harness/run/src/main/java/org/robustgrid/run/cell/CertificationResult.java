package org.robustgrid.run.cell;

import java.util.List;

/**
 * A model's certificates of the first test samples of its data set.
 *
 * @param key the cell's key
 * @param decisions the certified class by sample; −1 if the classifier abstained
 * @param radii L2 radius by sample within which the decision is constant; 0 if it abstained
 * @param draws random draws spent by sample
 * @param seconds wall-clock time of the cell
 * @param modelSeconds the part of it spent in the model
 * @param passes forward passes of the model, in samples
 * @param microBatch samples that the network computed at once, where memory held fewer than the
 *     profile says; else null
 */
public record CertificationResult(
    String key,
    List<Integer> decisions,
    List<Double> radii,
    List<Long> draws,
    double seconds,
    double modelSeconds,
    long passes,
    Integer microBatch)
    implements CellResult {}
