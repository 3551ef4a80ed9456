package org.robustgrid.run.plan;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.robustgrid.spi.random.RandomKey;

/**
 * The rule by which the harness chooses the target class of a targeted attack. No rule chooses the
 * label.
 *
 * <p>Choices depend on sample, label and, by two of the rules, on the clean logits; not on the
 * attack or the seed, so that all of a board's attacks pursue the same ones.
 */
public enum TargetRule {
  /** The class after the label, the first after the last. */
  NEXT("next") {
    @Override
    int[] of(long sample, int label, int classes, double[] logits) {
      return new int[] {(label + 1) % classes};
    }
  },
  /** Another class, each with the same chance, drawn by the sample's index. */
  RANDOM("random") {
    @Override
    int[] of(long sample, int label, int classes, double[] logits) {
      int drawn = RandomKey.of(0).with("target").with(sample).stream().nextInt(classes - 1);
      return new int[] {drawn < label ? drawn : drawn + 1};
    }
  },
  /** The class of the smallest clean logit. */
  LEAST_LIKELY("least-likely") {
    @Override
    int[] of(long sample, int label, int classes, double[] logits) {
      return extreme(label, logits, -1);
    }
  },
  /** The class of the largest clean logit beside the label's. */
  MOST_LIKELY("most-likely") {
    @Override
    int[] of(long sample, int label, int classes, double[] logits) {
      return extreme(label, logits, 1);
    }
  },
  /** Every other class, one after the other. */
  EACH("each") {
    @Override
    int[] of(long sample, int label, int classes, double[] logits) {
      return IntStream.range(0, classes).filter(c -> c != label).toArray();
    }
  };

  private final String id;

  TargetRule(String id) {
    this.id = id;
  }

  /**
   * The targets of a sample.
   *
   * @param logits clean ones; null unless {@link #byLogits}
   * @return at least one with two classes or more
   */
  abstract int[] of(long sample, int label, int classes, double[] logits);

  /** The first class other than the label of the largest, or smallest, logit; NaN is neither. */
  private static int[] extreme(int label, double[] logits, int sign) {
    int best = -1;
    for (int c = 0; c < logits.length; c++) {
      boolean candidate = c != label && !Double.isNaN(logits[c]);
      if (candidate && (best < 0 || sign * logits[c] > sign * logits[best])) {
        best = c;
      }
    }
    return new int[] {best < 0 ? (label + 1) % logits.length : best};
  }

  public String id() {
    return id;
  }

  /** Whether it looks at the clean logits. */
  public boolean byLogits() {
    return this == LEAST_LIKELY || this == MOST_LIKELY;
  }

  /** All ids, in order. */
  public static List<String> ids() {
    return Arrays.stream(values()).map(TargetRule::id).toList();
  }

  /**
   * Finds a rule.
   *
   * @throws IllegalArgumentException naming the rules there are
   */
  public static TargetRule of(String id) {
    return Arrays.stream(values())
        .filter(rule -> rule.id.equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no rule '"
                        + id
                        + "' for targets; expected one of "
                        + ids().stream().collect(Collectors.joining(", "))
                        + ", or a list of classes"));
  }
}
