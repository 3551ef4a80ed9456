package org.robustgrid.run.worker;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.leaderboard.Check;
import org.robustgrid.leaderboard.CheckEvidence;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.loss.CrossEntropy;
import org.robustgrid.run.plan.ExecutionProfile;
import org.robustgrid.spi.network.Classifier;
import org.robustgrid.spi.network.Loss;
import org.robustgrid.spi.network.Query;
import org.robustgrid.spi.random.RandomKey;

/** Looks at a classifier's answers about clean images: gradients, logits, and what chance does. */
final class AnswerCheck {

  /** Two answers of one network may differ by rounding where a batch is split another way. */
  private static final double SAME = 1e-4;

  /** What half precision leaves of a sum, relative to how far the logits spread. */
  private static final double ONE_SUM = 1e-3;

  /** Logits that spread less, relative to their sum, are constant. */
  private static final double CONSTANT = 1e-6;

  /** Neither cross-entropy nor the gap to the next class has a gradient. */
  static final String ZERO = "zero";

  /** Cross-entropy has no gradient, the gap to the next class has one. */
  static final String SATURATED = "saturated";

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

  /**
   * Where cross-entropy has no gradient, the gap to the next class is asked for its own: a
   * probability that rounds to 1 leaves cross-entropy none, however steep the logits are.
   */
  private List<CheckEvidence> gradients(List<Batch> batches) {
    List<Integer> zero = new ArrayList<>();
    List<Integer> notFinite = new ArrayList<>();
    List<Integer> saturated = new ArrayList<>();
    for (Batch batch : batches) {
      Slope[] slopes = slopes(batch, new CrossEntropy(batch.labels()));
      boolean any = Arrays.asList(slopes).contains(Slope.ZERO);
      Slope[] gaps = any ? slopes(batch, gap(batch.labels())) : slopes;
      for (int row = 0; row < slopes.length; row++) {
        int sample = (int) batch.samples()[row];
        if (slopes[row] == Slope.NOT_FINITE) {
          notFinite.add(sample);
        } else if (slopes[row] == Slope.ZERO) {
          (gaps[row] == Slope.SOME ? saturated : zero).add(sample);
        }
      }
    }
    return List.of(
        evidence(Check.ZERO_GRADIENT, ZERO, batches, zero),
        evidence(Check.ZERO_GRADIENT, "not finite", batches, notFinite),
        evidence(Check.ZERO_GRADIENT, SATURATED, batches, saturated));
  }

  private enum Slope {
    ZERO,
    NOT_FINITE,
    SOME
  }

  private Slope[] slopes(Batch batch, Loss loss) {
    double[] gradient =
        HostArrays.read(
            classifier
                .lossGradient(
                    batch.images().dup(), new Query(batch.samples(), random.with("gradient")), loss)
                .gradient());
    Slope[] slopes = new Slope[batch.labels().length];
    int length = gradient.length / slopes.length;
    for (int row = 0; row < slopes.length; row++) {
      double[] own = Arrays.copyOfRange(gradient, row * length, (row + 1) * length);
      boolean finite = Arrays.stream(own).allMatch(Double::isFinite);
      boolean zero = Arrays.stream(own).allMatch(value -> value == 0);
      slopes[row] = !finite ? Slope.NOT_FINITE : zero ? Slope.ZERO : Slope.SOME;
    }
    return slopes;
  }

  /** How far the best other class lies above the label. */
  private static Loss gap(int[] labels) {
    return (row, logits, gradient) -> {
      int label = labels[row];
      int rival = label == 0 ? 1 : 0;
      for (int c = 0; c < logits.length; c++) {
        rival = c != label && logits[c] > logits[rival] ? c : rival;
      }
      Arrays.fill(gradient, 0);
      gradient[rival] = 1;
      gradient[label] = -1;
      return logits[rival] - logits[label];
    };
  }

  private List<CheckEvidence> softmax(List<Batch> batches) {
    List<double[]> logits = new ArrayList<>();
    List<Integer> samples = new ArrayList<>();
    for (Batch batch : batches) {
      logits.addAll(List.of(logits(batch, random.with("softmax"))));
      Arrays.stream(batch.samples()).forEach(sample -> samples.add((int) sample));
    }
    boolean[] probabilities = probabilities(logits);
    List<Integer> found = new ArrayList<>();
    for (int row = 0; row < probabilities.length; row++) {
      if (probabilities[row]) {
        found.add(samples.get(row));
      }
    }
    return List.of(evidence(Check.SOFTMAX_OUTPUT, "logits", batches, found));
  }

  /**
   * Which rows look like probabilities, whatever factor they are scaled by: never negative, and of
   * one sum, which varies far less than the logits do. Logits with a large common offset, which a
   * softmax takes away again, are never negative either, and their sums differ by a small share.
   */
  static boolean[] probabilities(List<double[]> logits) {
    double[] sums = logits.stream().mapToDouble(row -> Arrays.stream(row).sum()).toArray();
    double[] sorted = sums.clone();
    Arrays.sort(sorted);
    boolean[] found = new boolean[sums.length];
    for (int row = 0; row < found.length; row++) {
      double sum = sorted[sorted.length / 2];
      double spread = spread(logits, row);
      found[row] =
          Arrays.stream(logits.get(row)).allMatch(value -> value >= 0)
              && spread > CONSTANT * sum
              && Math.abs(sums[row] - sum) <= ONE_SUM * spread;
    }
    return found;
  }

  /** The largest difference of a row's logits to another's of the same class. */
  private static double spread(List<double[]> logits, int row) {
    double spread = 0;
    for (double[] other : logits) {
      for (int c = 0; c < other.length; c++) {
        spread = Math.max(spread, Math.abs(other[c] - logits.get(row)[c]));
      }
    }
    return spread;
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
