package org.robustgrid.numerics.attack;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.network.Loss;

/**
 * APGD in L1 with radii 3ε, 2ε and ε, each stage from the best point of the one before (Croce and
 * Hein 2021, section 4); the last stage alone decides.
 *
 * @param epsilon radius of the last stage
 * @param steps of all stages: three tenths each, rounded up, for the first two
 * @param domain the box
 * @since 0.1
 */
public record ShrinkingRadii(double epsilon, int steps, Domain domain) {

  /**
   * Observes the start and result of each stage.
   *
   * @since 0.1
   */
  @FunctionalInterface
  public interface Observer {

    /**
     * Called after each stage.
     *
     * @param stage counted from 1
     * @param start C order
     * @param best the best points, C order
     */
    void after(int stage, double[] start, double[] best);
  }

  /** The stages' radii. */
  public double[] radii() {
    return new double[] {3 * epsilon, 2 * epsilon, epsilon};
  }

  /** The stages' steps. */
  public int[] iterations() {
    int first = (int) Math.ceil(0.3 * steps);
    return new int[] {first, first, steps - 2 * first};
  }

  /**
   * Attacks a batch.
   *
   * @param noise added to the images for the start, C order
   * @return of the last stage; of an earlier one if the harness stopped it there
   */
  public ApgdResult run(
      GradientSource source,
      INDArray images,
      int[] labels,
      long[] samples,
      Loss loss,
      double[] noise,
      Start random,
      Observer observer) {
    double[] center = HostArrays.read(images);
    int length = center.length / Math.max(1, labels.length);
    double[] q = center.clone();
    for (int i = 0; i < q.length; i++) {
      q[i] += noise[i];
    }
    double[] radii = radii();
    new SparseApgd(radii[0], 0, domain).project(center, q, length);
    ApgdResult result = null;
    for (int stage = 0; stage < radii.length; stage++) {
      SparseApgd apgd = new SparseApgd(radii[stage], iterations()[stage], domain);
      apgd.project(center, q, length);
      Start draws =
          new Start(random.random().with("stage").with(stage), random.restart(), random.given());
      result = apgd.run(source, images, labels, samples, loss, q, false, draws);
      double[] best = HostArrays.read(result.best());
      observer.after(stage + 1, q, best);
      q = best;
      if (result.stopped().isPresent()) {
        break;
      }
    }
    return result;
  }
}
