package org.robustgrid.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.engine.SampleGraphs;
import org.robustgrid.numerics.HostArrays;

class ResidentPoolingTest {

  private static final int ROWS = 3;
  private static final int CHANNELS = 2;

  static List<Pooling> poolings() {
    Window halves = new Window(8, 6, 2, 2, 2, 2, 0, 0, 1, 1);
    Window overlapping = new Window(7, 9, 3, 3, 2, 2, 1, 1, 1, 1);
    Window whole = Window.whole(5, 4);
    return List.of(
        new MaxPooling(halves),
        new MaxPooling(overlapping),
        new MaxPooling(whole),
        new AveragePooling(halves, true),
        new AveragePooling(overlapping, true),
        new AveragePooling(overlapping, false),
        new AveragePooling(whole, true));
  }

  /** Pools, goes back and pushes a tangent; the three results. */
  private static List<INDArray> results(Pooling pooling, Pooling computed) {
    Window window = pooling.window();
    long[] inputs = {ROWS, CHANNELS, window.height(), window.width()};
    long[] outputs = {ROWS, CHANNELS, window.outputHeight(), window.outputWidth()};
    Lanes x = Lanes.of(SampleGraphs.random(DataType.DOUBLE, 1, inputs));
    Lanes g = Lanes.of(SampleGraphs.random(DataType.DOUBLE, 2, outputs));
    Lanes v = Lanes.of(SampleGraphs.random(DataType.DOUBLE, 3, inputs));
    Lanes y = Lanes.of(Nd4j.create(DataType.DOUBLE, outputs));
    Lanes dx = Lanes.of(Nd4j.create(DataType.DOUBLE, inputs));
    Lanes pushed = Lanes.of(Nd4j.create(DataType.DOUBLE, outputs));
    Pooling.Run run = computed.over(ROWS * CHANNELS, DataType.DOUBLE);
    run.forward(x, y);
    run.backward(g, dx);
    run.tangent(v, pushed);
    return List.of(y.array(), dx.array(), pushed.array());
  }

  @ParameterizedTest
  @MethodSource("poolings")
  void computes_what_the_other_does(Pooling pooling) {
    List<INDArray> expected = results(pooling, pooling);
    List<INDArray> found = results(pooling, new ResidentPooling(pooling));

    for (int i = 0; i < expected.size(); i++) {
      assertThat(found.get(i).distance2(expected.get(i))).isLessThan(1e-12);
    }
  }

  @ParameterizedTest
  @MethodSource("poolings")
  void finds_what_is_not_a_number_as_the_other_does(Pooling pooling) {
    Window window = pooling.window();
    INDArray images =
        SampleGraphs.random(DataType.DOUBLE, 1, ROWS, CHANNELS, window.height(), window.width());
    images.putScalar(new int[] {1, 1, 0, 1}, Double.NaN);
    long[] outputs = {ROWS, CHANNELS, window.outputHeight(), window.outputWidth()};
    Lanes expected = Lanes.of(Nd4j.create(DataType.DOUBLE, outputs));
    Lanes found = Lanes.of(Nd4j.create(DataType.DOUBLE, outputs));

    pooling.over(ROWS * CHANNELS, DataType.DOUBLE).forward(Lanes.of(images), expected);
    new ResidentPooling(pooling)
        .over(ROWS * CHANNELS, DataType.DOUBLE)
        .forward(Lanes.of(images), found);

    assertThat(expected.array().isNaN().any()).isTrue();
    assertThat(HostArrays.read(found.array()))
        .containsExactly(HostArrays.read(expected.array()), within(1e-12));
  }
}
