package org.robustgrid.testkit.toy;

import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.loss.Softmax;
import org.robustgrid.spi.network.Classifier;
import org.robustgrid.spi.network.Loss;
import org.robustgrid.spi.network.LossGradient;
import org.robustgrid.spi.network.Query;

/**
 * A classifier whose forward and backward pass are a few lines of Java, sample by sample.
 *
 * <p>Counts passes as the harness does: one per sample and direction.
 */
public abstract class ToyClassifier implements Classifier {

  private final long[] inputShape;
  private final int classes;
  private long forwardPasses;
  private long backwardPasses;

  protected ToyClassifier(int classes, long... inputShape) {
    this.classes = classes;
    this.inputShape = inputShape.clone();
  }

  /** Writes the logits of one input. */
  protected abstract void forward(double[] input, double[] logits);

  /** Writes the input gradient of ⟨cotangents, logits⟩ at one input. */
  protected abstract void backward(double[] input, double[] cotangents, double[] gradient);

  @Override
  public long[] inputShape() {
    return inputShape.clone();
  }

  @Override
  public int classes() {
    return classes;
  }

  public long forwardPasses() {
    return forwardPasses;
  }

  public long backwardPasses() {
    return backwardPasses;
  }

  @Override
  public INDArray logits(INDArray images, Query query) {
    int rows = rows(images, query);
    double[] pixels = HostArrays.read(images);
    double[] all = new double[rows * classes];
    double[] logits = new double[classes];
    for (int row = 0; row < rows; row++) {
      forward(input(pixels, row, rows), logits);
      System.arraycopy(logits, 0, all, row * classes, classes);
    }
    forwardPasses += rows;
    return array(images.dataType(), all, rows, classes);
  }

  @Override
  public LossGradient lossGradient(INDArray images, Query query, Loss loss) {
    INDArray answer = logits(images, query);
    int rows = rows(images, query);
    double[] pixels = HostArrays.read(images);
    double[] all = HostArrays.read(answer);
    double[] losses = new double[rows];
    double[] cotangents = new double[classes];
    double[] gradients = new double[pixels.length];
    int length = pixels.length / Math.max(1, rows);
    double[] gradient = new double[length];
    for (int row = 0; row < rows; row++) {
      double[] logits = Arrays.copyOfRange(all, row * classes, (row + 1) * classes);
      losses[row] = loss.evaluate(row, logits, cotangents);
      backward(input(pixels, row, rows), cotangents, gradient);
      System.arraycopy(gradient, 0, gradients, row * length, length);
    }
    backwardPasses += rows;
    return new LossGradient(losses, answer, array(images.dataType(), gradients, images.shape()));
  }

  @Override
  public int[] decisions(INDArray images, Query query) {
    double[] all = HostArrays.read(logits(images, query));
    int[] decisions = new int[all.length / classes];
    for (int row = 0; row < decisions.length; row++) {
      decisions[row] = Softmax.prediction(all, row * classes, classes);
    }
    return decisions;
  }

  private int rows(INDArray images, Query query) {
    int rows = Math.toIntExact(images.size(0));
    if (query.samples().length != rows) {
      throw new IllegalArgumentException(
          "query names " + query.samples().length + " samples for " + rows + " images");
    }
    return rows;
  }

  private static double[] input(double[] pixels, int row, int rows) {
    int length = pixels.length / rows;
    return Arrays.copyOfRange(pixels, row * length, (row + 1) * length);
  }

  private static INDArray array(DataType type, double[] values, long... shape) {
    INDArray array = Nd4j.createUninitialized(type, shape, 'c');
    HostArrays.write(values, array);
    return array;
  }
}
