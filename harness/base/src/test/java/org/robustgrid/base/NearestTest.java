package org.robustgrid.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {

  private static final List<String> KNOWN = List.of("apgd", "pgd", "batch-size", "threat-models");

  @Test
  void a_slip_of_the_pen_leads_to_the_name_that_was_meant() {
    assertThat(Nearest.question("threat-model", KNOWN))
        .isEqualTo("; did you mean 'threat-models'?");
    assertThat(Nearest.question("agpd", KNOWN)).isEmpty();
    assertThat(Nearest.question("apgdd", KNOWN)).isEqualTo("; did you mean 'apgd'?");
  }

  @Test
  void other_spellings_of_words_count_as_the_same() {
    assertThat(Nearest.question("batchSize", KNOWN)).isEqualTo("; did you mean 'batch-size'?");
  }

  @Test
  void what_resembles_nothing_is_not_guessed() {
    assertThat(Nearest.question("certification", KNOWN)).isEmpty();
    assertThat(Nearest.question("x", List.of())).isEmpty();
  }
}
