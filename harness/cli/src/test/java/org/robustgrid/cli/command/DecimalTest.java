package org.robustgrid.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.robustgrid.base.UserException;

class DecimalTest {

  @Test
  void reads_decimals_and_fractions() {
    assertThat(Decimal.parse("--epsilon", "0.1")).isEqualTo(0.1);
    assertThat(Decimal.parse("--epsilon", "8/255")).isEqualTo(8.0 / 255);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "1/", "1/2/3", "/2"})
  void says_what_was_expected(String text) {
    assertThatThrownBy(() -> Decimal.parse("--epsilon", text))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("--epsilon")
        .hasMessageContaining("8/255");
  }
}
