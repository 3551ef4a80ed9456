package org.robustgrid.numerics.attack;

import java.util.Objects;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.HostRows;
import org.robustgrid.numerics.norm.FeasibleSet;
import org.robustgrid.spi.random.RandomKey;

/**
 * The starting points and the randomness of a run.
 *
 * <p>A sample's random start is drawn from {@code random.with("start").with(restart).with(sample)},
 * a randomised model's draws from {@code random.with("draw").with(restart).with(step)}.
 *
 * @param random the attack's key
 * @param restart counted from 0
 * @param given starting points to use instead of random ones, shaped as the images
 * @since 0.1
 */
public record Start(RandomKey random, int restart, Optional<INDArray> given) {

  public Start {
    Objects.requireNonNull(random, "random");
    Objects.requireNonNull(given, "given");
  }

  /** A random start. */
  public static Start random(RandomKey random, int restart) {
    return new Start(random, restart, Optional.empty());
  }

  /** A given start. */
  public static Start at(INDArray points) {
    return new Start(RandomKey.of(0), 0, Optional.of(points));
  }

  /**
   * Writes where PGD begins: the given points or random ones of the ball, made feasible; else the
   * originals as they are.
   *
   * @param center the originals, rows one after the other
   * @param point receives the starts
   */
  void inside(
      FeasibleSet feasible,
      INDArray images,
      long[] samples,
      boolean drawn,
      double[] center,
      double[] point) {
    int length = Math.toIntExact(images.length() / Math.max(1, samples.length));
    HostArrays.read(given.orElse(images), point);
    HostRows.each(
        samples.length,
        length,
        row -> {
          int offset = row * length;
          if (given.isEmpty() && drawn) {
            feasible.ball().drawInside(noise(samples[row]).stream(), center, point, offset, length);
          }
          if (given.isPresent() || drawn) {
            feasible.settle(center, point, offset, length);
          }
        });
  }

  /** As {@link #inside}, but for APGD: random starts lie on the sphere, and all are feasible. */
  double[] onSphere(FeasibleSet feasible, INDArray images, long[] samples, double[] center) {
    int length = Math.toIntExact(images.length() / Math.max(1, samples.length));
    double[] point = HostArrays.read(given.orElse(images));
    HostRows.each(
        samples.length,
        length,
        row -> {
          int offset = row * length;
          if (given.isEmpty()) {
            feasible
                .ball()
                .drawOnSphere(noise(samples[row]).stream(), center, point, offset, length);
          }
          feasible.settle(center, point, offset, length);
        });
    return point;
  }

  RandomKey noise(long sample) {
    return random.with("start").with(restart).with(sample);
  }

  RandomKey draw(int step) {
    return random.with("draw").with(restart).with(step);
  }
}
