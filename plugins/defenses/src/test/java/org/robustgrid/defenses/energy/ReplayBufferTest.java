package org.robustgrid.defenses.energy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.random.RandomKey;

class ReplayBufferTest {

  private static final RandomKey KEY = RandomKey.of(1);

  private static RandomKey[] keys(int chains, int step) {
    RandomKey[] keys = new RandomKey[chains];
    Arrays.setAll(keys, i -> RandomKey.of(step).with(i));
    return keys;
  }

  private static ReplayBuffer filledWith(double value) {
    ReplayBuffer buffer = new ReplayBuffer(8, 2, Domain.UNIT, KEY);
    int[] slots = {0, 1, 2, 3, 4, 5, 6, 7};
    double[] points = new double[16];
    Arrays.fill(points, value);
    buffer.keep(slots, points);
    return buffer;
  }

  @Test
  void begins_with_uniform_noise_in_the_domain() {
    double[] content = HostArrays.read(new ReplayBuffer(2000, 2, new Domain(-1, 3), KEY).state());
    assertThat(Arrays.stream(content).min().orElseThrow()).isBetween(-1.0, -0.98);
    assertThat(Arrays.stream(content).max().orElseThrow()).isBetween(2.98, 3.0);
    assertThat(Arrays.stream(content).average().orElseThrow()).isCloseTo(1, within(0.1));
  }

  @Test
  void a_chain_goes_on_where_its_slot_stopped() {
    ReplayBuffer buffer = new ReplayBuffer(1000, 2, Domain.UNIT, KEY);
    double[] points = new double[6];
    int[] slots = buffer.draw(keys(3, 0), 0, points);
    double[] ends = {10, 11, 20, 21, 30, 31};
    buffer.keep(slots, ends);
    assertThat(buffer.draw(keys(3, 0), 0, points)).containsExactly(slots);
    assertThat(points).containsExactly(ends);
  }

  @Test
  void chains_start_anew_as_often_as_stated() {
    double[] points = new double[20_000];
    filledWith(5).draw(keys(10_000, 1), 0.05, points);
    long anew = Arrays.stream(points).filter(p -> p < 1).count();
    // five standard deviations of 10 000 chains of two numbers each
    assertThat(anew / 20_000.0).isCloseTo(0.05, within(0.011));
  }

  @Test
  void without_reinitialisation_every_chain_is_kept() {
    double[] points = new double[2000];
    filledWith(5).draw(keys(1000, 1), 0, points);
    assertThat(points).containsOnly(5);
  }

  @Test
  void the_state_makes_the_same_buffer() {
    ReplayBuffer buffer = filledWith(0.3);
    ReplayBuffer other = new ReplayBuffer(8, 2, Domain.UNIT, RandomKey.of(2));
    other.restore(buffer.state());
    assertThat(HostArrays.read(other.state())).containsExactly(HostArrays.read(buffer.state()));
  }

  @Test
  void the_state_is_a_copy() {
    ReplayBuffer buffer = filledWith(1);
    var state = buffer.state();
    buffer.keep(new int[] {0}, new double[] {7, 7});
    assertThat(HostArrays.read(state)).containsOnly(1);
  }

  @Test
  void a_state_of_another_size_is_refused() {
    assertThatThrownBy(() -> filledWith(0).restore(Nd4j.zeros(DataType.FLOAT, 3, 2)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("holds 6 numbers, expected 16");
  }

  @Test
  void a_buffer_larger_than_memory_is_refused() {
    assertThatThrownBy(() -> new ReplayBuffer(Integer.MAX_VALUE, 1000, Domain.UNIT, KEY))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("a replay buffer of 2147483647 samples")
        .hasMessageContaining("lower 'buffer-size'");
  }

  @Test
  void a_domain_without_bounds_is_refused() {
    assertThatThrownBy(() -> new ReplayBuffer(8, 2, Domain.UNBOUNDED, KEY))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("this data set has no bounds");
  }
}
