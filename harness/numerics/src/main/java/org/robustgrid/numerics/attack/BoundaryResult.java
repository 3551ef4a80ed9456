package org.robustgrid.numerics.attack;

import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.spi.StoppedException;

/**
 * The result of one run of the fast adaptive boundary attack.
 *
 * @param adversarial for each row, the misclassified point nearest to its image; the image itself
 *     where none was found or where it is misclassified already
 * @param distances of those points from the images in the run's norm; infinite where none was found
 * @param vanished for each row, whether the chosen boundary's normal was exactly zero
 * @param notFinite for each row, whether NaN or infinities kept it in place in some step, or hid
 *     the boundary of one of its classes in every step
 * @param stopped set when the harness stopped the run before its last step
 * @since 0.1
 */
public record BoundaryResult(
    INDArray adversarial,
    double[] distances,
    boolean[] vanished,
    boolean[] notFinite,
    Optional<StoppedException> stopped) {}
