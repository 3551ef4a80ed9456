package org.robustgrid.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.engine.GraphBacked;
import org.robustgrid.engine.Networks;
import org.robustgrid.engine.model.ParameterLayout;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.loss.LossKind;
import org.robustgrid.spi.network.LossGradient;
import org.robustgrid.spi.network.Mode;
import org.robustgrid.spi.network.Network;
import org.robustgrid.spi.network.Pass;
import org.robustgrid.spi.random.RandomKey;
import org.robustgrid.spi.random.RandomStream;

/**
 * One network in double on the engine and in PyTorch, asked the same.
 *
 * @param engine what the answers must be
 * @param torch over a graph of its own
 */
record TwoExecutors(Network engine, Network torch) implements AutoCloseable {

  static final int ROWS = 3;

  /** Of the largest number of the engine's answer: sums are in another order. */
  private static final double TOLERANCE = 1e-10;

  static TwoExecutors of(ComputationGraph graph, TorchServer server) {
    unsettle(graph);
    Network engine = Networks.of(graph);
    return new TwoExecutors(engine, TorchNetwork.of(graph.clone(), server, 2));
  }

  /** Gives biases, scales, slopes and running statistics values that tell an error. */
  private static void unsettle(ComputationGraph graph) {
    RandomStream random = RandomKey.of(7).stream();
    for (ParameterLayout.Slot slot : ParameterLayout.of(graph).slots()) {
      boolean positive =
          slot.role() == ParameterLayout.Role.RUNNING_VARIANCE
              || slot.role() == ParameterLayout.Role.SCALE;
      double[] values = new double[(int) slot.length()];
      for (int i = 0; i < values.length; i++) {
        values[i] = (positive ? 1 : 0) + 0.3 * random.nextDouble();
      }
      INDArray own = slot.in(graph.params());
      INDArray drawn = Nd4j.createFromArray(values).castTo(own.dataType()).reshape(own.shape());
      boolean drawnAlready = slot.role() == ParameterLayout.Role.WEIGHT;
      own.assign(drawnAlready ? own.add(drawn.mul(0.3)) : drawn);
    }
  }

  INDArray images(long key) {
    long[] shape = engine.inputShape();
    long[] full = new long[shape.length + 1];
    full[0] = ROWS;
    System.arraycopy(shape, 0, full, 1, shape.length);
    return random(key, full);
  }

  INDArray random(long key, long... shape) {
    RandomStream random = RandomKey.of(key).stream();
    double[] values = new double[HostArrays.length(shape)];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextGaussian();
    }
    INDArray array = Nd4j.create(DataType.DOUBLE, shape);
    HostArrays.write(values, array);
    return array;
  }

  static void same(String what, INDArray actual, INDArray expected) {
    assertThat(actual.shape()).as(what).isEqualTo(expected.shape());
    double[] found = HostArrays.read(actual);
    double[] wanted = HostArrays.read(expected);
    double scale = 1e-3;
    for (double value : wanted) {
      scale = Math.max(scale, Math.abs(value));
    }
    assertThat(found).as(what).containsExactly(wanted, within(TOLERANCE * scale));
  }

  /** Logits, losses, input gradients and, where images are asked for twice, activations. */
  void answerTheSame() {
    INDArray images = images(1);
    same("logits", torch.logits(images), engine.logits(images));
    int[] labels = {0, 1, 0};
    LossGradient expected =
        engine.lossGradient(images, LossKind.CROSS_ENTROPY.over(labels, new int[0]));
    LossGradient actual =
        torch.lossGradient(images, LossKind.CROSS_ENTROPY.over(labels, new int[0]));
    for (int row = 0; row < ROWS; row++) {
      assertThat(actual.losses()[row]).isCloseTo(expected.losses()[row], within(1e-10));
    }
    same("input gradient of the loss", actual.gradient(), expected.gradient());
    assertThat(torch.activationNames()).isEqualTo(engine.activationNames());
    Map<String, INDArray> activations = engine.activations(images, engine.activationNames());
    torch
        .activations(images, torch.activationNames())
        .forEach((name, values) -> same("activation " + name, values, activations.get(name)));
  }

  /** The gradients of a pass. */
  void differentiateTheSame(Mode mode, boolean tangents) {
    INDArray images = images(2);
    INDArray u = random(3, ROWS, engine.classes());
    INDArray w = random(4, ROWS, engine.classes());
    INDArray v = images(5);
    try (Pass expected = engine.forward(images, mode, RandomKey.of(9));
        Pass actual = torch.forward(images, mode, RandomKey.of(9))) {
      same(mode + " logits", actual.logits(), expected.logits());
      same(mode + " input gradient", actual.inputGradient(u), expected.inputGradient(u));
      INDArray into = Nd4j.zeros(DataType.DOUBLE, engine.parameterCount());
      INDArray wanted = Nd4j.zeros(DataType.DOUBLE, engine.parameterCount());
      same(mode + " both", actual.gradients(u, into), expected.gradients(u, wanted));
      actual.parameterGradient(w, into);
      expected.parameterGradient(w, wanted);
      same(mode + " parameter gradient", into, wanted);
      if (tangents) {
        same(mode + " tangent", actual.tangent(v), expected.tangent(v));
        actual.tangentParameterGradient(u, w, into);
        expected.tangentParameterGradient(u, w, wanted);
        same(mode + " tangent's parameter gradient", into, wanted);
        same(
            mode + " tangent's input gradient",
            actual.tangentInputGradient(u, w),
            expected.tangentInputGradient(u, w));
      }
    }
    same(mode + " running statistics", torch.parameters(), engine.parameters());
  }

  @Override
  public void close() {
    engine.close();
    torch.close();
  }

  /** The graph of a network. */
  static ComputationGraph graph(Network network) {
    return GraphBacked.graphOf(network);
  }
}
