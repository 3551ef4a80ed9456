package org.robustgrid.attacks;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.spi.Monitor;
import org.robustgrid.spi.network.Classifier;
import org.robustgrid.spi.network.Loss;
import org.robustgrid.spi.network.LossGradient;
import org.robustgrid.spi.network.Query;

/**
 * A classifier that reports an attack's progress at each query, where the harness can also stop it.
 */
final class WatchedClassifier implements Classifier {

  private final Classifier classifier;
  private final Monitor monitor;
  private final String attack;
  private final long questions;
  private long asked;

  /**
   * Wraps a classifier.
   *
   * @param attack the attack's id, for progress reports
   * @param questions largest number of queries, for progress reports
   */
  WatchedClassifier(Classifier classifier, Monitor monitor, String attack, long questions) {
    this.classifier = classifier;
    this.monitor = monitor;
    this.attack = attack;
    this.questions = questions;
  }

  @Override
  public long[] inputShape() {
    return classifier.inputShape();
  }

  @Override
  public int classes() {
    return classifier.classes();
  }

  @Override
  public boolean randomised() {
    return classifier.randomised();
  }

  @Override
  public INDArray logits(INDArray images, Query query) {
    report();
    return classifier.logits(images, query);
  }

  @Override
  public LossGradient lossGradient(INDArray images, Query query, Loss loss) {
    report();
    return classifier.lossGradient(images, query, loss);
  }

  @Override
  public int[] decisions(INDArray images, Query query) {
    report();
    return classifier.decisions(images, query);
  }

  private void report() {
    monitor.check();
    monitor.progress(Math.min(asked++, questions), questions, attack);
  }
}
