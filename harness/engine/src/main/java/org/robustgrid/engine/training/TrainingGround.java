package org.robustgrid.engine.training;

import java.nio.file.Path;
import java.util.Optional;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.Monitor;
import org.robustgrid.spi.data.DataView;
import org.robustgrid.spi.random.RandomKey;

/**
 * What all trainings of a trainer share.
 *
 * @param training the samples to learn from
 * @param validation the samples to choose on, may be empty
 * @param inputShape [channels, height, width] or [features]
 * @param domain the box of every coordinate
 * @param classes how many there are
 * @param checkpoints the folder of the training's own, if checkpoints are kept
 * @param keepEpochs whether every epoch's weights stay
 * @param random the trainings' randomness
 * @param monitor receives progress and may stop
 */
record TrainingGround(
    DataView training,
    DataView validation,
    long[] inputShape,
    Domain domain,
    int classes,
    Optional<Path> checkpoints,
    boolean keepEpochs,
    RandomKey random,
    Monitor monitor) {

  TrainingGround {
    if (keepEpochs && checkpoints.isEmpty()) {
      throw new IllegalArgumentException("keeping every epoch's weights needs a checkpoint folder");
    }
  }
}
