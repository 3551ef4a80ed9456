package org.robustgrid.spi.network;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A batch's losses, logits and input gradient.
 *
 * <p>The arrays belong to the network that answered and are overwritten by its next call: copy what
 * must be kept.
 *
 * @param losses per sample, length = rows
 * @param logits [rows, classes]
 * @param gradient of the sum of the losses with respect to the input, shaped as the input
 * @since 0.1
 */
public record LossGradient(double[] losses, INDArray logits, INDArray gradient) {}
