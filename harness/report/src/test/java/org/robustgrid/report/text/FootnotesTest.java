package org.robustgrid.report.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.robustgrid.leaderboard.FlagEvidence;
import org.robustgrid.leaderboard.Leaderboard.Flag;

class FootnotesTest {

  private static String text(int samples, double p) {
    List<Integer> indices = IntStream.range(10, 10 + samples).boxed().toList();
    Flag flag = new Flag("kind", "", "It is so", new FlagEvidence(100, indices, p));
    return new Footnotes.Note(1, "row", flag).text();
  }

  @Test
  void a_note_names_its_samples() {
    assertThat(text(3, 0.0012)).isEqualTo("It is so (samples 10, 11, 12; p = 0.0012)");
  }

  @Test
  void of_many_samples_the_first_are_named() {
    assertThat(text(10, 1e-9))
        .isEqualTo("It is so (samples 10, 11, 12, 13, 14, 15, 16, 17 and 2 more; p < 0.0001)");
  }

  @Test
  void where_one_is_enough_there_is_no_probability() {
    assertThat(text(1, 0)).isEqualTo("It is so (samples 10)");
  }

  @Test
  void a_remark_without_evidence_is_shown_alone() {
    assertThat(new Footnotes.Note(1, "row", new Flag("kind", "", "It is so")).text())
        .isEqualTo("It is so");
  }
}
