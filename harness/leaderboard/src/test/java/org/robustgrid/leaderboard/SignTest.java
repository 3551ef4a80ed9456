package org.robustgrid.leaderboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.robustgrid.leaderboard.Leaderboard.Flag;

class SignTest {

  private static Sign sign(String check, double p) {
    return new Sign(check, "", check, 100, List.of(1), p);
  }

  @Test
  void what_one_test_would_flag_is_chance_among_many() {
    List<Sign> signs = new ArrayList<>(List.of(sign("zero-gradient", 0.004)));
    assertThat(Sign.flags(signs)).hasSize(1);
    signs.addAll(Collections.nCopies(9, sign("single-step-wins", 0.9)));
    assertThat(Sign.flags(signs)).isEmpty();
  }

  @Test
  void what_a_sound_evaluation_never_shows_is_flagged_among_however_many() {
    List<Sign> signs = new ArrayList<>(Collections.nCopies(50, sign("zero-gradient", 1)));
    signs.add(sign("unaveraged-randomness", 0));
    assertThat(Sign.flags(signs)).extracting(Flag::kind).containsExactly("unaveraged-randomness");
  }

  @Test
  void the_clearest_comes_first() {
    assertThat(Sign.flags(List.of(sign("zero-gradient", 1e-4), sign("softmax-output", 1e-9))))
        .extracting(Flag::kind)
        .containsExactly("softmax-output", "zero-gradient");
  }

  @Test
  void the_reported_probability_is_the_corrected_one() {
    assertThat(
            Sign.flags(List.of(sign("zero-gradient", 1e-4), sign("softmax-output", 1)))
                .get(0)
                .evidence()
                .p())
        .isEqualTo(2e-4);
  }

  @Test
  void of_several_that_say_the_same_of_one_attack_the_clearest_is_enough() {
    Sign far = new Sign("larger", "pgd", "far", 100, List.of(1), 1e-4, false, true);
    Sign near = new Sign("larger", "pgd", "near", 100, List.of(1), 1e-6, false, true);
    Sign other = new Sign("larger", "fab", "other", 100, List.of(1), 1e-5, false, true);
    assertThat(Sign.flags(List.of(far, near, other)))
        .extracting(Flag::message)
        .containsExactly("near", "other");
  }
}
