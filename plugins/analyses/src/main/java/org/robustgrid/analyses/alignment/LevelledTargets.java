package org.robustgrid.analyses.alignment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.robustgrid.numerics.diffusion.DenoiserShape;
import org.robustgrid.numerics.diffusion.ScoreDifference;
import org.robustgrid.spi.analysis.AnalysisRequest;
import org.robustgrid.spi.network.Network;

/** Computes the score-based targets of samples at several noise levels and measures them. */
final class LevelledTargets {

  /** Numbers in an array of targets, 128 MiB, unless a single image has more. */
  private static final long MOST_NUMBERS = 1 << 24;

  private final AnalysisRequest request;
  private final Network denoiser;
  private final DenoiserShape shape;
  private final ClassTargets means;
  private final int[] present;
  private final TargetsAtLevel reference;
  private final List<TargetsAtLevel> levels;
  private final List<TargetsAtLevel> measured;

  /**
   * Measures nothing yet.
   *
   * @param means of the classes in {@code present}
   * @param present the classes that have a mean
   * @param reference the level of comparison
   * @param sigmas the levels
   * @param draws of the noise
   */
  LevelledTargets(
      AnalysisRequest request,
      Network denoiser,
      DenoiserShape shape,
      ClassTargets means,
      int[] present,
      double reference,
      List<Double> sigmas,
      int draws) {
    this.request = request;
    this.denoiser = denoiser;
    this.shape = shape;
    this.means = means;
    this.present = present.clone();
    this.levels =
        sigmas.stream()
            .map(sigma -> new TargetsAtLevel(new ScoreDifference(shape, sigma, draws)))
            .toList();
    this.measured = new ArrayList<>(levels);
    this.reference =
        levels.stream()
            .filter(level -> level.sigma() == reference)
            .findFirst()
            .orElseGet(
                () -> {
                  var unlisted = new TargetsAtLevel(new ScoreDifference(shape, reference, draws));
                  measured.add(unlisted);
                  return unlisted;
                });
  }

  /** The levels that are shown, without that of comparison if it is not among them. */
  List<TargetsAtLevel> levels() {
    return levels;
  }

  /** The levels that are measured, with that of comparison. */
  List<TargetsAtLevel> measured() {
    return measured;
  }

  /** How many images fit in memory at once with the targets of all their classes. */
  static int rows(int batchSize, DenoiserShape shape) {
    long each = (long) shape.classes() * shape.length();
    return (int) Math.min(batchSize, Math.max(1, MOST_NUMBERS / each));
  }

  /**
   * Measures some samples.
   *
   * @param pictures rows of the first ones; each gets the targets of the class after the sample's
   *     own
   */
  void measure(SampleRows.Batch batch, List<List<float[]>> pictures) {
    int length = shape.length();
    int each = shape.classes() * length;
    double[] compared = at(reference, batch);
    for (TargetsAtLevel level : measured) {
      double[] own = level == reference ? compared : at(level, batch);
      for (int row = 0; row < batch.size(); row++) {
        level.add(
            Arrays.copyOfRange(own, row * each, (row + 1) * each),
            Arrays.copyOfRange(compared, row * each, (row + 1) * each),
            toMeans(batch.images(), row * length),
            present);
      }
      for (int row = 0; row < pictures.size() && levels.contains(level); row++) {
        int next = (batch.labels()[row] + 1) % shape.classes();
        pictures
            .get(row)
            .add(GradientPicture.of(own, row * each + next * length, length, request.domain()));
      }
    }
  }

  private double[] at(TargetsAtLevel level, SampleRows.Batch batch) {
    request.monitor().check();
    return level
        .difference()
        .of(denoiser, batch.images(), batch.rows(), request.random().with("score-targets"));
  }

  /** The differences of the class means and an image, [classes × pixels]; 0 without a mean. */
  private double[] toMeans(float[] images, int from) {
    int length = shape.length();
    double[] x = new double[length];
    Arrays.setAll(x, i -> images[from + i]);
    double[] toMeans = new double[shape.classes() * length];
    for (int i = 0; i < present.length; i++) {
      double[] direction = means.target(ClassTargets.Kind.CLASS_MEAN, i, x);
      System.arraycopy(direction, 0, toMeans, present[i] * length, length);
    }
    return toMeans;
  }
}
