package org.robustgrid.run.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.robustgrid.base.files.CanonicalJson;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.data.DataView;
import org.robustgrid.spi.data.Dataset;

class DataSubsetTest {

  /** Samples whose one feature is their position, sorted by class: 6 of 0, 3 of 1, 12 of 2. */
  private static final int[] LABELS =
      IntStream.range(0, 21).map(i -> i < 6 ? 0 : i < 9 ? 1 : 2).toArray();

  private record Numbered(int[] labels) implements DataView {

    @Override
    public int size() {
      return labels.length;
    }

    @Override
    public void read(int[] indices, float[] images, int[] into) {
      for (int i = 0; i < indices.length; i++) {
        images[i] = indices[i];
        into[i] = labels[indices[i]];
      }
    }

    @Override
    public int label(int index) {
      return labels[index];
    }
  }

  private record Three() implements Dataset {

    @Override
    public long[] inputShape() {
      return new long[] {1};
    }

    @Override
    public List<String> classNames() {
      return List.of("ant", "bee", "cat");
    }

    @Override
    public Domain domain() {
      return Domain.UNIT;
    }

    @Override
    public DataView training() {
      return new Numbered(LABELS);
    }

    @Override
    public DataView test() {
      return new Numbered(LABELS);
    }

    @Override
    public String identity() {
      return "three";
    }
  }

  private static Dataset of(DataSubset subset) {
    return subset.of(new Three());
  }

  private static int[] labels(DataView view) {
    return IntStream.range(0, view.size()).map(view::label).toArray();
  }

  /** Positions in the whole view, read with the labels, which must be those of single questions. */
  private static int[] positions(DataView view) {
    int[] all = IntStream.range(0, view.size()).toArray();
    float[] images = new float[all.length];
    int[] labels = new int[all.length];
    view.read(all, images, labels);
    assertThat(labels).isEqualTo(labels(view));
    return IntStream.range(0, all.length).map(i -> (int) images[i]).toArray();
  }

  private static long count(int[] labels, int from, int to, int label) {
    return Arrays.stream(labels, from, to).filter(l -> l == label).count();
  }

  @Test
  void nothing_chosen_is_the_data_set_itself() {
    Dataset three = new Three();
    assertThat(DataSubset.WHOLE.of(three)).isSameAs(three);
    assertThat(new DataSubset(null, false, null).isWhole()).isTrue();
  }

  @Test
  void chosen_classes_are_numbered_in_the_order_given_and_keep_their_names() {
    Dataset some = of(new DataSubset(List.of(2, 0), false, null));

    assertThat(some.classNames()).containsExactly("cat", "ant");
    assertThat(some.classes()).isEqualTo(2);
    for (DataView view : List.of(some.training(), some.test())) {
      assertThat(positions(view))
          .containsExactly(0, 1, 2, 3, 4, 5, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20);
      assertThat(labels(view)).startsWith(1, 1, 1, 1, 1, 1).endsWith(0, 0);
    }
  }

  @Test
  void the_first_training_samples_are_taken() {
    assertThat(positions(of(new DataSubset(null, false, 4)).training()))
        .containsExactly(0, 1, 2, 3);
  }

  @Test
  void stratified_training_samples_have_the_classes_in_their_shares() {
    int[] labels = labels(of(new DataSubset(null, true, 7)).training());

    assertThat(count(labels, 0, 7, 0)).isEqualTo(2);
    assertThat(count(labels, 0, 7, 1)).isEqualTo(1);
    assertThat(count(labels, 0, 7, 2)).isEqualTo(4);
  }

  @Test
  void every_beginning_of_stratified_test_samples_is_near_the_shares() {
    DataView test = of(new DataSubset(null, true, null)).test();
    int[] labels = labels(test);

    assertThat(Arrays.stream(positions(test)).sorted().toArray())
        .isEqualTo(IntStream.range(0, 21).toArray());
    for (int n = 1; n <= 21; n++) {
      for (int label = 0; label < 3; label++) {
        double share = n * count(LABELS, 0, 21, label) / 21.0;
        assertThat(Math.abs(count(labels, 0, n, label) - share)).as("first %d", n).isLessThan(1);
      }
    }
  }

  @Test
  void no_choice_of_training_samples_touches_test_samples_or_the_identity() {
    for (boolean stratified : new boolean[] {false, true}) {
      Dataset all = of(new DataSubset(null, stratified, null));
      Dataset few = of(new DataSubset(null, stratified, 3));

      assertThat(positions(few.test())).isEqualTo(positions(all.test()));
      assertThat(few.identity()).isEqualTo(all.identity());
    }
  }

  @Test
  void other_test_samples_have_another_identity() {
    assertThat(
            List.of(
                of(DataSubset.WHOLE).identity(),
                of(new DataSubset(null, true, null)).identity(),
                of(new DataSubset(List.of(0, 1), false, null)).identity(),
                of(new DataSubset(List.of(1, 0), false, null)).identity()))
        .doesNotHaveDuplicates();
  }

  @Test
  void a_subset_is_read_back_as_it_was_written() {
    DataSubset subset = new DataSubset(List.of(2, 0), true, null);
    String written = CanonicalJson.write(subset);
    assertThat(CanonicalJson.read(written, DataSubset.class)).isEqualTo(subset);
  }
}
