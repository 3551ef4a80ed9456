package org.robustgrid.numerics.attack;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.StoppedException;
import org.robustgrid.spi.attack.ThreatModel;
import org.robustgrid.spi.network.Classifier;

/**
 * FAB, the search for the nearest misclassified point by Croce and Hein, Minimally distorted
 * adversarial examples with a fast adaptive boundary attack (ICML 2020), algorithm 1, untargeted
 * and as AutoAttack runs it (without the final search).
 *
 * <p>Each step linearises the classifier at the iterate, takes the class whose boundary is nearest,
 * projects iterate and image to that boundary within the box, and goes to a mix of the two (their
 * equations 7 to 9), a little beyond. An iterate that is misclassified is remembered where it is
 * nearer than what was found, and pulled back towards the image. With K classes a step costs K − 1
 * gradients and one forward pass, or as many gradients as {@link Builder#rivals} allows.
 *
 * <p>Rows that are misclassified at the start are not searched: their image is the answer. A class
 * whose gap or gradient is not finite is left out of the step, and the nearest of the others is
 * taken; without any, or where the nearest one's gradient is zero, the row stays where it is in
 * that step and is flagged. A row is flagged as not finite also where one of its classes was left
 * out of every step: the search was blind towards it.
 *
 * @since 0.1
 */
public final class FastAdaptiveBoundary {

  private final ThreatModel threat;
  private final Domain domain;
  private final int steps;
  private final double largestMix;
  private final double overshoot;
  private final double pullBack;
  private final int rivals;
  private final IterateObserver observer;

  private FastAdaptiveBoundary(Builder b) {
    this.threat = b.threat;
    this.domain = b.domain;
    this.steps = b.steps;
    this.largestMix = b.largestMix;
    this.overshoot = b.overshoot;
    this.pullBack = b.pullBack;
    this.rivals = b.rivals;
    this.observer = b.observer;
  }

  /**
   * A search in the threat model's norm; its epsilon only sizes random starts, and may be infinite.
   */
  public static Builder builder(ThreatModel threat) {
    return new Builder(threat);
  }

  /**
   * Searches for a batch.
   *
   * @param images the originals, [rows, …], float or double, in the box; not changed
   * @param labels each row's class
   * @param samples each row's index in the data set
   * @param start given points; or restart 0, which begins at the images; or a later restart, which
   *     begins half epsilon away from them, in a random direction
   */
  public BoundaryResult run(
      Classifier classifier, INDArray images, int[] labels, long[] samples, Start start) {
    return run(classifier, images, labels, new int[0], samples, start);
  }

  /**
   * Searches along the boundary to one class for each row, as FAB-T does; any wrong class counts.
   *
   * @param targets each row's class other than its label
   */
  public BoundaryResult run(
      Classifier classifier,
      INDArray images,
      int[] labels,
      int[] targets,
      long[] samples,
      Start start) {
    BoundarySearch search =
        new BoundarySearch(
            threat, domain, classifier, images, labels, samples, start, rivals, targets);
    Optional<StoppedException> stopped = Optional.empty();
    try {
      search.begin();
      observer.iterate(0, search.iterates());
      for (int step = 0; step < steps && search.searching(); step++) {
        search.step(step, largestMix, overshoot);
        search.judge(step, pullBack);
        observer.iterate(step + 1, search.iterates());
      }
    } catch (StoppedException e) {
      stopped = Optional.of(e);
    }
    INDArray adversarial = images.dup('c');
    HostArrays.write(search.nearest(), adversarial);
    return new BoundaryResult(
        adversarial,
        Arrays.copyOf(search.distances(), labels.length),
        search.vanished(),
        search.notFinite(),
        stopped);
  }

  /**
   * Builds a {@link FastAdaptiveBoundary}; unset values are the paper's.
   *
   * @since 0.1
   */
  public static final class Builder {
    private final ThreatModel threat;
    private Domain domain = Domain.UNIT;
    private int steps = 100;
    private double largestMix = 0.1;
    private double overshoot = 1.05;
    private double pullBack = 0.9;
    private int rivals;
    private IterateObserver observer = IterateObserver.NONE;

    private Builder(ThreatModel threat) {
      this.threat = Objects.requireNonNull(threat, "threat");
    }

    public Builder domain(Domain value) {
      domain = Objects.requireNonNull(value, "domain");
      return this;
    }

    public Builder steps(int value) {
      steps = value;
      return this;
    }

    /** α_max: the largest share of the image's projection in the next iterate. */
    public Builder largestMix(double value) {
      largestMix = value;
      return this;
    }

    /** η: how far beyond the boundary a step goes, as a multiple of the way to it. */
    public Builder overshoot(double value) {
      overshoot = value;
      return this;
    }

    /** β: the share of the way from the image that a misclassified iterate keeps. */
    public Builder pullBack(double value) {
      pullBack = value;
      return this;
    }

    /**
     * The most classes of a row whose boundaries a step looks for, those of its image's largest
     * logits; 0 for all. With many classes the distant ones cost much and win hardly ever.
     */
    public Builder rivals(int value) {
      rivals = value;
      return this;
    }

    public Builder observer(IterateObserver value) {
      observer = Objects.requireNonNull(value, "observer");
      return this;
    }

    /**
     * Builds the search.
     *
     * @throws IllegalArgumentException for a negative number of steps or rivals, or shares outside
     *     [0,1]
     */
    public FastAdaptiveBoundary build() {
      boolean shares = largestMix >= 0 && largestMix <= 1 && pullBack >= 0 && pullBack <= 1;
      if (steps < 0 || rivals < 0 || !shares || !(overshoot >= 1)) {
        throw new IllegalArgumentException(
            "steps and rivals must be at least 0, alpha-max and beta in [0,1] and eta at least 1,"
                + " but are "
                + steps
                + ", "
                + rivals
                + ", "
                + largestMix
                + ", "
                + pullBack
                + " and "
                + overshoot);
      }
      return new FastAdaptiveBoundary(this);
    }
  }
}
