package org.robustgrid.numerics.augmentation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.robustgrid.numerics.augmentation.ImageAugmentation.Move;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.defense.TrainingSettings;
import org.robustgrid.spi.defense.TrainingSettings.CropFill;

class ImageAugmentationTest {

  private static final Domain WIDE = new Domain(-2, 4);

  /** Two planes of two rows and three columns. */
  private static final float[] IMAGE = {1, 2, 3, 4, 5, 6, 10, 20, 30, 40, 50, 60};

  private static ImageAugmentation of(TrainingSettings.Builder settings, Domain domain) {
    return new ImageAugmentation(settings.build(), new long[] {2, 2, 3}, domain);
  }

  private static TrainingSettings.Builder crops(CropFill fill) {
    return TrainingSettings.builder().cropPadding(1).cropFill(fill).horizontalFlip(true);
  }

  private static float[] image(TrainingSettings.Builder settings, Domain domain, Move move) {
    float[] to = new float[12];
    of(settings, domain).image(move, IMAGE, to, 0, 2);
    return to;
  }

  private static float[] cropped(Move move) {
    return image(crops(CropFill.BLACK), Domain.UNIT, move);
  }

  @Test
  void a_crop_shifts_every_plane_and_fills_with_black() {
    assertThat(cropped(new Move(1, -1, false)))
        .containsExactly(0, 4, 5, 0, 0, 0, 0, 40, 50, 0, 0, 0);
    assertThat(image(crops(CropFill.BLACK), WIDE, new Move(1, 0, false)))
        .as("black is the smallest value of the domain")
        .containsExactly(4, 5, 6, -2, -2, -2, 40, 50, 60, -2, -2, -2);
  }

  @Test
  void grey_is_the_middle_of_the_domain() {
    assertThat(image(crops(CropFill.GREY), Domain.UNIT, new Move(0, 1, false)))
        .containsExactly(2, 3, 0.5f, 5, 6, 0.5f, 20, 30, 0.5f, 50, 60, 0.5f);
    assertThat(image(crops(CropFill.GREY), WIDE, new Move(0, -1, false)))
        .containsExactly(1, 1, 2, 1, 4, 5, 1, 10, 20, 1, 40, 50);
  }

  @Test
  void reflection_does_not_repeat_the_outermost_pixels() {
    assertThat(image(crops(CropFill.REFLECT), Domain.UNIT, new Move(1, -1, false)))
        .containsExactly(5, 4, 5, 2, 1, 2, 50, 40, 50, 20, 10, 20);
    assertThat(image(crops(CropFill.REFLECT), Domain.UNIT, new Move(-1, 1, true)))
        .containsExactly(5, 6, 5, 2, 3, 2, 50, 60, 50, 20, 30, 20);
  }

  @Test
  void a_flip_mirrors_columns() {
    assertThat(cropped(new Move(0, 0, true)))
        .containsExactly(3, 2, 1, 6, 5, 4, 30, 20, 10, 60, 50, 40);
  }

  @Test
  void the_crop_is_taken_first_and_then_mirrored() {
    assertThat(cropped(new Move(0, 1, true)))
        .containsExactly(0, 3, 2, 0, 6, 5, 0, 30, 20, 0, 60, 50);
  }

  @Test
  void no_move_leaves_the_image_as_it_is() {
    assertThat(cropped(new Move(0, 0, false))).containsExactly(IMAGE);
  }

  @Test
  void a_square_is_cut_out_of_the_moved_image_and_clipped_at_its_border() {
    TrainingSettings.Builder settings = crops(CropFill.BLACK).cutout(2);

    assertThat(image(settings, Domain.UNIT, new Move(0, 0, true, 1, 1)))
        .as("rows 0 and 1, columns 0 and 1 of the mirrored image")
        .containsExactly(0.5f, 0.5f, 1, 0.5f, 0.5f, 4, 0.5f, 0.5f, 10, 0.5f, 0.5f, 40);
    assertThat(image(settings, WIDE, new Move(0, 0, false, 0, 0)))
        .as("a quarter of the square lies within the image, and grey is 1")
        .containsExactly(1, 2, 3, 4, 5, 6, 1, 20, 30, 40, 50, 60);
  }

  @Test
  void what_travels_with_an_image_is_zero_where_nothing_of_the_image_is_seen() {
    float[] to = new float[12];
    of(crops(CropFill.GREY).cutout(1), WIDE)
        .companion(new Move(0, 1, false, 0, 0), IMAGE, to, 0, 2);
    assertThat(to).containsExactly(0, 3, 0, 5, 6, 0, 0, 30, 0, 50, 60, 0);
  }

  @Test
  void what_travels_with_an_image_is_reflected_with_it() {
    float[] image = image(crops(CropFill.REFLECT), WIDE, new Move(1, 1, true));
    float[] companion = new float[12];
    of(crops(CropFill.REFLECT), WIDE).companion(new Move(1, 1, true), IMAGE, companion, 0, 2);
    assertThat(companion).isEqualTo(image);
  }
}
