package org.robustgrid.numerics.attack;

import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.spi.StoppedException;

/**
 * The result of projected gradient descent.
 *
 * @param iterates the final iterates, shaped as the images; overwritten by the next run of the same
 *     object
 * @param vanished for each row, whether a gradient was exactly zero
 * @param notFinite for each row, whether a gradient held NaN or an infinity
 * @param stopped set when the harness stopped the run; the iterates are the last ones then
 * @since 0.1
 */
public record PgdResult(
    INDArray iterates,
    boolean[] vanished,
    boolean[] notFinite,
    Optional<StoppedException> stopped) {}
