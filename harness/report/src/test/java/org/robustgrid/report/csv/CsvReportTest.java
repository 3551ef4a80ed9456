package org.robustgrid.report.csv;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvReportTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {"plain;plain", "a,b;\"a,b\"", "say \"x\";\"say \"\"x\"\"\"", "`a\nb`;`\"a\nb\"`"})
  void a_field_is_quoted_where_it_must_be(String text, String field) {
    assertThat(CsvReport.field(text)).isEqualTo(field);
  }
}
