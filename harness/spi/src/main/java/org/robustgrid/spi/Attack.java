package org.robustgrid.spi;

/** Searches for adversarial examples. Stateless between runs; one thread calls a run. */
public interface Attack {

  /**
   * Attacks a batch.
   *
   * <p>The result for a sample may depend on its image, label, index, the key and the classifier,
   * never on its neighbours in the batch: the harness cuts batches as memory allows.
   *
   * @return adversarial images; where none was found, any point of the ball and the box (the
   *     original will do)
   * @throws StoppedException when the harness stopped the run
   */
  AttackResult run(AttackRequest request);
}
