package org.robustgrid.run.worker;

import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.run.plan.ExecutionProfile;
import org.robustgrid.run.plan.PlannedModel;
import org.robustgrid.spi.attack.Goal;

/**
 * Judges a row's test samples in blocks of the same boundaries for every purpose: by the clean
 * evaluation, by each attack and each check, by an audit. A sample has the same place in a batch of
 * the same size each time, and the same draws, so that an image that has not changed gets the same
 * verdict, bit by bit: kernels may differ in their last bits from one batch size to another.
 */
final class BlockJudge {

  private final Judge judge;
  private final LoadedModel model;
  private final OpenDataset dataset;
  private final int samples;
  private final int rows;

  /**
   * A judge of one row.
   *
   * @param profile says how many samples a block has, and how often a randomised classifier is
   *     asked about each
   */
  BlockJudge(
      PlannedModel planned, LoadedModel model, OpenDataset dataset, ExecutionProfile profile) {
    this.judge = judge(planned, model, profile);
    this.model = model;
    this.dataset = dataset;
    this.samples = planned.samplesOf(dataset.plan());
    this.rows = profile.rows(dataset.inputLength());
  }

  /** The judge of a row, under draws that depend only on the seed and the sample. */
  static Judge judge(PlannedModel planned, LoadedModel model, ExecutionProfile profile) {
    return new Judge(
        model.classifier(), model.plain(), planned.under(profile).judgements(), planned.seed());
  }

  /** The first sample of the block that a sample belongs to. */
  int begin(int sample) {
    return sample - sample % rows;
  }

  /** The first sample after that block. */
  int end(int sample) {
    return Math.min(samples, begin(sample) + rows);
  }

  /** Judges a whole block by the true classes. */
  Judgement judge(int sample, Map<Integer, double[]> changed) {
    return judge(sample, changed, Map.of());
  }

  /**
   * Judges a whole block.
   *
   * @param sample any of the block
   * @param changed images by sample, C order; the others of the block are the originals
   * @param decisive the class asked about, by sample; the others of the block are asked about by
   *     their true classes
   * @return rows from {@link #begin} on
   */
  Judgement judge(int sample, Map<Integer, double[]> changed, Map<Integer, Integer> decisive) {
    return judge.judge(images(sample, changed), indices(sample), labels(sample, decisive));
  }

  /**
   * Judges a whole block several times, each by a single fresh draw.
   *
   * @param goal of the attack on it
   * @return by row, whether any of them breaks it
   */
  boolean[] resubmit(
      int sample,
      Map<Integer, double[]> changed,
      Map<Integer, Integer> decisive,
      int times,
      Goal.Kind goal) {
    boolean[] broken = new boolean[end(sample) - begin(sample)];
    INDArray images = images(sample, changed);
    for (int number = 0; number < times; number++) {
      Judgement one =
          judge.alone(images.dup('c'), indices(sample), labels(sample, decisive), number);
      for (int row = 0; row < broken.length; row++) {
        broken[row] |= one.broken(row, goal);
      }
    }
    return broken;
  }

  private long[] indices(int sample) {
    return LongStream.range(begin(sample), end(sample)).toArray();
  }

  private int[] labels(int sample, Map<Integer, Integer> decisive) {
    return IntStream.range(begin(sample), end(sample))
        .map(i -> decisive.getOrDefault(i, dataset.plan().labels().get(i)))
        .toArray();
  }

  private INDArray images(int sample, Map<Integer, double[]> changed) {
    int[] block = IntStream.range(begin(sample), end(sample)).toArray();
    float[] originals = dataset.testImages(block);
    int length = dataset.inputLength();
    double[] values = new double[originals.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = originals[i];
    }
    for (int row = 0; row < block.length; row++) {
      double[] image = changed.get(block[row]);
      if (image != null) {
        System.arraycopy(image, 0, values, row * length, length);
      }
    }
    return dataset.batch(values, model.network().precision());
  }
}
