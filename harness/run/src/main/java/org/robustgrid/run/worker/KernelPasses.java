package org.robustgrid.run.worker;

import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.numerics.loss.CrossEntropy;
import org.robustgrid.numerics.objective.MeanLoss;
import org.robustgrid.spi.network.Loss;
import org.robustgrid.spi.network.Mode;
import org.robustgrid.spi.network.Network;
import org.robustgrid.spi.network.Pass;
import org.robustgrid.spi.random.RandomKey;

/**
 * A network's passes as attacks and trainings make them, so that each kernel is come across. What a
 * network cannot do, or memory does not hold, is left out with a note: no defense of the grid may
 * need it, and the cell of one that does says so itself.
 */
final class KernelPasses {

  /** Batches of attacks shrink as samples fall: what is left is taken for the next larger. */
  private static final int FEW = 16;

  private final Network network;
  private final int classes;
  private final Consumer<String> notes;

  /**
   * Passes of a network.
   *
   * @param notes hears of what was left out, and why
   */
  KernelPasses(Network network, int classes, Consumer<String> notes) {
    this.network = network;
    this.classes = classes;
    this.notes = notes;
  }

  /** Predictions, and gradients with respect to the input. */
  void attack(int batch) {
    for (int rows : new TreeSet<>(Set.of(FEW, batch)).descendingSet()) {
      INDArray images = constant(rows, 0.5);
      network.logits(images);
      attempt("input gradients", rows, () -> network.lossGradient(images, loss(rows)));
    }
  }

  /** A training step's passes, and those through a tangent. */
  void train(int rows) {
    INDArray gradient = Nd4j.create(network.precision(), network.parameterCount());
    attempt("training passes", rows, () -> train(rows, gradient));
  }

  private void train(int rows, INDArray gradient) {
    try (Pass pass = network.forward(constant(rows, 0.5), Mode.TRAINING, RandomKey.of(0))) {
      MeanLoss.accumulate(pass, loss(rows), 1, gradient);
      attempt("tangents", rows, () -> push(pass, rows, gradient));
    }
  }

  private void push(Pass pass, int rows, INDArray gradient) {
    INDArray ones = Nd4j.ones(network.precision(), rows, classes);
    pass.tangent(constant(rows, 1));
    pass.tangentParameterGradient(ones, ones, gradient);
  }

  private void attempt(String what, int rows, Runnable passes) {
    try {
      passes.run();
    } catch (RuntimeException | OutOfMemoryError e) {
      if (!(e instanceof UnsupportedOperationException || FailureReport.outOfMemory(e))) {
        throw e;
      }
      notes.accept(
          "kernels of " + what + " of " + rows + " samples are not measured: " + e.getMessage());
    }
  }

  private Loss loss(int rows) {
    int[] labels = new int[rows];
    for (int i = 0; i < rows; i++) {
      labels[i] = i % classes;
    }
    return new CrossEntropy(labels);
  }

  private INDArray constant(int rows, double value) {
    long[] input = network.inputShape();
    long[] shape = new long[input.length + 1];
    shape[0] = rows;
    System.arraycopy(input, 0, shape, 1, input.length);
    return Nd4j.ones(network.precision(), shape).muli(value);
  }
}
