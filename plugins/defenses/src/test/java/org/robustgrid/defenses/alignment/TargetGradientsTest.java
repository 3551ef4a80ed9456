package org.robustgrid.defenses.alignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.robustgrid.spi.Monitor;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.random.RandomKey;
import org.robustgrid.spi.random.RandomStream;
import org.robustgrid.testkit.toy.SampleView;

class TargetGradientsTest {

  private static final List<String> NAMES = List.of("a", "b");
  private static final RandomKey KEY = RandomKey.of(3);

  private static SampleView cloud(int size) {
    RandomStream random = KEY.stream();
    float[][] images = new float[size][70];
    int[] labels = new int[size];
    for (int i = 0; i < size; i++) {
      labels[i] = i % 2;
      for (int p = 0; p < 70; p++) {
        images[i][p] = (float) random.nextDouble();
      }
    }
    return new SampleView(images, labels);
  }

  private static double distance(float[] a, float[] b) {
    double sum = 0;
    for (int p = 0; p < a.length; p++) {
      sum += ((double) a[p] - b[p]) * ((double) a[p] - b[p]);
    }
    return sum;
  }

  @Test
  void the_class_mean_is_the_mean_of_its_images() {
    SampleView view = new SampleView(new float[][] {{1, 0}, {3, 2}, {5, 5}}, new int[] {0, 0, 1});
    assertThat(Representatives.classMean(view, NAMES, 2, 1))
        .isDeepEqualTo(new float[][] {{2, 1}, {5, 5}});
  }

  @Test
  void a_class_mean_is_scaled_on_request() {
    SampleView view = new SampleView(new float[][] {{3, 0}, {0, 4}, {5, 5}}, new int[] {0, 0, 1});
    assertThat(Representatives.classMean(view, NAMES, 2, 2))
        .isDeepEqualTo(new float[][] {{3, 4}, {10, 10}});
    float[] asImages = Representatives.classMean(view, NAMES, 2, 0)[0];
    assertThat(Math.hypot(asImages[0], asImages[1]))
        .as("the mean norm of the class's images")
        .isCloseTo(3.5, within(1e-6));
    assertThat(asImages[1] / asImages[0]).isCloseTo(4 / 3f, within(1e-6f));
  }

  @Test
  void one_image_is_an_image_of_its_class() {
    SampleView view = cloud(20);
    float[][] chosen = Representatives.oneImage(view, NAMES, 70, KEY);
    for (int c = 0; c < 2; c++) {
      int wanted = c;
      float[] image = chosen[c];
      assertThat(
              java.util.stream.IntStream.range(0, 20)
                  .filter(i -> view.label(i) == wanted)
                  .filter(i -> Arrays.equals(view.images()[i], image))
                  .count())
          .isEqualTo(1);
    }
  }

  @Test
  void targets_point_from_the_image_to_the_representative() {
    SampleView view = new SampleView(new float[][] {{1, 0}, {5, 5}}, new int[] {0, 1});
    RepresentativeTargets targets =
        new RepresentativeTargets(
            view, new ClassSubset(2, 2), Representatives.classMean(view, NAMES, 2, 1));
    float[] read = new float[8];
    targets.read(new int[] {1, 0}, KEY, read);
    assertThat(read).containsExactly(-4, -5, 0, 0, 0, 0, 4, 5);
  }

  @Test
  void a_neighbour_is_the_nearest_other_image_of_the_class() {
    SampleView view = cloud(300);
    int[][] found = NearestNeighbours.search(view, NAMES, 70, 1000, KEY, Monitor.NONE);
    for (int i = 0; i < 300; i++) {
      for (int c = 0; c < 2; c++) {
        int best = -1;
        for (int k = 0; k < 300; k++) {
          boolean other = k != i && view.label(k) == c;
          if (other
              && (best < 0
                  || distance(view.images()[i], view.images()[k])
                      < distance(view.images()[i], view.images()[best]))) {
            best = k;
          }
        }
        assertThat(found[i][c]).isEqualTo(best);
      }
    }
  }

  @Test
  void neighbours_come_from_the_limited_sample() {
    int[][] found = NearestNeighbours.search(cloud(100), NAMES, 70, 5, KEY, Monitor.NONE);
    Set<Integer> used = new HashSet<>();
    Arrays.stream(found).forEach(row -> used.add(row[0]));
    // a candidate cannot be its own neighbour, but that of another image
    assertThat(used).hasSizeBetween(2, 5);
  }

  @Test
  void an_equal_image_is_no_neighbour() {
    SampleView view =
        new SampleView(new float[][] {{0, 0}, {0, 0}, {1, 1}, {9, 9}}, new int[] {0, 0, 0, 1});
    int[][] found = NearestNeighbours.search(view, NAMES, 2, 10, KEY, Monitor.NONE);
    assertThat(found[0][0]).isEqualTo(2);
    assertThat(found[1][0]).isEqualTo(2);
    assertThat(found[3][1]).as("alone in its class").isEqualTo(3);
  }

  @Test
  void neighbour_targets_point_to_the_neighbour() {
    SampleView view = new SampleView(new float[][] {{1, 0}, {5, 5}}, new int[] {0, 1});
    float[] read = new float[4];
    new NeighbourTargets(view, new ClassSubset(2, 2), new int[][] {{0, 1}, {0, 1}}, 2)
        .read(new int[] {0}, KEY, read);
    assertThat(read).containsExactly(0, 0, 4, 5);
  }

  @Test
  void an_empty_class_is_named() {
    SampleView view = new SampleView(new float[][] {{1}, {2}}, new int[] {0, 0});
    assertThatThrownBy(() -> Representatives.classMean(view, NAMES, 1, 1))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("class 'b' has no training image");
  }

  @Test
  void classes_follow_from_the_steps_key_and_the_image() {
    ClassSubset subset = new ClassSubset(10, 3);
    Set<String> seen = new HashSet<>();
    int[] drawn = new int[10];
    for (int step = 0; step < 2000; step++) {
      int[] classes = subset.of(RandomKey.of(step), 7);
      assertThat(subset.of(RandomKey.of(step), 7)).containsExactly(classes);
      assertThat(classes).hasSize(3).isSorted().doesNotHaveDuplicates();
      seen.add(Arrays.toString(classes));
      Arrays.stream(classes).forEach(c -> drawn[c]++);
    }
    assertThat(seen).hasSize(120);
    for (int n : drawn) {
      assertThat(n / 600.0).isCloseTo(1, within(0.2));
    }
  }

  @Test
  void each_image_of_a_step_has_classes_of_its_own() {
    ClassSubset subset = new ClassSubset(10, 3);
    Set<String> seen = new HashSet<>();
    for (int image = 0; image < 2000; image++) {
      seen.add(Arrays.toString(subset.of(KEY, image)));
    }
    assertThat(seen).hasSize(120);
    assertThat(new ClassSubset(3, 3).of(KEY, 5)).containsExactly(0, 1, 2);
  }

  @Test
  void more_classes_a_step_than_there_are_is_refused() {
    assertThatThrownBy(() -> new ClassSubset(3, 4))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("'classes-per-step' must be between 1 and 3, but is 4");
  }
}
