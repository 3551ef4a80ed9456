package org.robustgrid.engine.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.robustgrid.spi.defense.TrainingSettings;
import org.robustgrid.spi.defense.TrainingSettings.Schedule;

class LearningRateScheduleTest {

  /** Ten epochs of ten steps at a base rate of 2. */
  private static TrainingSettings.Builder settings(Schedule schedule) {
    return TrainingSettings.builder().epochs(10).learningRate(2).schedule(schedule);
  }

  private static double at(TrainingSettings.Builder settings, long step) {
    return new LearningRateSchedule(settings.build(), 10).at(step);
  }

  @Test
  void constant_stays_at_the_base_rate() {
    assertThat(at(settings(Schedule.CONSTANT), 0)).isEqualTo(2);
    assertThat(at(settings(Schedule.CONSTANT), 99)).isEqualTo(2);
  }

  @Test
  void warm_up_rises_from_the_first_share_to_the_base_rate() {
    TrainingSettings.Builder warming = settings(Schedule.CONSTANT).warmupEpochs(0.5);

    assertThat(at(warming, 0)).isEqualTo(0.4, within(1e-15));
    assertThat(at(warming, 3)).isEqualTo(1.6, within(1e-15));
    assertThat(at(warming, 4)).isEqualTo(2);
    assertThat(at(warming, 5)).isEqualTo(2);
  }

  @Test
  void cosine_halves_the_rate_half_way() {
    assertThat(at(settings(Schedule.COSINE), 0)).isEqualTo(2);
    assertThat(at(settings(Schedule.COSINE), 50)).isEqualTo(1, within(1e-15));
    assertThat(at(settings(Schedule.COSINE), 99)).isGreaterThan(0).isLessThan(0.001);
  }

  @Test
  void cosine_begins_after_warm_up() {
    TrainingSettings.Builder warming = settings(Schedule.COSINE).warmupEpochs(2);

    assertThat(at(warming, 19)).isEqualTo(2);
    assertThat(at(warming, 20)).isEqualTo(2);
    assertThat(at(warming, 60)).isEqualTo(1, within(1e-15));
  }

  @Test
  void linear_falls_by_the_same_amount_every_step() {
    assertThat(at(settings(Schedule.LINEAR), 0)).isEqualTo(2);
    assertThat(at(settings(Schedule.LINEAR), 25)).isEqualTo(1.5, within(1e-15));
    assertThat(at(settings(Schedule.LINEAR), 99)).isEqualTo(0.02, within(1e-12));
  }

  @Test
  void cyclic_peaks_at_forty_percent_of_all_steps() {
    assertThat(at(settings(Schedule.CYCLIC), 0)).isEqualTo(0.05, within(1e-15));
    assertThat(at(settings(Schedule.CYCLIC), 19)).isEqualTo(1, within(1e-15));
    assertThat(at(settings(Schedule.CYCLIC), 39)).isEqualTo(2, within(1e-15));
    assertThat(at(settings(Schedule.CYCLIC), 40)).isEqualTo(2, within(1e-15));
    assertThat(at(settings(Schedule.CYCLIC), 70)).isEqualTo(1, within(1e-15));
  }

  @Test
  void step_decays_at_the_beginning_of_each_listed_epoch() {
    TrainingSettings.Builder steps =
        settings(Schedule.STEP).decayEpochs(List.of(3, 7)).decayFactor(0.1);

    assertThat(at(steps, 29)).isEqualTo(2);
    assertThat(at(steps, 30)).isEqualTo(0.2, within(1e-15));
    assertThat(at(steps, 69)).isEqualTo(0.2, within(1e-15));
    assertThat(at(steps, 70)).isEqualTo(0.02, within(1e-15));
  }

  @Test
  void a_training_that_only_warms_up_ends_at_the_base_rate() {
    TrainingSettings.Builder warming = settings(Schedule.LINEAR).warmupEpochs(1000);

    assertThat(at(warming, 99)).isEqualTo(2);
  }

  @Test
  void step_decays_within_an_epoch_where_a_point_is_a_fraction() {
    TrainingSettings.Builder steps = settings(Schedule.STEP).decayPoints(List.of(2.5));

    assertThat(at(steps, 24)).isEqualTo(2);
    assertThat(at(steps, 25)).isEqualTo(0.2, within(1e-15));
  }

  @ParameterizedTest
  @EnumSource(Schedule.class)
  void fewer_epochs_of_more_updates_have_the_same_rates(Schedule schedule) {
    TrainingSettings whole =
        settings(schedule).epochs(8).warmupEpochs(1.5).decayEpochs(List.of(5, 7)).build();
    TrainingSettings replayed = whole.stretchedTo(1).toBuilder().replays(8).build();

    assertThat(rates(replayed, 80, 80)).containsExactly(rates(whole, 10, 80));
  }

  @ParameterizedTest
  @EnumSource(Schedule.class)
  void a_schedule_continues_after_the_completed_epochs(Schedule schedule) {
    TrainingSettings whole = settings(schedule).warmupEpochs(4).decayEpochs(List.of(2, 6)).build();
    TrainingSettings left = whole.toBuilder().epochs(7).elapsedEpochs(3).build();

    assertThat(rates(left, 10, 70))
        .containsExactly(Arrays.copyOfRange(rates(whole, 10, 100), 30, 100));
  }

  @Test
  void step_decays_after_minibatches() {
    TrainingSettings.Builder steps = settings(Schedule.STEP).decaySteps(List.of(15.0, 32.0));

    assertThat(at(steps, 14)).isEqualTo(2);
    assertThat(at(steps, 15)).isEqualTo(0.2, within(1e-15));
    assertThat(at(steps, 31)).isEqualTo(0.2, within(1e-15));
    assertThat(at(steps, 32)).isEqualTo(0.02, within(1e-15));
  }

  @Test
  void each_decay_may_have_a_factor_of_the_base_rate() {
    TrainingSettings.Builder pieces =
        settings(Schedule.STEP).decayEpochs(List.of(2, 5)).decayFactors(List.of(0.5, 3.0));

    assertThat(at(pieces, 19)).isEqualTo(2);
    assertThat(at(pieces, 20)).isEqualTo(1);
    assertThat(at(pieces, 49)).isEqualTo(1);
    assertThat(at(pieces, 50)).isEqualTo(6);
  }

  @Test
  void a_replayed_minibatch_counts_once() {
    TrainingSettings whole =
        settings(Schedule.STEP).epochs(8).decaySteps(List.of(20.0, 41.0)).build();
    TrainingSettings replayed = whole.stretchedTo(1).toBuilder().replays(8).build();

    assertThat(rates(replayed, 80, 80)).containsExactly(rates(whole, 10, 80));
  }

  @Test
  void a_decay_has_one_place_and_one_factor() {
    assertThatThrownBy(
            () -> settings(Schedule.STEP).decaySteps(List.of(1.0)).decayEpochs(List.of(1)).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("give one of them");
    assertThatThrownBy(
            () ->
                settings(Schedule.STEP)
                    .decayEpochs(List.of(1, 2))
                    .decayFactors(List.of(0.1))
                    .build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 for 2");
    assertThatThrownBy(
            () ->
                settings(Schedule.STEP)
                    .decayEpochs(List.of(2, 1))
                    .decayFactors(List.of(0.1, 0.2))
                    .build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ascending");
  }

  private static double[] rates(TrainingSettings settings, long stepsPerEpoch, int steps) {
    LearningRateSchedule schedule = new LearningRateSchedule(settings, stepsPerEpoch);
    return IntStream.range(0, steps).mapToDouble(schedule::at).toArray();
  }
}
