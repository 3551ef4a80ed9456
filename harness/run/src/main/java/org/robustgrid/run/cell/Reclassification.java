package org.robustgrid.run.cell;

import java.util.List;

/**
 * What a model says of the kept adversarial images of a cell, asked again.
 *
 * @param weightHash of the model that was asked
 * @param fallen samples that fell by the cell's result, of those whose image was kept
 * @param differing samples of which the model says something else than the result tells
 * @param confirmed of the fallen: those whose image still fools the model
 * @param rounded of the fallen: those whose image still does with every value rounded to a multiple
 *     of 1/255; null where the data's domain is not [0, 1]
 * @param sameRows whether the network computed as many samples at once as when the images were
 *     judged; rounding may differ otherwise, and no sample is told to differ then
 */
public record Reclassification(
    String weightHash,
    List<Integer> fallen,
    List<Integer> differing,
    List<Integer> confirmed,
    List<Integer> rounded,
    boolean sameRows) {}
