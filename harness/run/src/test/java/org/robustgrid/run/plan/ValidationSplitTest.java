package org.robustgrid.run.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.robustgrid.spi.data.DataView;
import org.robustgrid.spi.random.RandomKey;

class ValidationSplitTest {

  /** Samples of one pixel, in memory. */
  private record ArrayView(float[][] images, int[] classes) implements DataView {

    @Override
    public int size() {
      return classes.length;
    }

    @Override
    public void read(int[] indices, float[] into, int[] labels) {
      for (int i = 0; i < indices.length; i++) {
        into[i] = images[indices[i]][0];
        labels[i] = classes[indices[i]];
      }
    }

    @Override
    public int label(int index) {
      return classes[index];
    }
  }

  /** A hundred samples of one pixel, the index; three quarters of class 0. */
  private static ArrayView view() {
    float[][] images = new float[100][1];
    int[] labels = new int[100];
    for (int i = 0; i < 100; i++) {
      images[i][0] = i;
      labels[i] = i % 4 == 0 ? 1 : 0;
    }
    return new ArrayView(images, labels);
  }

  private static int[] positions(ViewSubset subset) {
    return IntStream.range(0, subset.size()).map(subset::position).toArray();
  }

  private static long ofClass(DataView view, int label) {
    return IntStream.range(0, view.size()).filter(i -> view.label(i) == label).count();
  }

  @Test
  void every_sample_is_on_exactly_one_side() {
    ValidationSplit split = ValidationSplit.of(view(), 0.2, RandomKey.of(1));

    assertThat(
            Stream.of(split.training(), split.validation())
                .flatMapToInt(subset -> IntStream.of(positions(subset)))
                .sorted()
                .toArray())
        .isEqualTo(IntStream.range(0, 100).toArray());
  }

  @Test
  void every_class_is_cut_in_the_same_proportion() {
    ViewSubset validation = ValidationSplit.of(view(), 0.2, RandomKey.of(1)).validation();

    assertThat(ofClass(validation, 0)).isEqualTo(15);
    assertThat(ofClass(validation, 1)).isEqualTo(5);
  }

  @Test
  void the_key_decides_the_split() {
    int[] first = positions(ValidationSplit.of(view(), 0.2, RandomKey.of(1)).validation());

    assertThat(positions(ValidationSplit.of(view(), 0.2, RandomKey.of(1)).validation()))
        .isEqualTo(first);
    assertThat(positions(ValidationSplit.of(view(), 0.2, RandomKey.of(2)).validation()))
        .isNotEqualTo(first);
  }

  @Test
  void a_subset_reads_its_samples() {
    ViewSubset subset = new ViewSubset(view(), new int[] {8, 3, 99});
    float[] images = new float[2];
    int[] labels = new int[2];

    subset.read(new int[] {2, 0}, images, labels);

    assertThat(images).containsExactly(99, 8);
    assertThat(labels).containsExactly(0, 1);
  }

  @Test
  void a_subset_refuses_indices_beyond_its_end() {
    ViewSubset subset = new ViewSubset(view(), new int[] {8});

    assertThatThrownBy(() -> subset.read(new int[] {1}, new float[1], new int[1]))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void nothing_is_held_back_at_fraction_zero() {
    assertThat(ValidationSplit.of(view(), 0, RandomKey.of(1)).validation().size()).isZero();
  }
}
