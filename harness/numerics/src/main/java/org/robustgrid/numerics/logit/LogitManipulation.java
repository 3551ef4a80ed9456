package org.robustgrid.numerics.logit;

/**
 * Manipulated teacher logits as distillation targets (Seguin et al. 2021, section 4).
 *
 * @since 0.1
 */
public final class LogitManipulation {

  private LogitManipulation() {}

  /** Keeps the {@code kept} largest logits and gives the others their mean. */
  public static double[] average(double[] logits, int kept) {
    int[] order = LogitRanking.order(logits);
    double sum = 0;
    for (int rank = kept; rank < order.length; rank++) {
      sum += logits[order[rank]];
    }
    double[] result = logits.clone();
    for (int rank = kept; rank < order.length; rank++) {
      result[order[rank]] = sum / (order.length - kept);
    }
    return result;
  }

  /**
   * Keeps the {@code kept} largest logits and exchanges the others: the class ranked kept + j gets
   * the logit of the class ranked kept + permutation[j].
   */
  public static double[] permute(double[] logits, int kept, int[] permutation) {
    int[] order = LogitRanking.order(logits);
    if (permutation.length != order.length - kept) {
      throw new IllegalArgumentException(
          "a permutation of "
              + (order.length - kept)
              + " ranks was expected, but it has "
              + permutation.length);
    }
    double[] result = logits.clone();
    for (int j = 0; j < permutation.length; j++) {
      result[order[kept + j]] = logits[order[kept + permutation[j]]];
    }
    return result;
  }

  /** Exchanges the logits of the predicted and the true class. */
  public static double[] corrected(double[] logits, int label) {
    int predicted = LogitRanking.order(logits)[0];
    double[] result = logits.clone();
    result[predicted] = logits[label];
    result[label] = logits[predicted];
    return result;
  }

  /**
   * One teacher's logit values on another's classes: the class of each rank in {@code classes} gets
   * the logit of that rank in {@code values}.
   */
  public static double[] hybrid(double[] values, double[] classes) {
    int[] valueOrder = LogitRanking.order(values);
    int[] classOrder = LogitRanking.order(classes);
    double[] result = new double[values.length];
    for (int rank = 0; rank < values.length; rank++) {
      result[classOrder[rank]] = values[valueOrder[rank]];
    }
    return result;
  }
}
