package org.robustgrid.spi.attack;

import org.robustgrid.spi.StoppedException;

/**
 * Searches for adversarial examples. Stateless between runs; one thread calls a run.
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
   * <p>Each question to the classifier is about one row or more, of finite values, and names the
   * request's sample of each row; others fail the cell. Points outside the ball or the domain may
   * be asked about, but an answer that is not finite makes a sample fall only inside both.
   *
   * @return adversarial images; where none was found, any point of the ball and the box (the
   *     original will do)
   * @throws StoppedException when the harness stopped the run
   */
  AttackResult run(AttackRequest request);
}
