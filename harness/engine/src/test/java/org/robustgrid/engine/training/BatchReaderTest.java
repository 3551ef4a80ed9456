package org.robustgrid.engine.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.defense.TrainingBatch;
import org.robustgrid.spi.defense.TrainingSettings;
import org.robustgrid.spi.defense.TrainingStep;
import org.robustgrid.spi.random.RandomKey;

class BatchReaderTest {

  private static final long[] SHAPE = {1, 4, 4};

  /** Two planes for each image: its pixels plus 100, and plus 200. */
  private static final class ShiftedCopies implements TrainingStep.Auxiliary {
    private final ArrayView view;

    ShiftedCopies(ArrayView view) {
      this.view = view;
    }

    @Override
    public int planes() {
      return 2;
    }

    @Override
    public void read(int[] indices, RandomKey step, float[] targets) {
      int at = 0;
      for (int index : indices) {
        for (int plane = 1; plane <= 2; plane++) {
          for (float pixel : view.images()[index]) {
            targets[at++] = pixel + 100 * plane;
          }
        }
      }
    }
  }

  private static ArrayView view() {
    float[][] images = new float[6][16];
    for (int i = 0; i < images.length; i++) {
      for (int p = 0; p < 16; p++) {
        images[i][p] = 1 + i * 16 + p;
      }
    }
    return new ArrayView(images, new int[] {0, 1, 2, 0, 1, 2});
  }

  private static BatchReader reader(TrainingSettings.Builder settings, DataType precision) {
    ArrayView view = view();
    return new BatchReader(
        view,
        SHAPE,
        precision,
        Augmentation.of(settings.build(), SHAPE, Domain.UNIT, RandomKey.of(3)),
        new ShiftedCopies(view),
        0);
  }

  @Test
  void images_and_labels_are_those_of_the_indices() {
    TrainingBatch batch =
        reader(TrainingSettings.builder(), DataType.FLOAT)
            .read(new int[] {4, 1}, 0, 0, 0, RandomKey.of(0));

    assertThat(batch.labels()).containsExactly(1, 1);
    assertThat(batch.images().shape()).containsExactly(2, 1, 4, 4);
    assertThat(batch.images().getFloat(0, 0, 0, 0)).isEqualTo(65);
    assertThat(batch.images().getFloat(1, 0, 3, 3)).isEqualTo(32);
  }

  @Test
  void auxiliary_planes_move_exactly_as_their_image() {
    TrainingBatch batch =
        reader(TrainingSettings.builder().cropPadding(2).horizontalFlip(true), DataType.DOUBLE)
            .read(new int[] {0, 1, 2, 3, 4, 5}, 2, 0, 0, RandomKey.of(0));

    assertThat(batch.auxiliary().shape()).containsExactly(6, 2, 1, 4, 4);
    double[] images = batch.images().ravel().toDoubleVector();
    double[] planes = batch.auxiliary().ravel().toDoubleVector();
    for (int i = 0; i < images.length; i++) {
      int row = i / 16;
      for (int plane = 0; plane < 2; plane++) {
        double target = planes[(row * 2 + plane) * 16 + i % 16];
        // zero padding is zero in both
        assertThat(target).isEqualTo(images[i] == 0 ? 0 : images[i] + 100 * (plane + 1));
      }
    }
    assertThat(Arrays.stream(images).filter(pixel -> pixel == 0).count()).isPositive();
  }

  @ParameterizedTest
  @EnumSource(TrainingSettings.CropFill.class)
  void a_sample_is_augmented_the_same_in_any_batch(TrainingSettings.CropFill fill) {
    TrainingSettings.Builder settings =
        TrainingSettings.builder().cropPadding(2).cropFill(fill).horizontalFlip(true).cutout(2);
    INDArray together =
        reader(settings, DataType.FLOAT)
            .read(new int[] {1, 3, 5}, 7, 0, 0, RandomKey.of(0))
            .images();
    INDArray alone =
        reader(settings, DataType.FLOAT).read(new int[] {5}, 7, 9, 0, RandomKey.of(1)).images();

    assertThat(alone.ravel().toFloatVector())
        .isEqualTo(Arrays.copyOfRange(together.ravel().toFloatVector(), 32, 48));
  }

  @Test
  void arrays_are_reused_from_batch_to_batch() {
    BatchReader reader = reader(TrainingSettings.builder(), DataType.FLOAT);
    INDArray first = reader.read(new int[] {0, 1}, 0, 0, 0, RandomKey.of(0)).images();

    INDArray second = reader.read(new int[] {2, 3}, 0, 1, 0, RandomKey.of(0)).images();

    assertThat(second).isSameAs(first);
    assertThat(second.getFloat(0)).isEqualTo(33);
  }
}
