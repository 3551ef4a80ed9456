package org.robustgrid.run.executor;

import java.nio.file.Path;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.Monitor;
import org.robustgrid.spi.data.DataView;
import org.robustgrid.spi.random.RandomKey;

/**
 * What a trainer works with.
 *
 * @param training the samples to learn from
 * @param validation the samples to choose on; may be empty
 * @param inputShape [channels, height, width] or [features]
 * @param domain the box of every coordinate
 * @param classes how many there are
 * @param checkpoints the training's own folder, in which it finds what a killed one left
 * @param keepEpochs whether the weights after every epoch stay there
 * @param random the training's randomness
 * @param monitor receives progress and may stop
 */
public record TrainerRequest(
    DataView training,
    DataView validation,
    long[] inputShape,
    Domain domain,
    int classes,
    Path checkpoints,
    boolean keepEpochs,
    RandomKey random,
    Monitor monitor) {}
