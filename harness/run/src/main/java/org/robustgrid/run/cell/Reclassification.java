package org.robustgrid.run.cell;

import java.util.List;

/**
 * Repeated predictions of a model on the kept adversarial images of a cell.
 *
 * @param weightHash of the model that was asked
 * @param broken broken samples by the cell's result, of those whose image was kept
 * @param differing samples for which the model's answer differs from the stored result
 * @param confirmed broken samples whose image still fools the model
 * @param rounded broken samples whose image still does with every value rounded to a multiple of
 *     1/255; null if the data's domain is not [0, 1]
 * @param sameRows whether the network computed as many samples at once as when the images were
 *     judged; rounding may differ otherwise, and then no sample is reported as differing
 */
public record Reclassification(
    String weightHash,
    List<Integer> broken,
    List<Integer> differing,
    List<Integer> confirmed,
    List<Integer> rounded,
    boolean sameRows) {}
