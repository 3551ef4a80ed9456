package org.robustgrid.defenses.distillation;

import org.robustgrid.numerics.logit.LogitManipulation;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.random.RandomKey;

/**
 * A manipulation of the teacher's logits before the student learns them (Seguin et al. 2021,
 * sections 3 and 4.2).
 *
 * @param kind kind of manipulation
 * @param kept k of the fix-k manipulations
 */
record Manipulation(Kind kind, int kept) {

  /** The kinds of manipulation. */
  enum Kind {
    NONE("none"),
    /** Keeps the k largest logits and permutes the others at random, once for each image. */
    PERMUTE("fix-k-permute"),
    /** Keeps the k largest logits and replaces the others by their mean. */
    AVERAGE("fix-k-average"),
    /**
     * Fix-1 permute; if the teacher errs, the predicted and the true class exchange their logits.
     */
    CORRECT("correct-fix-1"),
    /** The same correction for fix-1 average (figure 5). */
    CORRECT_AVERAGE("correct-fix-1-average"),
    /** Assigns the teacher's logit values, by rank, to the class order of a standard teacher. */
    HYBRID("hybrid");

    private final String id;

    Kind(String id) {
      this.id = id;
    }

    /** The name used in grids. */
    public String id() {
      return id;
    }
  }

  /**
   * Checks that there are more classes than logits to keep.
   *
   * @throws DataException if there are too few classes
   */
  void requireClasses(int classes) {
    boolean fixes = kind == Kind.PERMUTE || kind == Kind.AVERAGE;
    if (fixes && kept >= classes) {
      throw new DataException(
          "'kept' is "
              + kept
              + ", but with "
              + classes
              + " classes at most "
              + (classes - 1)
              + " can be kept, since the others are manipulated");
    }
  }

  /**
   * Manipulates the logits of one image.
   *
   * @param logits the teacher's logits of the image, [classes]
   * @param standard the standard teacher's logits of the image; used by {@link Kind#HYBRID} only
   * @param image key of the image's permutation
   * @return the student's target, [classes]
   */
  double[] apply(double[] logits, double[] standard, int label, RandomKey image) {
    return switch (kind) {
      case NONE -> logits;
      case PERMUTE ->
          LogitManipulation.permute(logits, kept, image.stream().permutation(logits.length - kept));
      case AVERAGE -> LogitManipulation.average(logits, kept);
      case CORRECT ->
          // Table 2: the correction is made to the permuted fix-1 logits
          LogitManipulation.corrected(
              LogitManipulation.permute(logits, 1, image.stream().permutation(logits.length - 1)),
              label);
      case CORRECT_AVERAGE ->
          LogitManipulation.corrected(LogitManipulation.average(logits, 1), label);
      case HYBRID -> LogitManipulation.hybrid(logits, standard);
    };
  }
}
