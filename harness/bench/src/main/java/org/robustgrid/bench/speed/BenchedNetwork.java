package org.robustgrid.bench.speed;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.base.UserException;
import org.robustgrid.engine.Networks;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.loss.CrossEntropy;
import org.robustgrid.numerics.objective.MeanLoss;
import org.robustgrid.spi.network.Architecture;
import org.robustgrid.spi.network.ArchitectureRequest;
import org.robustgrid.spi.network.Loss;
import org.robustgrid.spi.network.Mode;
import org.robustgrid.spi.network.Network;
import org.robustgrid.spi.network.Pass;
import org.robustgrid.spi.random.RandomKey;
import org.robustgrid.spi.random.RandomStream;

/**
 * A freshly initialised network in float with a batch of uniform noise to work on, its labels the
 * row numbers modulo the classes.
 */
public final class BenchedNetwork implements Passes {

  private static final int CLASSES = 10;

  private final Network network;
  private final INDArray images;
  private final INDArray tangents;
  private final int[] labels;
  private final Loss loss;
  private final INDArray gradient;
  private final INDArray none;
  private final INDArray ones;

  private BenchedNetwork(Network network, int batch) {
    this.network = network;
    long[] input = network.inputShape();
    long[] shape = new long[input.length + 1];
    shape[0] = batch;
    System.arraycopy(input, 0, shape, 1, input.length);
    this.images = uniform(RandomKey.of(0), shape);
    this.tangents = uniform(RandomKey.of(1), shape);
    this.labels = new int[batch];
    for (int i = 0; i < batch; i++) {
      labels[i] = i % CLASSES;
    }
    this.loss = new CrossEntropy(labels);
    this.gradient = Nd4j.create(DataType.FLOAT, network.parameterCount());
    this.none = Nd4j.zeros(DataType.FLOAT, batch, CLASSES);
    this.ones = Nd4j.ones(DataType.FLOAT, batch, CLASSES);
  }

  private static INDArray uniform(RandomKey key, long[] shape) {
    double[] values = new double[HostArrays.length(shape)];
    RandomStream stream = key.stream();
    for (int i = 0; i < values.length; i++) {
      values[i] = stream.nextDouble();
    }
    INDArray array = Nd4j.createUninitialized(DataType.FLOAT, shape, 'c');
    HostArrays.write(values, array);
    return array;
  }

  /**
   * Creates the network for ten classes.
   *
   * @param inputShape [channels, height, width]
   * @param batch at least 1
   * @throws UserException when the architecture is none for such images
   */
  public static BenchedNetwork of(Architecture architecture, long[] inputShape, int batch) {
    if (batch < 1) {
      throw new IllegalArgumentException("the batch must be at least 1, but is " + batch);
    }
    try {
      return of(Networks.create(configuration(architecture, inputShape), DataType.FLOAT), batch);
    } catch (IllegalArgumentException e) {
      throw new UserException(e.getMessage(), e);
    }
  }

  /** The network for ten classes. */
  static ComputationGraphConfiguration configuration(Architecture architecture, long[] inputShape) {
    return architecture.configuration(
        ArchitectureRequest.builder().inputShape(inputShape).classes(CLASSES).seed(0).build());
  }

  /**
   * A batch for a network.
   *
   * @param network in float, of ten classes
   */
  public static BenchedNetwork of(Network network, int batch) {
    return new BenchedNetwork(network, batch);
  }

  public Network network() {
    return network;
  }

  /** [rows, …input shape], uniform in [0, 1); not to be changed. */
  public INDArray images() {
    return images;
  }

  /** The number of classes. */
  public int classes() {
    return CLASSES;
  }

  public int[] labels() {
    return labels.clone();
  }

  @Override
  public INDArray forward() {
    return network.logits(images);
  }

  @Override
  public INDArray inputGradient() {
    return network.lossGradient(images, loss).gradient();
  }

  @Override
  public INDArray parameterGradient() {
    gradient.assign(0);
    try (Pass pass = network.forward(images, Mode.TRAINING, RandomKey.of(0))) {
      MeanLoss.accumulate(pass, loss, 1, gradient);
    }
    return gradient;
  }

  /**
   * The directional derivative of the logits, by a forward pass in inference mode and the tangent
   * of a batch of uniform noise pushed through it.
   */
  public INDArray tangent() {
    try (Pass pass = network.forward(images, Mode.INFERENCE, RandomKey.of(0))) {
      return pass.tangent(tangents);
    }
  }

  /**
   * A forward pass in training mode, a tangent pushed through it, and the parameter gradient of the
   * sum of the logits' directional derivatives: what aligning one gradient adds to training.
   *
   * @return length = parameters; overwritten by the next call
   */
  public INDArray tangentGradient() {
    gradient.assign(0);
    try (Pass pass = network.forward(images, Mode.TRAINING, RandomKey.of(0))) {
      pass.tangent(tangents);
      pass.tangentParameterGradient(none, ones, gradient);
    }
    return gradient;
  }
}
