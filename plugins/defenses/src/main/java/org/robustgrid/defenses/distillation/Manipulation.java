package org.robustgrid.defenses.distillation;

import org.robustgrid.numerics.logit.LogitManipulation;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.random.RandomKey;

/**
 * What is done to a teacher's logits before a student learns them (Seguin et al. 2021, sections 3
 * and 4.2).
 *
 * @param kind which manipulation
 * @param kept k of the fix-k experiments
 */
record Manipulation(Kind kind, int kept) {

  /** The manipulations by name. */
  enum Kind {
    NONE("none"),
    /** The k largest logits stay, the others are permuted at random, once for each image. */
    PERMUTE("fix-k-permute"),
    /** The k largest logits stay, the others become their mean. */
    AVERAGE("fix-k-average"),
    /**
     * Fix-1 permute, and where the teacher errs, predicted and true class exchange their logits.
     */
    CORRECT("correct-fix-1"),
    /** The same on fix-1 average (figure 5). */
    CORRECT_AVERAGE("correct-fix-1-average"),
    /** The teacher's logit values, in rank order, on the class order of a standard teacher. */
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
   * Checks that there are classes to manipulate.
   *
   * @throws DataException when there are too few classes
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
              + " can be kept and something left to manipulate");
    }
  }

  /**
   * Manipulates one image's logits.
   *
   * @param standard the standard teacher's logits of the image; used by {@link Kind#HYBRID} only
   * @param image keys the image's own permutation
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
