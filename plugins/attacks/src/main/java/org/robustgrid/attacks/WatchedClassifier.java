package org.robustgrid.attacks;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.spi.Monitor;
import org.robustgrid.spi.network.Classifier;
import org.robustgrid.spi.network.Loss;
import org.robustgrid.spi.network.LossGradient;
import org.robustgrid.spi.network.Query;

/** A classifier that reports an attack's progress with each question, and lets it be stopped. */
final class WatchedClassifier implements Classifier {

  private final Classifier classifier;
  private final Monitor monitor;
  private final String attack;
  private final long questions;
  private long asked;

  /**
   * Watches a classifier.
   *
   * @param attack its id, for the reports
   * @param questions that the attack asks at most
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
