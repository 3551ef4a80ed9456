package org.robustgrid.leaderboard.confusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.robustgrid.leaderboard.Board;
import org.robustgrid.leaderboard.Leaderboard.Rate;
import org.robustgrid.leaderboard.Row;
import org.robustgrid.leaderboard.SeedResult;
import org.robustgrid.leaderboard.ThreatModelEntry;
import org.robustgrid.leaderboard.statistics.Bits;
import org.robustgrid.leaderboard.statistics.Interval;

class ConfusionTest {

  private static final List<String> NAMES = List.of("cat", "dog", "fox");

  /** Samples of classes 0, 1, 2, 2; the first survives, the last was wrong without attack. */
  private static final Board BOARD =
      new Board("pets", 4, new ThreatModelEntry("linf", 0.1), List.of());

  private static final List<Integer> CLASSES = List.of(0, 1, 2, 2);

  private static Row row(int seeds) {
    SeedResult seed =
        SeedResult.builder(0, "hash")
            .clean(Bits.of("1110"))
            .attacks(Map.of("weak", Bits.of("1010"), "strong", Bits.of("1000")))
            .worst(Bits.of("1000"))
            .build();
    Map<String, Rate> attacks =
        Map.of(
            "weak",
            new Rate(0.5, new Interval(0, 1), null),
            "strong",
            new Rate(0.25, new Interval(0, 1), null));
    return Row.builder("trades", "trades")
        .architecture("cnn")
        .seeds(List.of(0L))
        .clean(new Rate(0.75, new Interval(0, 1), null))
        .attacks(attacks)
        .worst(new Rate(0.25, new Interval(0, 1), null))
        .perSeed(Collections.nCopies(seeds, seed))
        .build();
  }

  private static Confusion confusion(int seeds, List<Integer> weak, List<Integer> strong) {
    Map<String, List<Integer>> predictions = Map.of("weak", weak, "strong", strong);
    return Confusion.of(BOARD, row(seeds), CLASSES, NAMES, Collections.nCopies(seeds, predictions));
  }

  @Test
  void
      a_survivor_counts_for_its_class_and_a_broken_sample_for_the_class_under_the_strongest_attack() {
    Confusion confusion = confusion(1, List.of(0, 0, 2, 1), List.of(0, 2, 0, 1));
    assertThat(confusion.counts())
        .containsExactly(List.of(1, 0, 0, 0), List.of(0, 0, 1, 0), List.of(1, 1, 0, 0));
  }

  @Test
  void where_the_strongest_attack_failed_the_next_one_that_broke_the_sample_decides() {
    Confusion confusion = confusion(1, List.of(0, 0, 2, 1), List.of(0, 1, 0, 1));
    assertThat(confusion.counts().get(1)).containsExactly(1, 0, 0, 0);
  }

  @Test
  void a_model_that_names_no_class_is_counted_apart() {
    Confusion confusion = confusion(1, List.of(0, 0, 2, -1), List.of(0, 0, -1, -1));
    assertThat(confusion.counts().get(2)).containsExactly(0, 0, 0, 2);
    assertThat(confusion.abstains()).isTrue();
  }

  @Test
  void seeds_are_added_up() {
    Confusion confusion = confusion(3, List.of(0, 0, 2, 1), List.of(0, 2, 0, 1));
    assertThat(confusion.total()).isEqualTo(12);
    assertThat(confusion.of(2)).isEqualTo(6);
  }

  @Test
  void counts_of_another_number_of_classes_are_an_error() {
    assertThatThrownBy(
            () ->
                new Confusion(
                    "pets", new ThreatModelEntry("l2", 1), "row", NAMES, List.of(List.of(1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 classes");
  }
}
