package org.robustgrid.engine.training;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.base.files.Sha256;
import org.robustgrid.spi.defense.TrainingSettings;

/** What a checkpoint belongs to: a hash of everything that decides a training's course. */
final class TrainingFingerprint {

  private TrainingFingerprint() {}

  /**
   * SHA-256 as four longs.
   *
   * @param parts data sizes, shapes, keys, the hash of the initial weights
   */
  static INDArray of(TrainingSettings settings, Object... parts) {
    String text =
        String.join(
            "\n",
            "epochs " + settings.epochs(),
            "batch-size " + settings.batchSize(),
            "optimizer " + settings.optimizer(),
            "learning-rate " + settings.learningRate(),
            "momentum " + settings.momentum(),
            "nesterov " + settings.nesterov(),
            "schedule " + settings.schedule(),
            "decay-epochs " + settings.decayPoints(),
            "decay-steps " + settings.decaySteps(),
            "decay-factor " + settings.decayFactor(),
            "decay-factors " + settings.decayFactors(),
            "warmup-epochs " + settings.warmupEpochs(),
            "elapsed-epochs " + settings.elapsedEpochs(),
            "weight-decay " + settings.weightDecay(),
            "weight-decay-on " + settings.weightDecayOn(),
            "average-decay " + settings.averageDecay(),
            "label-smoothing " + settings.labelSmoothing(),
            "gradient-clip " + settings.gradientClip(),
            "crop-padding " + settings.cropPadding(),
            "crop-fill " + settings.cropFill(),
            "cutout " + settings.cutout(),
            "horizontal-flip " + settings.horizontalFlip(),
            "replays " + settings.replays(),
            "select-best-epoch " + settings.selectBestEpoch(),
            Arrays.deepToString(parts));
    byte[] hash = Sha256.digest().digest(text.getBytes(StandardCharsets.UTF_8));
    long[] words = new long[4];
    ByteBuffer.wrap(hash).asLongBuffer().get(words);
    return Nd4j.createFromArray(words);
  }
}
