package org.robustgrid.engine.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.engine.Networks;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.spi.network.Mode;
import org.robustgrid.spi.network.Network;
import org.robustgrid.spi.network.Pass;
import org.robustgrid.spi.random.RandomKey;

/** A graph's logits and derivatives in float, which native kernels compute, beside double. */
final class FloatAgainstDouble {

  private static final List<String> NAMES =
      List.of(
          "logits",
          "input gradient",
          "tangent",
          "parameter gradient",
          "parameter gradient through the tangent",
          "input gradient through the tangent",
          "input gradient alone");

  private FloatAgainstDouble() {}

  /**
   * Compares both, for random directions.
   *
   * @param graph in double
   * @param shape of the images, rows first
   */
  static void assertDerivativesAgree(ComputationGraph graph, int classes, long... shape) {
    Random random = new Random(5);
    INDArray x = normal(random, shape);
    INDArray v = normal(random, shape);
    INDArray g = normal(random, shape[0], classes);
    INDArray h = normal(random, shape[0], classes);
    try (Network wide = Networks.of(graph);
        Network narrow = Networks.of(graph.convertDataType(DataType.FLOAT))) {
      List<INDArray> expected = derivatives(wide, x, v, g, h);
      DataType single = DataType.FLOAT;
      List<INDArray> actual =
          derivatives(
              narrow, x.castTo(single), v.castTo(single), g.castTo(single), h.castTo(single));
      for (int i = 0; i < expected.size(); i++) {
        assertClose(NAMES.get(i), actual.get(i), expected.get(i));
      }
    }
  }

  private static INDArray normal(Random random, long... shape) {
    INDArray array = Nd4j.createUninitialized(DataType.DOUBLE, shape, 'c');
    double[] values = new double[(int) array.length()];
    Arrays.setAll(values, i -> random.nextGaussian());
    HostArrays.write(values, array);
    return array;
  }

  private static void assertClose(String name, INDArray narrow, INDArray wide) {
    double[] expected = HostArrays.read(wide);
    double scale = 0;
    for (double value : expected) {
      scale = Math.max(scale, Math.abs(value));
    }
    assertThat(scale).as(name).isPositive();
    assertThat(HostArrays.read(narrow)).as(name).containsExactly(expected, within(1e-4 * scale));
  }

  /** Logits, gradients and tangents, each a copy. */
  private static List<INDArray> derivatives(
      Network network, INDArray x, INDArray v, INDArray g, INDArray h) {
    INDArray first = Nd4j.zeros(x.dataType(), network.parameterCount());
    INDArray second = Nd4j.zeros(x.dataType(), network.parameterCount());
    try (Pass pass = network.forward(x, Mode.INFERENCE, RandomKey.of(0))) {
      INDArray logits = pass.logits().dup('c');
      INDArray toInput = pass.gradients(g, first).dup('c');
      INDArray tangent = pass.tangent(v).dup('c');
      pass.tangentParameterGradient(g, h, second);
      INDArray bent = pass.tangentInputGradient(g, h).dup('c');
      INDArray alone = pass.inputGradient(g).dup('c');
      return List.of(logits, toInput, tangent, first, second, bent, alone);
    }
  }
}
