package org.robustgrid.engine.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.robustgrid.numerics.augmentation.ImageAugmentation.Move;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.defense.TrainingSettings;
import org.robustgrid.spi.random.RandomKey;

class AugmentationTest {

  private static Augmentation augmentation(TrainingSettings.Builder settings) {
    return Augmentation.of(settings.build(), new long[] {2, 8, 9}, Domain.UNIT, RandomKey.of(1));
  }

  private static Augmentation augmentation(int padding, boolean flip) {
    return augmentation(TrainingSettings.builder().cropPadding(padding).horizontalFlip(flip));
  }

  @Test
  void all_shifts_within_the_padding_occur_equally_often() {
    Augmentation augmentation = augmentation(2, false);

    int[] rows = new int[5];
    IntStream.range(0, 5000).forEach(i -> rows[augmentation.move(0, i).rows() + 2]++);

    assertThat(IntStream.of(rows).min().orElseThrow()).isGreaterThan(900);
  }

  @Test
  void half_of_the_images_are_mirrored() {
    Augmentation augmentation = augmentation(0, true);

    assertThat(IntStream.range(0, 2000).filter(i -> augmentation.move(0, i).mirrored()).count())
        .isBetween(900L, 1100L);
  }

  @Test
  void the_square_that_is_cut_out_may_be_anywhere() {
    Augmentation augmentation = augmentation(TrainingSettings.builder().cutout(4));

    int[] rows = new int[8];
    int[] columns = new int[9];
    for (int i = 0; i < 9000; i++) {
      Move move = augmentation.move(0, i);
      rows[move.cutRow()]++;
      columns[move.cutColumn()]++;
    }

    assertThat(IntStream.of(rows).min().orElseThrow()).isGreaterThan(950);
    assertThat(IntStream.of(columns).min().orElseThrow()).isGreaterThan(850);
  }

  @Test
  void cutting_out_leaves_shifts_and_flips_as_they_are() {
    TrainingSettings.Builder settings =
        TrainingSettings.builder().cropPadding(2).horizontalFlip(true);
    Augmentation without = augmentation(settings);
    Augmentation with = augmentation(settings.cutout(3));

    for (int i = 0; i < 100; i++) {
      Move move = with.move(3, i);
      assertThat(new Move(move.rows(), move.columns(), move.mirrored()))
          .isEqualTo(without.move(3, i));
    }
  }

  @Test
  void the_move_of_a_sample_changes_from_epoch_to_epoch() {
    Augmentation augmentation = augmentation(7, true);

    assertThat(IntStream.range(0, 20).mapToObj(epoch -> augmentation.move(epoch, 5)).distinct())
        .hasSizeGreaterThan(10);
  }

  @Test
  void vectors_cannot_be_augmented() {
    assertThatThrownBy(
            () ->
                Augmentation.of(
                    TrainingSettings.builder().cropPadding(1).build(),
                    new long[] {4},
                    Domain.UNIT,
                    RandomKey.of(0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("crop-padding");
  }
}
