package org.robustgrid.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class LanesTest {

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"FLOAT", "DOUBLE"})
  void what_is_written_to_a_devices_array_is_in_the_array_and_read_back(DataType precision) {
    INDArray array = Nd4j.create(precision, 2, 3);
    Lanes lanes = new Lanes.Copied(array);
    double[] doubles = new double[2];
    float[] floats = new float[2];

    lanes.write(1, new double[] {9, 5, 6}, 1, 2);
    lanes.write(4, new float[] {7, 8}, 0, 2);
    lanes.read(1, doubles, 0, 2);
    lanes.read(4, floats, 0, 2);

    assertThat(doubles).containsExactly(5, 6);
    assertThat(floats).containsExactly(7, 8);
    assertThat(array.toDoubleMatrix()[1]).containsExactly(0, 7, 8);
    assertThat(array.getDouble(0, 2)).isEqualTo(6);
  }
}
