package org.robustgrid.leaderboard.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.robustgrid.base.UserException;
import org.robustgrid.leaderboard.Measure;

class PolicyFileTest {

  private static GatePolicy parse(String text) {
    return PolicyFile.parse("gate.yaml", text);
  }

  @Test
  void every_key_is_read() {
    GatePolicy policy =
        parse(
            """
            level: 0.01
            margin: 0.03
            also: [clean, attacks, certified]
            passes: 1.1
            evaluation-time: 2
            training-time: 1.5
            allow: [attack pgd-20, checks]
            """);
    assertThat(policy.level()).isEqualTo(0.01);
    assertThat(policy.margin()).contains(0.03);
    assertThat(policy.also())
        .containsExactlyInAnyOrder(Measure.Kind.CLEAN, Measure.Kind.ATTACK, Measure.Kind.CERTIFIED);
    assertThat(policy.passes()).contains(1.1);
    assertThat(policy.evaluationTime()).contains(2.0);
    assertThat(policy.trainingTime()).contains(1.5);
    assertThat(policy.allow()).containsExactlyInAnyOrder("attack pgd-20", "checks");
  }

  @Test
  void an_empty_policy_gates_the_worst_case_at_five_percent() {
    assertThat(parse("")).isEqualTo(GatePolicy.DEFAULT);
    assertThat(parse("{}")).isEqualTo(GatePolicy.DEFAULT);
  }

  @Test
  void an_unknown_key_is_an_error_with_its_place_and_the_keys_there_are() {
    assertThatThrownBy(() -> parse("level: 0.05\nmargins: 0.03\n"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("the policy gate.yaml has a mistake")
        .hasMessageContaining("gate.yaml:2:")
        .hasMessageContaining("unknown key 'margins'")
        .hasMessageContaining("margin, also");
  }

  @Test
  void all_mistakes_are_reported_at_once() {
    assertThatThrownBy(
            () -> parse("level: 5\nmargin: -1\nalso: [clena]\npasses: 0\ntraining-time: fast\n"))
        .hasMessageContaining("5 mistakes")
        .hasMessageContaining("between 0 and 1")
        .hasMessageContaining("'clena'")
        .hasMessageContaining("above 0")
        .hasMessageContaining("expected a number");
  }

  @Test
  void an_unknown_difference_cannot_be_allowed() {
    assertThatThrownBy(() -> parse("allow: [pgd]"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("unknown difference 'pgd'")
        .hasMessageContaining("'attack LABEL'")
        .hasMessageContaining("attack-code, checks");
  }

  @Test
  void text_that_is_not_yaml_is_reported() {
    assertThatThrownBy(() -> parse("level: [0.05"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("the policy gate.yaml")
        .hasMessageContaining("not YAML");
  }

  @Test
  void a_missing_file_is_named() {
    assertThatThrownBy(() -> PolicyFile.read(Path.of("no-such.yaml")))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("no-such.yaml");
  }
}
