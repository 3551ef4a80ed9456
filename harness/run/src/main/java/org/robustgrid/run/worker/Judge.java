package org.robustgrid.run.worker;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.Decisions;
import org.robustgrid.spi.network.Classifier;
import org.robustgrid.spi.network.Query;
import org.robustgrid.spi.random.RandomKey;

/**
 * Decides the prediction of a deployed classifier. A randomised one is judged by the majority of
 * draws that no attack is given, so that none has tuned its images to them.
 *
 * <p>Draws are keyed by the model's seed, their number and the sample, and by nothing else: whoever
 * judges, after whichever attack, has the same vote on the same image. With a new vote for each
 * attack, a sample would have to win all of them, and the worst case of a randomised row would
 * decrease with every added attack, however weak.
 */
final class Judge {

  private final Classifier classifier;
  private final boolean plain;
  private final int draws;
  private final long seed;
  private final RandomKey random;

  /**
   * A judge.
   *
   * @param plain whether the classifier is the network itself, so that its logits decide
   * @param draws of a randomised classifier
   * @param seed of the model
   */
  Judge(Classifier classifier, boolean plain, int draws, long seed) {
    this.classifier = classifier;
    this.plain = plain;
    this.draws = draws;
    this.seed = seed;
    this.random = RandomKey.of(seed).with("judge");
  }

  /**
   * Judges a batch.
   *
   * @param images [rows, …input shape]
   * @param samples index of each row
   * @param labels true class of each row
   */
  Judgement judge(INDArray images, long[] samples, int[] labels) {
    return classifier.randomised()
        ? majority(images, samples, labels)
        : once(images, new Query(samples, random), labels);
  }

  /**
   * Judges a batch by a single draw that neither an attack nor a vote is given. All attacks are
   * judged by the same draws, as with votes.
   *
   * @param number of the draw
   */
  Judgement alone(INDArray images, long[] samples, int[] labels, int number) {
    RandomKey draw = RandomKey.of(seed).with("resubmission").with(number);
    return once(images, new Query(samples, draw), labels);
  }

  private Judgement once(INDArray images, Query query, int[] labels) {
    INDArray logits = classifier.logits(images, query);
    boolean[] finite = Decisions.finite(logits);
    int[] predictions = plain ? Decisions.of(logits) : classifier.decisions(images, query).clone();
    boolean[] right = new boolean[labels.length];
    for (int i = 0; i < labels.length; i++) {
      if (!finite[i]) {
        predictions[i] = Classifier.ABSTAIN;
      }
      right[i] = predictions[i] == labels[i];
    }
    return new Judgement(predictions, right, finite, new double[0]);
  }

  private Judgement majority(INDArray images, long[] samples, int[] labels) {
    int rows = labels.length;
    int[][] votes = new int[rows][classifier.classes() + 1];
    boolean[] finite = new boolean[rows];
    java.util.Arrays.fill(finite, true);
    for (int d = 0; d < draws; d++) {
      Judgement one = once(images, new Query(samples, random.with(d)), labels);
      for (int i = 0; i < rows; i++) {
        finite[i] &= one.finite()[i];
        // the last slot counts abstentions
        int vote = one.predictions()[i];
        votes[i][vote == Classifier.ABSTAIN ? classifier.classes() : vote]++;
      }
    }
    int[] predictions = new int[rows];
    boolean[] right = new boolean[rows];
    double[] agreement = new double[rows];
    for (int i = 0; i < rows; i++) {
      agreement[i] = finite[i] ? votes[i][labels[i]] / (double) draws : 0;
      right[i] = agreement[i] > 0.5;
      predictions[i] = finite[i] ? winner(votes[i], labels[i], right[i]) : Classifier.ABSTAIN;
    }
    return new Judgement(predictions, right, finite, agreement);
  }

  private int winner(int[] votes, int label, boolean right) {
    int best = right ? label : -1;
    for (int c = 0; c < votes.length && !right; c++) {
      if (c != label && (best < 0 || votes[c] > votes[best])) {
        best = c;
      }
    }
    return best == classifier.classes() ? Classifier.ABSTAIN : best;
  }
}
