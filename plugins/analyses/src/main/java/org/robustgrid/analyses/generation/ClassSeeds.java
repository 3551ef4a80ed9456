package org.robustgrid.analyses.generation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.robustgrid.analyses.reading.ClassPools;
import org.robustgrid.analyses.reading.Gallery;
import org.robustgrid.numerics.generation.ClassGaussian;
import org.robustgrid.numerics.generation.Grain;
import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.analysis.AnalysisRequest;
import org.robustgrid.spi.random.RandomKey;
import org.robustgrid.spi.random.RandomStream;

/**
 * Draws the seeds of generated images: from a Gaussian fitted to a class (Santurkar et al. 2019;
 * Kaur et al. 2019, section 4), or uniformly from the domain.
 *
 * @param kind distribution of the seeds
 * @param rank rank of a low-rank Gaussian
 * @param ridge variance added to each pixel, so that the covariance is not singular
 * @param grain side of the blocks whose means the Gaussian is fitted to
 */
record ClassSeeds(Kind kind, int rank, double ridge, int grain) {

  /** The distribution that seeds are drawn from. */
  enum Kind {
    GAUSSIAN,
    LOW_RANK,
    UNIFORM
  }

  static final Parameter<Kind> SEEDS =
      Parameter.choice("seeds", Kind.class, "distribution of the start points");

  static final Parameter<Integer> RANK =
      Parameter.integer("rank", 20, "rank of low-rank seeds").atLeast(1).atMost(10_000);

  static final Parameter<Double> RIDGE =
      Parameter.real("ridge", 1e-4, "variance added to each pixel of a seed").atLeast(0);

  static final Parameter<Integer> GRAIN =
      Parameter.integer("grain", 1, "side of the pixel blocks in which seeds are constant")
          .atLeast(1)
          .atMost(1000);

  static ClassSeeds of(Parameters parameters) {
    return new ClassSeeds(
        parameters.get(SEEDS), parameters.get(RANK), parameters.get(RIDGE), parameters.get(GRAIN));
  }

  /**
   * Checks that seeds of these data can be drawn.
   *
   * @throws IllegalArgumentException otherwise
   */
  void requireFit(DataDescription data) {
    long[] shape = data.inputShape();
    if (grain > 1 && (shape.length != 3 || shape[1] % grain != 0 || shape[2] % grain != 0)) {
      throw new IllegalArgumentException(
          "grain is "
              + grain
              + ", but blocks with that side do not divide inputs of shape "
              + Arrays.toString(shape));
    }
    boolean bounded = Double.isFinite(data.domain().low()) && Double.isFinite(data.domain().high());
    if (kind == Kind.UNIFORM && !bounded) {
      throw new IllegalArgumentException("seeds are uniform, but the data have no bounds");
    }
  }

  /**
   * Draws seeds of one class, clipped to the domain.
   *
   * @param pool the images that the Gaussian is fitted to, at least 1
   * @param random keys each seed by its number
   * @return seeds, each in C order
   */
  List<double[]> draw(AnalysisRequest request, double[][] pool, int count, RandomKey random) {
    List<double[]> seeds = new ArrayList<>();
    if (kind == Kind.UNIFORM) {
      double low = request.domain().low();
      double range = request.domain().high() - low;
      for (int i = 0; i < count; i++) {
        double[] seed = new double[pool[0].length];
        RandomStream stream = random.with(i).stream();
        for (int pixel = 0; pixel < seed.length; pixel++) {
          seed[pixel] = low + range * stream.nextDouble();
        }
        seeds.add(seed);
      }
      return seeds;
    }
    Grain blocks = blocks(request);
    double[][] coarse = new double[pool.length][];
    for (int i = 0; i < coarse.length; i++) {
      coarse[i] = blocks == null ? pool[i] : blocks.pool(pool[i]);
    }
    for (double[] seed : gaussian(ClassGaussian.of(coarse), count, random)) {
      double[] fine = blocks == null ? seed : blocks.repeat(seed);
      for (int i = 0; i < fine.length; i++) {
        fine[i] = request.domain().clip(fine[i]);
      }
      seeds.add(fine);
    }
    return seeds;
  }

  private double[][] gaussian(ClassGaussian fitted, int count, RandomKey random) {
    int images = fitted.centred().length;
    int pixels = fitted.mean().length;
    if (kind == Kind.LOW_RANK) {
      return fitted.truncated(normals(count, Math.min(rank, Math.min(images, pixels)), random));
    }
    return fitted.inSampleSpace(
        normals(count, images, random.with("images")),
        normals(count, pixels, random.with("pixels")),
        ridge);
  }

  private static double[][] normals(int count, int length, RandomKey random) {
    double[][] normals = new double[count][length];
    for (int i = 0; i < count; i++) {
      random.with(i).stream().fillGaussian(normals[i], 0, length);
    }
    return normals;
  }

  private Grain blocks(AnalysisRequest request) {
    if (grain == 1 || !Gallery.fits(request)) {
      return null;
    }
    long[] shape = request.inputShape();
    return new Grain((int) shape[0], (int) shape[1], (int) shape[2], grain);
  }

  /** Describes the seeds, and the ridge of a singular covariance, in a note. */
  String words(ClassPools pools, int[] classes) {
    if (kind == Kind.UNIFORM) {
      return "Seeds are uniform over the domain.";
    }
    int fewest = Integer.MAX_VALUE;
    int pixels = 0;
    for (int label : classes) {
      fewest = Math.min(fewest, pools.byClass().get(label).size());
      pixels = pools.byClass().get(label).get(0).length / (grain * grain);
    }
    String fitted =
        "Seeds are drawn from a Gaussian"
            + (kind == Kind.LOW_RANK ? " of rank " + rank : "")
            + " fitted to the training samples of each class, at least "
            + fewest
            + ".";
    boolean singular = kind == Kind.GAUSSIAN && fewest <= pixels;
    return singular
        ? fitted
            + " The covariance is singular, since there are no more samples than pixels; a"
            + " variance of "
            + ridge
            + " is added to each pixel."
        : fitted;
  }
}
