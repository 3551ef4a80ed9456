package org.robustgrid.numerics.attack;

import java.util.Objects;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.spi.RandomKey;

/**
 * Where a run begins and which randomness it draws from.
 *
 * <p>A sample's random start is drawn from {@code random.with("start").with(restart).with(sample)},
 * a randomised model's draws from {@code random.with("draw").with(restart).with(step)}.
 *
 * @param random the attack's key
 * @param restart counted from 0
 * @param given starting points to use instead of random ones, shaped as the images
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

  RandomKey noise(long sample) {
    return random.with("start").with(restart).with(sample);
  }

  RandomKey draw(int step) {
    return random.with("draw").with(restart).with(step);
  }
}
