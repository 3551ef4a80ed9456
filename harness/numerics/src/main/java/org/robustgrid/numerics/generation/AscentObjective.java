package org.robustgrid.numerics.generation;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.spi.network.Loss;
import org.robustgrid.spi.network.LossGradient;
import org.robustgrid.spi.network.Network;

/**
 * The objective of an ascent, evaluated image by image.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface AscentObjective {

  /**
   * Evaluates the objective.
   *
   * @param step counted from 0
   * @param images [rows, …]
   * @param values receives each image's objective, length = rows
   * @param gradient receives its derivative in the image, C order
   */
  void evaluate(int step, INDArray images, double[] values, double[] gradient);

  /** The negative of a loss. */
  static AscentObjective lessening(Network network, Loss loss) {
    return (step, images, values, gradient) -> {
      LossGradient answer = network.lossGradient(images, loss);
      HostArrays.read(answer.gradient(), gradient);
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] = -gradient[i];
      }
      for (int row = 0; row < values.length; row++) {
        values[row] = -answer.losses()[row];
      }
    };
  }
}
