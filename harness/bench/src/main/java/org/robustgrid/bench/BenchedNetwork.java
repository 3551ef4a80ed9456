package org.robustgrid.bench;

import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.architectures.ResNet18Provider;
import org.robustgrid.architectures.SmallCnnProvider;
import org.robustgrid.engine.Networks;
import org.robustgrid.numerics.loss.CrossEntropy;
import org.robustgrid.spi.Architecture;
import org.robustgrid.spi.ArchitectureProvider;
import org.robustgrid.spi.ArchitectureRequest;
import org.robustgrid.spi.Loss;
import org.robustgrid.spi.Mode;
import org.robustgrid.spi.Network;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.Pass;
import org.robustgrid.spi.RandomKey;
import org.robustgrid.spi.RandomStream;

/** A network with a batch of uniform noise to work on: the work of the PyTorch peer script. */
public final class BenchedNetwork {

  private static final int CLASSES = 10;

  private final Network network;
  private final INDArray images;
  private final Loss loss;
  private final int[] labels;
  private final INDArray gradient;
  private final INDArray cotangents;

  private BenchedNetwork(Network network, int batch) {
    this.network = network;
    long[] input = network.inputShape();
    this.images = Nd4j.create(DataType.FLOAT, batch, input[0], input[1], input[2]);
    RandomStream stream = RandomKey.of(0).stream();
    for (long i = 0; i < images.length(); i++) {
      images.data().put(i, stream.nextDouble());
    }
    this.labels = new int[batch];
    for (int i = 0; i < batch; i++) {
      labels[i] = i % CLASSES;
    }
    this.loss = new CrossEntropy(labels);
    this.gradient = Nd4j.create(DataType.FLOAT, network.parameterCount());
    this.cotangents = Nd4j.create(DataType.FLOAT, batch, CLASSES);
  }

  /**
   * Creates the network.
   *
   * @param name {@code small-cnn} (1×28×28) or {@code resnet-18} (3×32×32)
   */
  public static BenchedNetwork of(String name, int batch) {
    boolean small = "small-cnn".equals(name);
    ArchitectureProvider provider = small ? new SmallCnnProvider() : new ResNet18Provider();
    Architecture architecture = provider.create(Parameters.of(provider.descriptor(), Map.of()));
    long[] shape = small ? new long[] {1, 28, 28} : new long[] {3, 32, 32};
    ArchitectureRequest request =
        ArchitectureRequest.builder().inputShape(shape).classes(CLASSES).seed(0).build();
    return new BenchedNetwork(
        Networks.create(architecture.configuration(request), DataType.FLOAT), batch);
  }

  public Network network() {
    return network;
  }

  public INDArray images() {
    return images;
  }

  public int[] labels() {
    return labels.clone();
  }

  /** Logits in inference mode. */
  public INDArray forward() {
    return network.logits(images);
  }

  /** The gradient of the cross-entropy with respect to the input, inference mode. */
  public INDArray inputGradient() {
    return network.lossGradient(images, loss).gradient();
  }

  /** The gradient of the mean cross-entropy with respect to the parameters, training mode. */
  public INDArray parameterGradient() {
    gradient.assign(0);
    try (Pass pass = network.forward(images, Mode.TRAINING, RandomKey.of(0))) {
      meanCrossEntropyGradient(pass.logits());
      pass.parameterGradient(cotangents, gradient);
    }
    return gradient;
  }

  private void meanCrossEntropyGradient(INDArray logits) {
    double[] row = new double[CLASSES];
    double[] rowGradient = new double[CLASSES];
    int batch = labels.length;
    for (int i = 0; i < batch; i++) {
      for (int c = 0; c < CLASSES; c++) {
        row[c] = logits.getDouble(i, c);
      }
      loss.evaluate(i, row, rowGradient);
      for (int c = 0; c < CLASSES; c++) {
        cotangents.putScalar(i, c, rowGradient[c] / batch);
      }
    }
  }
}
