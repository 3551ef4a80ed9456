package org.robustgrid.analyses.generation;

import java.util.ArrayList;
import java.util.List;
import org.robustgrid.analyses.reading.ClassPools;
import org.robustgrid.analyses.reading.Gallery;
import org.robustgrid.numerics.generation.ClassGaussian;
import org.robustgrid.numerics.generation.Grain;
import org.robustgrid.spi.analysis.AnalysisRequest;
import org.robustgrid.spi.random.RandomKey;
import org.robustgrid.spi.random.RandomStream;

/**
 * Where generated images start: drawn from a Gaussian that is fitted to a class (Santurkar et al.
 * 2019; Kaur et al. 2019, section 4), or uniformly from the domain.
 *
 * @param kind of seeds
 * @param rank of a low-rank Gaussian
 * @param ridge added to the variance of each pixel, so that a singular covariance is none
 * @param grain side of the blocks whose means the Gaussian is fitted to
 */
record ClassSeeds(Kind kind, int rank, double ridge, int grain) {

  /** What seeds are drawn from. */
  enum Kind {
    GAUSSIAN,
    LOW_RANK,
    UNIFORM
  }

  /**
   * Seeds of one class, clipped to the domain.
   *
   * @param pool the images that the Gaussian is fitted to, at least 1
   * @param random keys each seed by its number
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

  /** In words, with what becomes of singular covariances. */
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
            + " fitted to each class's training samples, at least "
            + fewest
            + ".";
    boolean singular = kind == Kind.GAUSSIAN && fewest <= pixels;
    return singular
        ? fitted
            + " With no more samples than values its covariance is singular; a variance of "
            + ridge
            + " is added to each value."
        : fitted;
  }
}
