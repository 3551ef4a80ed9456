package org.robustgrid.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.robustgrid.numerics.HostArrays;

class HostArraysTest {

  private static INDArray counting(DataType type) {
    return Nd4j.arange(12).castTo(type).reshape('c', 3, 4).dup('c');
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "DOUBLE"})
  void rows_of_a_larger_array_are_read_from_their_place(DataType type) {
    INDArray view = counting(type).get(NDArrayIndex.interval(1, 3), NDArrayIndex.all());
    assertThat(HostArrays.read(view)).containsExactly(4, 5, 6, 7, 8, 9, 10, 11);
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "DOUBLE"})
  void rows_of_a_larger_array_are_written_in_their_place(DataType type) {
    INDArray whole = counting(type);
    INDArray view = whole.get(NDArrayIndex.interval(1, 2), NDArrayIndex.all());
    HostArrays.write(new double[] {-1, -2, -3, -4}, view);
    assertThat(HostArrays.read(whole)).containsExactly(0, 1, 2, 3, -1, -2, -3, -4, 8, 9, 10, 11);
  }

  @Test
  void a_column_is_read_in_its_own_order() {
    INDArray column = counting(DataType.DOUBLE).getColumn(1);
    assertThat(HostArrays.read(column)).containsExactly(1, 5, 9);
  }

  @Test
  void an_array_in_fortran_order_is_read_in_c_order() {
    assertThat(HostArrays.read(counting(DataType.FLOAT).dup('f')))
        .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
  }

  @Test
  void integers_are_read_as_numbers() {
    assertThat(HostArrays.read(Nd4j.createFromArray(3L, -4L))).containsExactly(3, -4);
  }

  @Test
  void writing_to_a_view_with_gaps_is_refused() {
    INDArray columns =
        counting(DataType.DOUBLE).get(NDArrayIndex.all(), NDArrayIndex.interval(0, 2));
    assertThatThrownBy(() -> HostArrays.write(new double[6], columns))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("without gaps");
  }

  @Test
  void chosen_rows_are_copied_and_the_source_keeps_its_shape() {
    INDArray source = counting(DataType.FLOAT);
    INDArray chosen = HostArrays.rows(source, new int[] {2, 0});
    assertThat(HostArrays.read(chosen)).containsExactly(8, 9, 10, 11, 0, 1, 2, 3);
    assertThat(source.shape()).containsExactly(3, 4);
  }
}
