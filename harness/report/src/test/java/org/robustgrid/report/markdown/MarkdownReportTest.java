package org.robustgrid.report.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MarkdownReportTest {

  @Test
  void a_label_cannot_end_its_table_cell() {
    assertThat(MarkdownReport.escape("a|b\nc")).isEqualTo("a\\|b c");
  }

  @Test
  void a_label_cannot_become_markup() {
    assertThat(MarkdownReport.escape("<b>*x*")).isEqualTo("\\<b\\>\\*x\\*");
  }
}
