package org.robustgrid.run.worker;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.robustgrid.leaderboard.Check;
import org.robustgrid.leaderboard.CheckEvidence;
import org.robustgrid.run.cell.CleanResult;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.network.Classifier;
import org.robustgrid.spi.random.RandomKey;
import org.robustgrid.spi.random.RandomStream;

/**
 * Asks whether a model decides the same about everything: all its test samples, the middle and the
 * ends of the domain, and noise. Nothing can be broken about such a model, and its gradients and
 * logits tell nothing of how it was attacked.
 */
final class ConstantCheck {

  /** Inputs that are no samples: three of one value, the others of noise. */
  private static final int PROBES = 16;

  private final OpenDataset dataset;
  private final DataType precision;
  private final Judge judge;
  private final int samples;

  /**
   * A check of one model.
   *
   * @param precision of the images that the judge asks about
   * @param samples the first so many are told of
   */
  ConstantCheck(OpenDataset dataset, DataType precision, Judge judge, int samples) {
    this.dataset = dataset;
    this.precision = precision;
    this.judge = judge;
    this.samples = samples;
  }

  /** Names the samples of other classes than the one that the model always decides for. */
  CheckEvidence of(CleanResult clean) {
    int decision = clean.predictions().get(0);
    boolean constant =
        decision != Classifier.ABSTAIN
            && clean.predictions().stream().allMatch(other -> other == decision)
            && decidesOnProbes(decision);
    List<Integer> missed =
        IntStream.range(0, samples)
            .filter(i -> constant && dataset.plan().labels().get(i) != decision)
            .boxed()
            .toList();
    return new CheckEvidence(
        Check.CONSTANT_MODEL.id(), "class " + decision, null, samples, missed, null);
  }

  private boolean decidesOnProbes(int decision) {
    Domain domain = dataset.data().domain();
    if (!Double.isFinite(domain.low()) || !Double.isFinite(domain.high())) {
      return true;
    }
    int length = dataset.inputLength();
    float[] values = new float[PROBES * length];
    for (int probe = 0; probe < PROBES; probe++) {
      RandomStream stream = RandomKey.of(0).with("probe").with(probe).stream();
      for (int i = 0; i < length; i++) {
        double share = probe < 3 ? probe / 2.0 : stream.nextDouble();
        values[probe * length + i] =
            (float) (domain.low() + share * (domain.high() - domain.low()));
      }
    }
    int[] classes = new int[PROBES];
    Arrays.fill(classes, decision);
    boolean[] same =
        judge
            .judge(
                dataset.batch(values, precision),
                IntStream.range(0, PROBES).asLongStream().toArray(),
                classes)
            .right();
    return IntStream.range(0, PROBES).allMatch(i -> same[i]);
  }
}
