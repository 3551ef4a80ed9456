package org.robustgrid.engine.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ViewTest {

  private static View view(String steps, long... shape) {
    return View.of(shape, List.of(steps.split(", ")));
  }

  /** Where a walk by strides reads. */
  private static int[] walk(View.Strided strided) {
    int[] places = {(int) strided.offset()};
    for (int axis = 0; axis < strided.shape().length; axis++) {
      int[] longer = new int[places.length * (int) strided.shape()[axis]];
      int at = 0;
      for (int place : places) {
        for (int i = 0; i < strided.shape()[axis]; i++) {
          longer[at++] = place + i * (int) strided.strides()[axis];
        }
      }
      places = longer;
    }
    return places;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "permute 1 2 0",
        "permute 2 0 1",
        "permute 2 1 0",
        "slice 0 1 2 2",
        "slice 2 0 1 1",
        "slice 1 2 1 2, permute 2 0 1",
        "reshape 5 24, permute 1 0",
        "permute 1 0 2, reshape 20 6",
        "slice 0 4 1 1, slice 1 3 1 1, slice 2 5 1 1"
      })
  void strides_tell_where_numbers_come_from(String steps) {
    View view = view(steps, 5, 4, 6);

    assertThat(walk(view.strided().orElseThrow())).isEqualTo(view.source());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gather 0 1 0 4",
        "gather 0 1 1",
        "slice 0 4 -1 3",
        "pad 1 1 1 constant 0",
        "pad 1 1 1 edge",
        "gather 1 0 1 3"
      })
  void other_views_have_none(String steps) {
    assertThat(view(steps, 5, 4, 6).strided()).isEmpty();
  }

  @Test
  void a_step_that_overlaps_the_next_sample_has_none() {
    // oneDNN takes an axis to reach as far as its stride times its size
    assertThat(view("slice 0 0 2 3", 5).strided()).isEmpty();
  }

  @Test
  void transpositions_of_images_are_known_by_what_they_do() {
    assertThat(view("permute 1 2 0", 5, 4, 6).movesFirstBehind()).isTrue();
    assertThat(view("permute 2 0 1, permute 2 0 1", 5, 4, 6).movesFirstBehind()).isTrue();
    assertThat(view("permute 2 0 1", 5, 4, 6).movesLastBefore()).isTrue();
    assertThat(view("permute 0 2 1", 5, 4, 6).movesFirstBehind()).isFalse();
    assertThat(view("reshape 5 24, permute 1 0", 5, 4, 6).movesFirstBehind()).isFalse();
    assertThat(Arrays.stream(view("permute 1 2 0", 1, 4, 6).source()).sum()).isEqualTo(276);
  }
}
