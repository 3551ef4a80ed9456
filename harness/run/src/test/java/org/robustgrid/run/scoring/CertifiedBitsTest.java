package org.robustgrid.run.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.robustgrid.leaderboard.statistics.Bits;
import org.robustgrid.run.cell.CertificationResult;

class CertifiedBitsTest {

  private final Locale before = Locale.getDefault();

  /** Right at 0.5, wrong at 9, abstained, right at exactly 0.25. */
  private final CertificationResult result =
      new CertificationResult(
          "key",
          List.of(3, 1, -1, 2),
          List.of(0.5, 9.0, 0.0, 0.25),
          List.of(10L, 10L, 10L, 10L),
          0,
          0,
          40,
          null);

  private final List<Integer> labels = List.of(3, 2, 1, 2, 7);

  @AfterEach
  void restore() {
    Locale.setDefault(before);
  }

  @Test
  void a_right_decision_counts_up_to_its_radius_included() {
    assertThat(CertifiedBits.of(result, labels, List.of(0.25, 0.5, 0.75)))
        .containsEntry("0.25", Bits.of("1001"))
        .containsEntry("0.5", Bits.of("1000"))
        .containsEntry("0.75", Bits.of("0000"));
  }

  @Test
  void radii_are_written_alike_under_every_locale() {
    Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
    assertThat(CertifiedBits.of(result, labels, List.of(0.25, 1.0, 10.0)))
        .containsOnlyKeys("0.25", "1", "10");
  }
}
