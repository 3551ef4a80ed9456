package org.robustgrid.engine.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.robustgrid.engine.training.Augmentation.Move;
import org.robustgrid.spi.defense.TrainingSettings;
import org.robustgrid.spi.random.RandomKey;

class AugmentationTest {

  private static Augmentation augmentation(int padding, boolean flip) {
    return new Augmentation(
        TrainingSettings.builder().cropPadding(padding).horizontalFlip(flip).build(),
        new long[] {2, 2, 3},
        RandomKey.of(1));
  }

  private static float[] moved(Move move) {
    float[] from = {1, 2, 3, 4, 5, 6, 10, 20, 30, 40, 50, 60};
    float[] to = new float[12];
    augmentation(1, true).apply(move, from, to, 0, 2);
    return to;
  }

  @Test
  void a_crop_shifts_every_plane_and_fills_with_zeros() {
    assertThat(moved(new Move(1, -1, false))).containsExactly(0, 4, 5, 0, 0, 0, 0, 40, 50, 0, 0, 0);
  }

  @Test
  void a_flip_mirrors_columns() {
    assertThat(moved(new Move(0, 0, true)))
        .containsExactly(3, 2, 1, 6, 5, 4, 30, 20, 10, 60, 50, 40);
  }

  @Test
  void the_crop_is_taken_first_and_then_mirrored() {
    assertThat(moved(new Move(0, 1, true))).containsExactly(0, 3, 2, 0, 6, 5, 0, 30, 20, 0, 60, 50);
  }

  @Test
  void no_move_leaves_the_image_as_it_is() {
    assertThat(moved(new Move(0, 0, false)))
        .containsExactly(1, 2, 3, 4, 5, 6, 10, 20, 30, 40, 50, 60);
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
  void the_move_of_a_sample_changes_from_epoch_to_epoch() {
    Augmentation augmentation = augmentation(8, true);

    assertThat(IntStream.range(0, 20).mapToObj(epoch -> augmentation.move(epoch, 5)).distinct())
        .hasSizeGreaterThan(10);
  }

  @Test
  void vectors_cannot_be_augmented() {
    assertThatThrownBy(
            () ->
                new Augmentation(
                    TrainingSettings.builder().cropPadding(1).build(),
                    new long[] {4},
                    RandomKey.of(0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("crop-padding");
  }
}
