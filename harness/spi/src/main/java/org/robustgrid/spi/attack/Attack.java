package org.robustgrid.spi.attack;

import org.robustgrid.spi.StoppedException;

/**
 * Searches for adversarial examples. Stateless between runs; each run is called from one thread.
 *
 * @since 0.1
 */
public interface Attack {

  /**
   * Attacks a batch.
   *
   * <p>The result for a sample may depend on its image, label, index, the key and the classifier,
   * never on its neighbours in the batch: the harness cuts batches as memory allows.
   *
   * <p>Each query to the classifier has at least one row, finite values, and the request's sample
   * of each row; any other query fails the cell. Points outside the ball or the domain may be asked
   * about, but a non-finite answer counts the sample as broken only inside both.
   *
   * @return adversarial images; if none was found, any point inside the ball and the domain, for
   *     example the original
   * @throws StoppedException when the harness stopped the run
   */
  AttackResult run(AttackRequest request);
}
