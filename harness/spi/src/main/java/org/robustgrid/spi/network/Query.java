package org.robustgrid.spi.network;

import java.util.Objects;
import org.robustgrid.spi.random.RandomKey;

/**
 * The samples and the randomness of one call to a classifier.
 *
 * @param samples for each row of the batch, the sample's index in the data set; randomness is keyed
 *     by it, so that a sample's draws do not depend on the rest of the batch
 * @param draw the key of this call's randomness, without the sample; ignored by deterministic
 *     classifiers. An attack passes a new key for every step
 * @since 0.1
 */
public record Query(long[] samples, RandomKey draw) {

  public Query {
    Objects.requireNonNull(samples, "samples");
    Objects.requireNonNull(draw, "draw");
  }

  /** The key of the row's sample under this call. */
  public RandomKey row(int row) {
    return draw.with(samples[row]);
  }
}
