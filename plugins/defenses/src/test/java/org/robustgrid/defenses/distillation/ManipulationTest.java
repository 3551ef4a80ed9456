package org.robustgrid.defenses.distillation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.robustgrid.defenses.distillation.Manipulation.Kind;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.random.RandomKey;

class ManipulationTest {

  private static final double[] LOGITS = {3, 9, -1, 5, 0};
  private static final double[] NONE = {};
  private static final RandomKey IMAGE = RandomKey.of(1);

  private static double[] apply(Kind kind, int kept, int label, RandomKey image) {
    return new Manipulation(kind, kept).apply(LOGITS, NONE, label, image);
  }

  @Test
  void an_image_keeps_its_permutation() {
    assertThat(apply(Kind.PERMUTE, 1, 0, IMAGE)).containsExactly(apply(Kind.PERMUTE, 1, 0, IMAGE));
  }

  @Test
  void images_are_permuted_each_in_its_own_way() {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 500; i++) {
      double[] permuted = apply(Kind.PERMUTE, 2, 0, IMAGE.with(i));
      assertThat(permuted[1]).isEqualTo(9);
      assertThat(permuted[3]).isEqualTo(5);
      assertThat(permuted).containsExactlyInAnyOrder(LOGITS);
      seen.add(permuted[0] + " " + permuted[2]);
    }
    assertThat(seen).hasSize(6);
  }

  @Test
  void average_levels_what_is_not_kept() {
    assertThat(apply(Kind.AVERAGE, 2, 0, IMAGE)).containsExactly(2 / 3.0, 9, 2 / 3.0, 5, 2 / 3.0);
  }

  @Test
  void an_error_is_corrected_by_exchanging_two_logits() {
    double[] permuted = apply(Kind.PERMUTE, 1, 3, IMAGE);
    double[] corrected = apply(Kind.CORRECT, 7, 3, IMAGE);
    assertThat(corrected[3]).isEqualTo(9);
    assertThat(corrected[1]).isEqualTo(permuted[3]);
    for (int c : new int[] {0, 2, 4}) {
      assertThat(corrected[c]).isEqualTo(permuted[c]);
    }
  }

  @Test
  void averaged_targets_are_corrected_as_permuted_ones_are() {
    double mean = (3 - 1 + 5 + 0) / 4.0;
    assertThat(apply(Kind.CORRECT_AVERAGE, 7, 3, IMAGE)).containsExactly(mean, mean, mean, 9, mean);
    assertThat(apply(Kind.CORRECT_AVERAGE, 7, 1, IMAGE)).containsExactly(mean, 9, mean, mean, mean);
  }

  @Test
  void a_right_prediction_needs_no_correction() {
    assertThat(apply(Kind.CORRECT, 1, 1, IMAGE)).containsExactly(apply(Kind.PERMUTE, 1, 1, IMAGE));
  }

  @Test
  void the_hybrid_has_the_values_of_one_and_the_order_of_the_other() {
    double[] standard = {0.1, 0.2, 0.5, 0.4, 0.3};
    assertThat(new Manipulation(Kind.HYBRID, 1).apply(LOGITS, standard, 0, IMAGE))
        .containsExactly(-1, 0, 9, 5, 3);
  }

  @Test
  void fewer_classes_than_kept_are_refused() {
    assertThatThrownBy(() -> new Manipulation(Kind.PERMUTE, 10).requireClasses(10))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("'kept' is 10, but with 10 classes at most 9");
  }

  @Test
  void what_keeps_nothing_needs_no_more_classes() {
    assertThatCode(() -> new Manipulation(Kind.HYBRID, 10).requireClasses(3))
        .doesNotThrowAnyException();
  }
}
