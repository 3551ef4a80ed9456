package org.robustgrid.defenses;

import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.attack.GradientSource;
import org.robustgrid.numerics.attack.ProjectedGradientDescent;
import org.robustgrid.numerics.attack.Start;
import org.robustgrid.numerics.loss.CrossEntropy;
import org.robustgrid.numerics.loss.Softmax;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.attack.ThreatModel;
import org.robustgrid.spi.defense.TrainingBatch;
import org.robustgrid.spi.defense.TrainingStep;
import org.robustgrid.spi.network.Network;
import org.robustgrid.spi.random.RandomKey;
import org.robustgrid.spi.random.RandomStream;
import org.robustgrid.testkit.toy.ToyNetwork;

/**
 * Two classes with one strong feature, which an attack with ε = 0.1 cannot reverse, and twenty weak
 * features, which it can (Tsipras et al. 2019). Standard training is not robust on this problem;
 * adversarial training is.
 */
public final class ToyProblem {

  private static final int WEAK = 20;
  private static final int ROWS = 200;

  private final int[] labels = new int[ROWS];
  private final INDArray images;

  public ToyProblem(long seed) {
    double[] pixels = new double[ROWS * (WEAK + 1)];
    RandomStream random = RandomKey.of(seed).stream();
    for (int row = 0; row < ROWS; row++) {
      labels[row] = row % 2;
      double sign = row % 2 == 0 ? -1 : 1;
      int offset = row * (WEAK + 1);
      // the strong feature has the wrong sign in one of twelve samples
      pixels[offset] = 0.5 + 0.2 * (row % 24 < 2 ? -sign : sign);
      for (int i = 1; i <= WEAK; i++) {
        pixels[offset + i] = 0.5 + 0.04 * sign + 0.01 * random.nextGaussian();
      }
    }
    this.images = Nd4j.createUninitialized(DataType.DOUBLE, new long[] {ROWS, WEAK + 1}, 'c');
    HostArrays.write(pixels, images);
  }

  public static Network network() {
    return new ToyNetwork(DataType.DOUBLE, true, 1, WEAK + 1, 8, 2);
  }

  public TrainingBatch batch(int step) {
    int[] indices = new int[ROWS];
    Arrays.setAll(indices, i -> i);
    return new TrainingBatch(
        images, labels, indices, Nd4j.empty(DataType.DOUBLE), 0, step, 0, RandomKey.of(step));
  }

  /** Trains by plain gradient steps and returns the last loss. */
  public double train(Network network, TrainingStep step, int updates) {
    double loss = Double.NaN;
    for (int i = 0; i < updates; i++) {
      INDArray gradient = Nd4j.zeros(DataType.DOUBLE, network.parameterCount());
      loss = step.accumulate(network, batch(i), gradient);
      network.parameters().subi(gradient.muli(1.0));
      network.parametersChanged();
    }
    return loss;
  }

  public double cleanAccuracy(Network network) {
    return accuracy(network.logits(images));
  }

  /** Accuracy under PGD. */
  public double robustAccuracy(Network network, double epsilon) {
    long[] samples = new long[ROWS];
    INDArray adversarials =
        ProjectedGradientDescent.builder(new ThreatModel(Norm.LINF, epsilon))
            .steps(10)
            .stepSize(epsilon / 4)
            .build()
            .run(
                GradientSource.of(network),
                images,
                samples,
                new CrossEntropy(labels),
                Start.random(RandomKey.of(0), 0))
            .iterates();
    return accuracy(network.logits(adversarials));
  }

  private double accuracy(INDArray answer) {
    double[] logits = HostArrays.read(answer);
    int correct = 0;
    for (int row = 0; row < ROWS; row++) {
      correct += Softmax.prediction(logits, 2 * row, 2) == labels[row] ? 1 : 0;
    }
    return (double) correct / ROWS;
  }
}
