package org.robustgrid.numerics.attack;

import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.spi.StoppedException;

/**
 * The result of one run of APGD.
 *
 * @param robust for each row, whether no iterate was misclassified, the start included
 * @param bestLoss each row's largest loss; NaN if the first evaluation was not reached
 * @param best the points of the largest loss, shaped as the images
 * @param adversarial the last misclassified iterates; where there was none, the start
 * @param vanished for each row, whether a gradient was exactly zero
 * @param notFinite for each row, whether a gradient held NaN or an infinity
 * @param stopped set when the harness stopped the run before its last step
 * @since 0.1
 */
public record ApgdResult(
    boolean[] robust,
    double[] bestLoss,
    INDArray best,
    INDArray adversarial,
    boolean[] vanished,
    boolean[] notFinite,
    Optional<StoppedException> stopped) {}
