package org.robustgrid.numerics.loss;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.spi.network.Loss;

/**
 * Distillation by the mean absolute difference of student and teacher logits (Seguin et al. 2021).
 *
 * @since 0.1
 */
public final class LogitDistance implements Loss {

  private final double[] teacher;

  /**
   * For given teacher logits, which are copied.
   *
   * @param teacherLogits [rows, classes]
   */
  public LogitDistance(INDArray teacherLogits) {
    this.teacher = HostArrays.read(teacherLogits);
  }

  @Override
  public double evaluate(int row, double[] logits, double[] gradient) {
    int classes = logits.length;
    double sum = 0;
    for (int i = 0; i < classes; i++) {
      double difference = logits[i] - teacher[row * classes + i];
      sum += Math.abs(difference);
      gradient[i] = Math.signum(difference) / classes;
    }
    return sum / classes;
  }

  @Override
  public Averaging averaging() {
    return Averaging.LOGITS;
  }
}
