package org.robustgrid.numerics.objective;

import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.spi.network.Loss;
import org.robustgrid.spi.network.Pass;

/**
 * The mean of a per-sample loss over a batch, as a training objective.
 *
 * @since 0.1
 */
public final class MeanLoss {

  private MeanLoss() {}

  /**
   * Adds {@code weight} times the parameter gradient of the mean loss.
   *
   * @param pass an open pass over the batch
   * @param loss its rows are the batch's
   * @param gradient flat parameter gradient, added to
   * @return the mean loss, without the weight
   */
  public static double accumulate(Pass pass, Loss loss, double weight, INDArray gradient) {
    INDArray logits = pass.logits();
    double[] cotangents = new double[Math.toIntExact(logits.length())];
    double mean = addCotangents(logits, loss, weight, cotangents);
    pass.parameterGradient(array(logits.dataType(), cotangents, logits.shape()), gradient);
    return mean;
  }

  /**
   * Adds {@code weight} × d mean loss / d logits to cotangents, for objectives of several terms.
   *
   * @param logits [rows, classes]
   * @param cotangents length = rows × classes, C order
   * @return the mean loss, without the weight
   */
  public static double addCotangents(
      INDArray logits, Loss loss, double weight, double[] cotangents) {
    int rows = Math.toIntExact(logits.size(0));
    int classes = Math.toIntExact(logits.size(1));
    double[] all = HostArrays.read(logits);
    double[] slopes = new double[classes];
    double sum = 0;
    for (int row = 0; row < rows; row++) {
      double[] sample = Arrays.copyOfRange(all, row * classes, (row + 1) * classes);
      sum += loss.evaluate(row, sample, slopes);
      for (int c = 0; c < classes; c++) {
        cotangents[row * classes + c] += weight * slopes[c] / rows;
      }
    }
    return sum / rows;
  }

  static INDArray array(DataType type, double[] values, long... shape) {
    INDArray array = Nd4j.createUninitialized(type, shape, 'c');
    HostArrays.write(values, array);
    return array;
  }
}
