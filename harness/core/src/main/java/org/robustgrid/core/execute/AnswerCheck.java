package org.robustgrid.core.execute;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.core.plan.Check;
import org.robustgrid.core.plan.ExecutionProfile;
import org.robustgrid.core.run.CheckEvidence;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.loss.CrossEntropy;
import org.robustgrid.spi.Classifier;
import org.robustgrid.spi.Query;
import org.robustgrid.spi.RandomKey;

/** Looks at a classifier's answers about clean images: gradients, logits, and what chance does. */
final class AnswerCheck {

  /** Two answers of one network may differ by rounding where a batch is split another way. */
  private static final double SAME = 1e-4;

  private static final double ONE_SUM = 1e-3;

  private final Classifier classifier;
  private final ExecutionProfile profile;
  private final RandomKey random;

  /**
   * A check of a deployed classifier.
   *
   * @param profile the row's: says over how many draws attacks see an expectation
   */
  AnswerCheck(Classifier classifier, ExecutionProfile profile, long seed) {
    this.classifier = classifier;
    this.profile = profile;
    this.random = RandomKey.of(seed).with("check");
  }

  /**
   * Clean images.
   *
   * @param images [rows, …input shape]
   * @param samples index of each row
   * @param labels true class of each row
   */
  record Batch(INDArray images, long[] samples, int[] labels) {}

  List<CheckEvidence> of(Check check, List<Batch> batches) {
    return switch (check) {
      case ZERO_GRADIENT -> gradients(batches);
      case SOFTMAX_OUTPUT -> softmax(batches);
      case UNAVERAGED_RANDOMNESS -> randomness(batches);
      default -> throw new IllegalArgumentException(check + " is not about answers");
    };
  }

  private List<CheckEvidence> gradients(List<Batch> batches) {
    List<Integer> zero = new ArrayList<>();
    List<Integer> notFinite = new ArrayList<>();
    for (Batch batch : batches) {
      double[] gradient =
          HostArrays.read(
              classifier
                  .lossGradient(
                      batch.images().dup(),
                      new Query(batch.samples(), random.with("gradient")),
                      new CrossEntropy(batch.labels()))
                  .gradient());
      int length = gradient.length / batch.labels().length;
      for (int row = 0; row < batch.labels().length; row++) {
        boolean finite = true;
        boolean vanished = true;
        for (int i = row * length; i < (row + 1) * length; i++) {
          finite &= Double.isFinite(gradient[i]);
          vanished &= gradient[i] == 0;
        }
        if (!finite) {
          notFinite.add((int) batch.samples()[row]);
        } else if (vanished) {
          zero.add((int) batch.samples()[row]);
        }
      }
    }
    return List.of(
        evidence(Check.ZERO_GRADIENT, "zero", batches, zero),
        evidence(Check.ZERO_GRADIENT, "not finite", batches, notFinite));
  }

  /** Probabilities are never negative and have one sum, whatever factor they are scaled by. */
  private List<CheckEvidence> softmax(List<Batch> batches) {
    List<Integer> found = new ArrayList<>();
    double first = Double.NaN;
    for (Batch batch : batches) {
      double[][] logits = logits(batch, random.with("softmax"));
      for (int row = 0; row < logits.length; row++) {
        double sum = Arrays.stream(logits[row]).sum();
        first = Double.isNaN(first) ? sum : first;
        boolean negative = Arrays.stream(logits[row]).anyMatch(value -> value < 0);
        if (!negative && first > 0 && Math.abs(sum - first) <= ONE_SUM * first) {
          found.add((int) batch.samples()[row]);
        }
      }
    }
    return List.of(evidence(Check.SOFTMAX_OUTPUT, "logits", batches, found));
  }

  /**
   * A classifier that declares no randomness must answer alike whenever and under whatever key it
   * is asked; one that does must answer alike under the same key, or nothing can be repeated.
   */
  private List<CheckEvidence> randomness(List<Batch> batches) {
    RandomKey first = random.with("draw").with(0);
    List<CheckEvidence> found = new ArrayList<>();
    List<Integer> otherDraw = compare(batches, first, random.with("draw").with(1));
    List<Integer> sameDraw = compare(batches, first, first);
    if (!classifier.randomised()) {
      otherDraw.addAll(sameDraw);
      found.add(
          evidence(
              Check.UNAVERAGED_RANDOMNESS,
              "undeclared",
              batches,
              otherDraw.stream().distinct().sorted().toList()));
    } else {
      if (profile.draws() == 1) {
        found.add(evidence(Check.UNAVERAGED_RANDOMNESS, "one draw", batches, otherDraw));
      }
      found.add(evidence(Check.UNAVERAGED_RANDOMNESS, "unkeyed", batches, sameDraw));
    }
    return found;
  }

  private List<Integer> compare(List<Batch> batches, RandomKey a, RandomKey b) {
    List<Integer> found = new ArrayList<>();
    for (Batch batch : batches) {
      double[][] one = logits(batch, a);
      double[][] other = logits(batch, b);
      for (int row = 0; row < one.length; row++) {
        if (differ(one[row], other[row])) {
          found.add((int) batch.samples()[row]);
        }
      }
    }
    return found;
  }

  private static boolean differ(double[] one, double[] other) {
    for (int i = 0; i < one.length; i++) {
      // written so that NaN against a number differs, and NaN against NaN does not
      boolean same =
          Double.compare(one[i], other[i]) == 0
              || Math.abs(one[i] - other[i]) <= SAME * (1 + Math.abs(one[i]));
      if (!same) {
        return true;
      }
    }
    return false;
  }

  /** Answers belong to the classifier until its next call: they are copied. */
  private double[][] logits(Batch batch, RandomKey draw) {
    return classifier
        .logits(batch.images().dup(), new Query(batch.samples(), draw))
        .toDoubleMatrix();
  }

  private static CheckEvidence evidence(
      Check check, String subject, List<Batch> batches, List<Integer> samples) {
    int asked = batches.stream().mapToInt(batch -> batch.labels().length).sum();
    return new CheckEvidence(check.id(), subject, null, asked, samples, null);
  }
}
