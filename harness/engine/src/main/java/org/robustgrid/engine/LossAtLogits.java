package org.robustgrid.engine;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.engine.device.Devices;
import org.robustgrid.engine.kernel.Lanes;
import org.robustgrid.engine.plan.Frame;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.spi.network.Loss;

/**
 * Evaluates a loss at the logits of a forward pass, in Java: its slopes become the cotangents that
 * the reverse pass begins with. On a device with memory of its own, logits and slopes cross, [rows,
 * classes] each, and nothing else of the frame does.
 */
final class LossAtLogits {

  private LossAtLogits() {}

  /**
   * Evaluates.
   *
   * @param frame after its forward pass; receives the cotangents
   * @param from the loss's row of the frame's first
   * @param losses receives the losses, from index {@code from}
   */
  static void evaluate(Frame frame, Loss loss, int from, double[] losses) {
    if (Devices.select().device().sharesHostMemory()) {
      inPlace(frame, loss, from, losses);
    } else {
      acrossTheBus(frame, loss, from, losses);
    }
  }

  private static void inPlace(Frame frame, Loss loss, int from, double[] losses) {
    Lanes logits = frame.lanes(frame.logits());
    Lanes cotangents = frame.lanes(frame.logitCotangent());
    int classes = Math.toIntExact(frame.logits().size(1));
    double[] row = new double[classes];
    double[] slope = new double[classes];
    for (int i = 0; i < frame.rows(); i++) {
      logits.read((long) i * classes, row, 0, classes);
      Arrays.fill(slope, 0);
      losses[from + i] = loss.evaluate(from + i, row, slope);
      cotangents.write((long) i * classes, slope, 0, classes);
    }
  }

  /** The frame's arrays are parts of large blocks, which would cross with them as a whole. */
  static void acrossTheBus(Frame frame, Loss loss, int from, double[] losses) {
    INDArray answer = frame.logits();
    int classes = Math.toIntExact(answer.size(1));
    double[] logits = HostArrays.read(answer);
    double[] cotangents = new double[logits.length];
    double[] row = new double[classes];
    double[] slope = new double[classes];
    for (int i = 0; i < frame.rows(); i++) {
      System.arraycopy(logits, i * classes, row, 0, classes);
      Arrays.fill(slope, 0);
      losses[from + i] = loss.evaluate(from + i, row, slope);
      System.arraycopy(slope, 0, cotangents, i * classes, classes);
    }
    HostArrays.write(cotangents, frame.logitCotangent());
  }
}
