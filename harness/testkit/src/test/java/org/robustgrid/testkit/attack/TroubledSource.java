package org.robustgrid.testkit.attack;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.attack.GradientSource;
import org.robustgrid.spi.StoppedException;
import org.robustgrid.spi.network.Loss;
import org.robustgrid.spi.network.LossGradient;
import org.robustgrid.spi.random.RandomKey;
import org.robustgrid.testkit.toy.ToyNetwork;

/**
 * A network some of whose gradients vanish, are not finite, too small or too large for their
 * squares, whose losses tie, and which may be stopped.
 */
final class TroubledSource implements GradientSource {

  static final int ROWS = 8;
  static final int FEATURES = 12;
  static final int CLASSES = 4;

  private final ToyNetwork network = new ToyNetwork(DataType.DOUBLE, true, 3, FEATURES, 9, CLASSES);
  private final int lastCall;
  private int call;

  /** Stopped after so many calls. */
  TroubledSource(int lastCall) {
    this.lastCall = lastCall;
  }

  @Override
  public LossGradient evaluate(INDArray images, long[] samples, RandomKey draw, Loss loss) {
    if (++call > lastCall) {
      throw new StoppedException(StoppedException.Reason.BUDGET, "enough");
    }
    LossGradient answer = network.lossGradient(images, loss);
    double[] gradient = HostArrays.read(answer.gradient());
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] = troubled(i / FEATURES, i % FEATURES, gradient[i]);
    }
    HostArrays.write(gradient, answer.gradient());
    double[] losses = answer.losses().clone();
    for (int row = 0; row < losses.length; row++) {
      // the last bits must not decide which of two points is the better one
      double scale = row % 2 == 0 ? 20 : 1e9;
      losses[row] = Math.rint(losses[row] * scale) / scale;
    }
    return new LossGradient(losses, answer.logits(), answer.gradient());
  }

  private double troubled(int row, int feature, double slope) {
    return switch (row) {
      case 0 -> call % 3 == 0 ? 0 : slope;
      case 1 -> call % 4 == 2 && feature == 5 ? Double.NaN : slope;
      case 2 -> call % 5 == 4 && feature == 0 ? Double.NEGATIVE_INFINITY : slope;
      case 3 -> slope * 1e-200;
      case 4 -> slope * 1e200;
      case 5 -> feature % 2 == 0 ? 0 : slope;
      default -> slope;
    };
  }
}
