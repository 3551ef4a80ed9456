package org.robustgrid.cli.profile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The traces of the same samples under two profiles, and what rounding can have to do with their
 * differences.
 *
 * <p>A sum of n floats is off by at most λ√n·u times the sum of the terms' magnitudes, u = 2⁻²⁴,
 * with a probability of 2·exp(−λ²/2) to the contrary (Higham and Mary 2019, theorem 2.4). Summed
 * over the layers of a network whose activations do not stretch distances, the same holds for its
 * logits and the sum of magnitudes behind them: call this E. Two profiles may then tell logits that
 * differ by 2E, and margins, differences of two logits, that differ by 4E.
 *
 * <p>Where rounding turned the sign of a coordinate of a gradient, the two runs part: from there on
 * they ask about different points x and x'. To first order their margins differ by Σ |x − x'|·|∂m|,
 * where the margin's slope is that of cross-entropy at the last common point divided by 1 − p(y);
 * twice that is allowed, for the curvature.
 */
record ProfileComparison(List<Trace> reference, List<Trace> other) {

  private static final double LAMBDA = 6;
  private static final double UNIT = 0x1.0p-24;
  private static final double RELATIVE = LAMBDA * Math.sqrt(SmoothDigits.SUMMED) * UNIT;

  /**
   * What a gradient's coordinates may differ by, relative to the largest: its sums run forth and
   * back, and its terms cancel to about a tenth.
   */
  private static final double GRADIENT = 10 * Math.sqrt(2) * RELATIVE;

  /**
   * A verdict that is not the same under both profiles.
   *
   * @param sample its index
   * @param before the margin under the reference
   * @param after the margin under the other profile
   * @param allowance what rounding can make of a margin of 0
   */
  record Change(int sample, double before, double after, double allowance) {

    boolean explained() {
      return Math.abs(before) <= allowance && Math.abs(after) <= allowance;
    }

    String describe() {
      return String.format(
          Locale.ROOT,
          "sample %d: %s: margin %.0e became %.0e, and rounding reaches %.0e",
          sample,
          explained() ? "rounding decided" : "rounding does not explain it",
          before,
          after,
          allowance);
    }
  }

  /** The samples whose runs did not begin at the same bits. */
  List<Integer> otherStarts() {
    List<Integer> samples = new ArrayList<>();
    for (int s = 0; s < reference.size(); s++) {
      if (!Arrays.equals(reference.get(s).start().point(), other.get(s).start().point())) {
        samples.add(s);
      }
    }
    return samples;
  }

  /** Answers to the same question that differ by more than rounding can explain. */
  List<String> disagreements() {
    List<String> found = new ArrayList<>();
    for (int s = 0; s < reference.size(); s++) {
      Trace a = reference.get(s);
      Trace b = other.get(s);
      for (int q = 0; q < a.parting(b); q++) {
        Trace.Query one = a.queries().get(q);
        Trace.Query two = b.queries().get(q);
        String where = "sample " + s + ", question " + q + ": ";
        double logits = distance(one.logits(), two.logits());
        if (!(logits <= 2 * RELATIVE * one.magnitude())) {
          found.add(where + "the logits differ by " + logits);
        }
        double gradients = distance(one.gradient(), two.gradient());
        if (!(gradients <= GRADIENT * distance(one.gradient(), new float[0]))) {
          found.add(where + "the gradients differ by " + gradients);
        }
      }
    }
    return found;
  }

  /** The largest difference of two coordinates, NaN if one is; missing ones count as 0. */
  private static double distance(float[] a, float[] b) {
    double largest = 0;
    for (int i = 0; i < a.length; i++) {
      largest = Math.max(largest, Math.abs(a[i] - (i < b.length ? b[i] : 0.0)));
    }
    return largest;
  }

  /** The verdicts that changed, in order. */
  List<Change> changes() {
    List<Change> changes = new ArrayList<>();
    for (int s = 0; s < reference.size(); s++) {
      Trace a = reference.get(s);
      Trace b = other.get(s);
      if (a.broken() != b.broken()) {
        changes.add(new Change(s, a.margin(), b.margin(), allowance(a, b)));
      }
    }
    return changes;
  }

  /** The largest difference between a sample's two margins. */
  double largestShift() {
    double largest = 0;
    for (int s = 0; s < reference.size(); s++) {
      largest = Math.max(largest, Math.abs(reference.get(s).margin() - other.get(s).margin()));
    }
    return largest;
  }

  private static double allowance(Trace a, Trace b) {
    double rounding = 4 * RELATIVE * a.verdict().magnitude();
    int parting = a.parting(b);
    if (parting == 0) {
      return 0;
    }
    Trace.Query common = a.queries().get(parting - 1);
    double reach = 0;
    for (int i = 0; i < common.gradient().length; i++) {
      double apart = Math.abs(a.verdict().point()[i] - b.verdict().point()[i]);
      reach += apart * Math.abs(common.gradient()[i]);
    }
    return rounding + 2 * reach / (1 - probability(common.logits(), a.label()));
  }

  private static double probability(float[] logits, int label) {
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit - logits[label]);
    }
    return 1 / sum;
  }
}
