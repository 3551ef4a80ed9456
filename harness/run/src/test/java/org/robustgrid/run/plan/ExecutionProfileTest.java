package org.robustgrid.run.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.robustgrid.base.files.CanonicalJson;

class ExecutionProfileTest {

  @Test
  void refuses_a_setting_that_its_executor_cannot_have() {
    assertThatThrownBy(() -> Profiles.portable().with("microBatch", "100"))
        .hasMessageContaining("must be a power of two, but 100 samples are asked for; take 64");
    assertThatThrownBy(() -> Profiles.portable().with("colour", "red"))
        .hasMessageContaining("the settings of the executor engine are convolutions");
  }

  @Test
  void keeps_its_settings_whatever_else_changes() {
    ExecutionProfile profile =
        Profiles.portable()
            .with("microBatch", "32")
            .withThreads(2)
            .withBatch(16)
            .withDraws(2, 3)
            .with("precision", "double")
            .with("convolutions", "direct");

    assertThat(profile.microBatch()).isEqualTo(32);
    assertThat(profile.precision()).isEqualTo("double");
    assertThat(profile.device()).isEqualTo("cpu");
  }

  @Test
  void batches_of_large_images_are_smaller() {
    ExecutionProfile profile = Profiles.portable().withBatch(128);
    assertThat(profile.rows(3 * 32 * 32)).isEqualTo(128);
    assertThat(profile.rows(3 * 224 * 224)).isEqualTo(27);
    assertThat(profile.rows(100_000_000)).isEqualTo(1);
  }

  @Test
  void names_the_executors_there_are_if_its_own_is_not_installed() {
    ExecutionProfile profile = ExecutionProfile.standard("abacus", new TreeMap<>());
    assertThat(profile.problem())
        .hasValueSatisfying(
            what ->
                assertThat(what)
                    .startsWith("the executor 'abacus' is not installed; installed are ")
                    .contains("engine"));
    assertThatThrownBy(profile::provider).hasMessage(profile.problem().orElseThrow());
  }

  @Test
  void is_read_back_as_it_was_written() {
    ExecutionProfile profile = Profiles.portable().withThreads(3);
    String json = CanonicalJson.write(profile);
    assertThat(CanonicalJson.read(json, ExecutionProfile.class)).isEqualTo(profile);
    assertThat(json).contains("\"executor\"", "\"settings\"");
  }
}
