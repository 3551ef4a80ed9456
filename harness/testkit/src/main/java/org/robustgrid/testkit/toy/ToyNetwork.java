package org.robustgrid.testkit.toy;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.spi.network.Loss;
import org.robustgrid.spi.network.LossGradient;
import org.robustgrid.spi.network.Mode;
import org.robustgrid.spi.network.Network;
import org.robustgrid.spi.network.Pass;
import org.robustgrid.spi.random.RandomKey;
import org.robustgrid.spi.random.RandomStream;

/**
 * Dense layers with tanh or ReLU between them, in plain Java, with exact second derivatives: a
 * network for tests of objectives and defenses that need no engine.
 *
 * <p>The flat parameter vector holds, layer by layer, the weights [out, in] in C order and the
 * bias.
 */
public final class ToyNetwork implements Network {

  private final int[] sizes;
  private final boolean smooth;
  private final DataType precision;
  private final INDArray parameters;
  private double[] host;

  /**
   * Draws weights.
   *
   * @param smooth tanh between the layers, else ReLU
   * @param sizes features, hidden units …, classes
   */
  public ToyNetwork(DataType precision, boolean smooth, long seed, int... sizes) {
    this.sizes = sizes.clone();
    this.smooth = smooth;
    this.precision = precision;
    int count = 0;
    for (int l = 1; l < sizes.length; l++) {
      count += sizes[l] * (sizes[l - 1] + 1);
    }
    this.host = new double[count];
    RandomStream random = RandomKey.of(seed).stream();
    for (int l = 1, at = 0; l < sizes.length; at += sizes[l] * (sizes[l - 1] + 1), l++) {
      for (int i = 0; i < sizes[l] * sizes[l - 1]; i++) {
        host[at + i] = random.nextGaussian() * Math.sqrt(2.0 / sizes[l - 1]);
      }
    }
    this.parameters = Nd4j.createUninitialized(precision, count);
    HostArrays.write(host, parameters);
    parametersChanged();
  }

  private ToyNetwork(ToyNetwork other) {
    this.sizes = other.sizes;
    this.smooth = other.smooth;
    this.precision = other.precision;
    this.parameters = other.parameters.dup();
    this.host = other.host.clone();
  }

  int layers() {
    return sizes.length - 1;
  }

  int size(int layer) {
    return sizes[layer];
  }

  boolean smooth() {
    return smooth;
  }

  double[] weights() {
    return host;
  }

  @Override
  public long[] inputShape() {
    return new long[] {sizes[0]};
  }

  @Override
  public int classes() {
    return sizes[sizes.length - 1];
  }

  @Override
  public DataType precision() {
    return precision;
  }

  @Override
  public long parameterCount() {
    return host.length;
  }

  @Override
  public INDArray parameters() {
    return parameters;
  }

  @Override
  public void parametersChanged() {
    host = HostArrays.read(parameters);
  }

  @Override
  public INDArray logits(INDArray images) {
    return new ToyPass(this, images).logits();
  }

  @Override
  public LossGradient lossGradient(INDArray images, Loss loss) {
    ToyPass pass = new ToyPass(this, images);
    int rows = Math.toIntExact(images.size(0));
    double[] logits = HostArrays.read(pass.logits());
    double[] losses = new double[rows];
    double[] cotangents = new double[logits.length];
    double[] slopes = new double[classes()];
    for (int row = 0; row < rows; row++) {
      int offset = row * classes();
      double[] sample = Arrays.copyOfRange(logits, offset, offset + classes());
      losses[row] = loss.evaluate(row, sample, slopes);
      System.arraycopy(slopes, 0, cotangents, offset, classes());
    }
    INDArray seeds = array(cotangents, rows, classes());
    return new LossGradient(losses, pass.logits(), pass.inputGradient(seeds));
  }

  @Override
  public List<String> activationNames() {
    return List.of();
  }

  @Override
  public Map<String, INDArray> activations(INDArray images, Collection<String> names) {
    if (!names.isEmpty()) {
      throw new IllegalArgumentException("unknown activations " + names + "; there are none");
    }
    return Map.of();
  }

  @Override
  public Pass forward(INDArray images, Mode mode, RandomKey random) {
    return new ToyPass(this, images);
  }

  @Override
  public Network copy() {
    return new ToyNetwork(this);
  }

  INDArray array(double[] values, long... shape) {
    INDArray array = Nd4j.createUninitialized(precision, shape, 'c');
    HostArrays.write(values, array);
    return array;
  }

  @Override
  public void close() {
    // holds nothing
  }
}
