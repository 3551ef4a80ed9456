package org.robustgrid.numerics.loss;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.spi.network.Loss;

/**
 * Distillation by T² · KL(softmax(teacher / T) ‖ softmax(student / T)) (Hinton, Vinyals and Dean
 * 2015).
 *
 * @since 0.1
 */
public final class SoftenedDivergence implements Loss {

  private final double[] logTeacher;
  private final double temperature;
  private double[] softened = {};

  /**
   * For given teacher logits, which are copied.
   *
   * @param teacherLogits [rows, classes]
   * @param temperature T, above 0
   */
  public SoftenedDivergence(INDArray teacherLogits, double temperature) {
    if (!(temperature > 0)) {
      throw new IllegalArgumentException("temperature must be above 0, but is " + temperature);
    }
    this.temperature = temperature;
    this.logTeacher = HostArrays.read(teacherLogits);
    int classes = Math.toIntExact(teacherLogits.size(1));
    for (int i = 0; i < logTeacher.length; i++) {
      logTeacher[i] /= temperature;
    }
    for (int offset = 0; offset < logTeacher.length; offset += classes) {
      Softmax.logProbabilities(logTeacher, offset, classes, logTeacher);
    }
  }

  @Override
  public double evaluate(int row, double[] logits, double[] gradient) {
    int classes = logits.length;
    if (softened.length != classes) {
      softened = new double[classes];
    }
    for (int i = 0; i < classes; i++) {
      softened[i] = logits[i] / temperature;
    }
    Softmax.logProbabilities(softened, 0, classes, softened);
    double divergence = 0;
    for (int i = 0; i < classes; i++) {
      double log = logTeacher[row * classes + i];
      double teacher = Math.exp(log);
      divergence += teacher == 0 ? 0 : teacher * (log - softened[i]);
      gradient[i] = temperature * (Math.exp(softened[i]) - teacher);
    }
    return temperature * temperature * divergence;
  }
}
