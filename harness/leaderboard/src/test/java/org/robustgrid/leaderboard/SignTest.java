package org.robustgrid.leaderboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.robustgrid.leaderboard.Leaderboard.Flag;

class SignTest {

  private static Sign sign(Check check, double p) {
    return new Sign(check, "", check.id(), 100, List.of(1), p);
  }

  @Test
  void what_one_test_would_flag_is_chance_among_many() {
    List<Sign> signs = new ArrayList<>(List.of(sign(Check.ZERO_GRADIENT, 0.004)));
    assertThat(Sign.flags(signs)).hasSize(1);
    signs.addAll(Collections.nCopies(9, sign(Check.SINGLE_STEP_WINS, 0.9)));
    assertThat(Sign.flags(signs)).isEmpty();
  }

  @Test
  void what_a_sound_evaluation_never_shows_is_flagged_among_however_many() {
    List<Sign> signs = new ArrayList<>(Collections.nCopies(50, sign(Check.ZERO_GRADIENT, 1)));
    signs.add(sign(Check.UNAVERAGED_RANDOMNESS, 0));
    assertThat(Sign.flags(signs))
        .extracting(Flag::kind)
        .containsExactly(Check.UNAVERAGED_RANDOMNESS.id());
  }

  @Test
  void the_clearest_comes_first() {
    assertThat(
            Sign.flags(List.of(sign(Check.ZERO_GRADIENT, 1e-4), sign(Check.SOFTMAX_OUTPUT, 1e-9))))
        .extracting(Flag::kind)
        .containsExactly(Check.SOFTMAX_OUTPUT.id(), Check.ZERO_GRADIENT.id());
  }

  @Test
  void the_probability_told_is_the_corrected_one() {
    assertThat(
            Sign.flags(List.of(sign(Check.ZERO_GRADIENT, 1e-4), sign(Check.SOFTMAX_OUTPUT, 1)))
                .get(0)
                .evidence()
                .p())
        .isEqualTo(2e-4);
  }
}
