package org.robustgrid.core.leaderboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.robustgrid.core.leaderboard.Leaderboard.Flag;
import org.robustgrid.core.leaderboard.Leaderboard.SeedResult;
import org.robustgrid.core.run.CheckEvidence;

class EvidenceSignsTest {

  private static SeedResult seed(Checks checks) {
    return new SeedResult(0, "w", "1", Map.of(), null, null, Map.of(), null, checks);
  }

  private static List<Flag> flags(String check, String subject, int found) {
    List<Integer> samples = IntStream.range(0, found).boxed().toList();
    CheckEvidence evidence = new CheckEvidence(check, subject, 0.5, 100, samples, null);
    Checks checks = new Checks("key", "complete", null, List.of(evidence));
    return Sign.flags(EvidenceSigns.of(seed(checks), "seed 0: "));
  }

  @Test
  void aFewSurvivorsAreTolerated() {
    assertThat(flags("survives-any-epsilon", "pgd", 4)).isEmpty();
    assertThat(flags("survives-any-epsilon", "pgd", 5)).hasSize(1);
  }

  @Test
  void imagesThatDoNotSurviveRoundingAreFlaggedAtTheirAttack() {
    assertThat(flags("lost-in-rounding", "pgd", 8)).isEmpty();
    List<Flag> flags = flags("lost-in-rounding", "pgd", 20);
    assertThat(flags).extracting(Flag::kind).containsExactly("lost-in-rounding");
    assertThat(flags).extracting(Flag::attack).containsExactly("pgd");
    assertThat(flags.get(0).message())
        .isEqualTo(
            "seed 0: 20 of 100 adversarial images that were asked about again no longer fool the"
                + " model once rounded to 8 bits. Stored as pictures, they would not count");
  }

  @Test
  void gradientsThatAreNotFiniteAreFlagged() {
    assertThat(flags("zero-gradient", "not finite", 50))
        .singleElement()
        .extracting(Flag::message)
        .asString()
        .contains("is not finite on 50 of 100 samples");
  }

  @Test
  void aSingleUndeclaredDifferenceIsTooMany() {
    assertThat(flags("unaveraged-randomness", "undeclared", 1)).hasSize(1);
    assertThat(flags("unaveraged-randomness", "undeclared", 0)).isEmpty();
  }

  @Test
  void aRandomisedModelThatForgetsItsKeyCannotBeRepeated() {
    assertThat(flags("unaveraged-randomness", "unkeyed", 1))
        .singleElement()
        .extracting(Flag::message)
        .asString()
        .contains("under the same key");
  }

  @Test
  void aFlagSaysOnWhichSamplesItStands() {
    FlagEvidence evidence = flags("softmax-output", "logits", 20).get(0).evidence();
    assertThat(evidence.asked()).isEqualTo(100);
    assertThat(evidence.samples()).hasSize(20).endsWith(19);
    assertThat(evidence.p()).isLessThan(0.01);
  }

  @Test
  void checksThatFailedAreNamed() {
    Checks failed = new Checks("key", "failed", "it crashed", List.of());
    assertThat(EvidenceSigns.notRun(seed(failed), "seed 0: "))
        .containsExactly(new Flag("check-not-run", "", "seed 0: no check was made: it crashed"));
  }

  @Test
  void checksThatAreStillToBeMadeAreNamed() {
    Checks missing = new Checks("key", "missing", "run the grid again", List.of());
    assertThat(EvidenceSigns.notRun(seed(missing), ""))
        .containsExactly(new Flag("check-not-run", "", "no check was made: run the grid again"));
  }
}
