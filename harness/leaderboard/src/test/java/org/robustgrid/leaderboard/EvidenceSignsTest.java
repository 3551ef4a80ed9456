package org.robustgrid.leaderboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.robustgrid.leaderboard.Leaderboard.Flag;
import org.robustgrid.leaderboard.Leaderboard.SeedResult;

class EvidenceSignsTest {

  private static SeedResult seed(Checks checks) {
    return new SeedResult(0, "w", "1", Map.of(), null, null, Map.of(), null, checks);
  }

  private static CheckEvidence evidence(String check, String subject, int found) {
    List<Integer> samples = IntStream.range(0, found).boxed().toList();
    return new CheckEvidence(check, subject, 0.5, 100, samples, null);
  }

  private static List<Flag> flags(boolean seen, CheckEvidence... evidence) {
    Checks checks = new Checks("key", "complete", null, List.of(evidence));
    return Sign.flags(new EvidenceSigns(seed(checks), "seed 0: ", seen).signs());
  }

  private static List<Flag> flags(String check, String subject, int found) {
    return flags(true, evidence(check, subject, found));
  }

  @Test
  void a_few_survivors_are_tolerated() {
    assertThat(flags("survives-any-epsilon", "pgd", 4)).isEmpty();
    assertThat(flags("survives-any-epsilon", "pgd", 5)).hasSize(1);
  }

  @Test
  void samples_that_fall_between_levels_only_are_flagged_at_the_row() {
    assertThat(flags("lost-in-rounding", "worst case", 10)).isEmpty();
    List<Flag> flags = flags("lost-in-rounding", "worst case", 25);
    assertThat(flags).extracting(Flag::kind).containsExactly("lost-in-rounding");
    assertThat(flags).extracting(Flag::attack).containsExactly("");
    assertThat(flags.get(0).message())
        .isEqualTo(
            "seed 0: 25 of 100 samples fall between the levels of a picture only: no image that"
                + " breaks them does so once rounded to 8 bits, and no picture beyond it does."
                + " Stored as pictures, these adversarial images would not count");
  }

  @Test
  void a_constant_model_is_said_to_be_constant_and_nothing_else() {
    List<Flag> flags =
        flags(
            false,
            evidence("survives-any-epsilon", "pgd", 100),
            evidence("zero-gradient", "zero", 100),
            evidence("softmax-output", "logits", 100),
            evidence("constant-model", "class 4", 90));
    assertThat(flags).extracting(Flag::kind).containsExactly("constant-model");
    assertThat(flags.get(0).message())
        .contains("decides for class 4 whatever it is shown", "Of 100 samples it misses all 90");
    assertThat(flags.get(0).evidence().samples()).hasSize(90);
  }

  @Test
  void few_samples_of_other_classes_do_not_make_a_model_constant() {
    assertThat(
            flags(
                false,
                evidence("zero-gradient", "zero", 100),
                evidence("constant-model", "class 4", 5)))
        .extracting(Flag::kind)
        .containsExactly("zero-gradient");
  }

  @Test
  void saturated_probabilities_are_no_sign_where_an_attack_climbs_another_loss() {
    CheckEvidence saturated = evidence("zero-gradient", "saturated", 60);
    CheckEvidence survivors = evidence("survives-any-epsilon", "pgd", 60);
    assertThat(flags(true, saturated, survivors)).isEmpty();
    assertThat(flags(false, saturated, survivors))
        .extracting(Flag::kind)
        .containsExactlyInAnyOrder("zero-gradient", "survives-any-epsilon");
    assertThat(flags(false, saturated).get(0).message()).contains("their probability rounds to 1");
  }

  @Test
  void survivors_beyond_the_saturated_ones_count_all_the_same() {
    assertThat(
            flags(
                true,
                evidence("zero-gradient", "saturated", 20),
                evidence("survives-any-epsilon", "pgd", 60)))
        .singleElement()
        .extracting(Flag::message)
        .asString()
        .contains("40 of 100 samples survive");
  }

  @Test
  void gradients_that_are_not_finite_are_flagged() {
    assertThat(flags("zero-gradient", "not finite", 50))
        .singleElement()
        .extracting(Flag::message)
        .asString()
        .contains("is not finite on 50 of 100 samples");
  }

  @Test
  void a_single_undeclared_difference_is_too_many() {
    assertThat(flags("unaveraged-randomness", "undeclared", 1)).hasSize(1);
    assertThat(flags("unaveraged-randomness", "undeclared", 0)).isEmpty();
  }

  @Test
  void a_randomised_model_that_forgets_its_key_cannot_be_repeated() {
    assertThat(flags("unaveraged-randomness", "unkeyed", 1))
        .singleElement()
        .extracting(Flag::message)
        .asString()
        .contains("under the same key");
  }

  @Test
  void a_flag_says_on_which_samples_it_stands() {
    FlagEvidence evidence = flags("softmax-output", "logits", 20).get(0).evidence();
    assertThat(evidence.asked()).isEqualTo(100);
    assertThat(evidence.samples()).hasSize(20).endsWith(19);
    assertThat(evidence.p()).isLessThan(0.01);
  }

  @Test
  void checks_that_failed_are_named() {
    Checks failed = new Checks("key", "failed", "it crashed", List.of());
    assertThat(EvidenceSigns.notRun(seed(failed), "seed 0: "))
        .containsExactly(new Flag("check-not-run", "", "seed 0: no check was made: it crashed"));
  }

  @Test
  void checks_that_are_still_to_be_made_are_named() {
    Checks missing = new Checks("key", "missing", "run the grid again", List.of());
    assertThat(EvidenceSigns.notRun(seed(missing), ""))
        .containsExactly(new Flag("check-not-run", "", "no check was made: run the grid again"));
  }
}
