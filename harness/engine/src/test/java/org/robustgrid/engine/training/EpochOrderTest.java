package org.robustgrid.engine.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.robustgrid.spi.random.RandomKey;

class EpochOrderTest {

  private static int[][] batches(int samples, int epoch) {
    return new EpochOrder(samples, 4, RandomKey.of(9)).of(epoch);
  }

  @Test
  void every_sample_comes_once_an_epoch() {
    assertThat(Arrays.stream(batches(10, 0)).flatMapToInt(IntStream::of).sorted().toArray())
        .isEqualTo(IntStream.range(0, 10).toArray());
  }

  @Test
  void the_last_batch_may_be_smaller() {
    assertThat(batches(10, 0)).hasNumberOfRows(3);
    assertThat(batches(10, 0)[2]).hasSize(2);
  }

  @Test
  void a_last_batch_of_one_row_is_left_out() {
    assertThat(batches(9, 0)).hasNumberOfRows(2);
  }

  @Test
  void a_single_sample_is_still_trained_on() {
    assertThat(batches(1, 0)).hasNumberOfRows(1);
  }

  @Test
  void epochs_are_shuffled_differently() {
    assertThat(batches(100, 0)).isNotEqualTo(batches(100, 1));
  }
}
