package org.robustgrid.cli.command;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.robustgrid.base.UserException;

class ConvolutionsOptionTest {

  @ParameterizedTest
  @ValueSource(strings = {"winogrd", "measured", "measured:0123456789abcdef", "kernels.json"})
  void a_name_that_is_unknown_is_reported_with_those_there_are(String name) {
    assertThatThrownBy(() -> ConvolutionsOption.apply(name))
        .isInstanceOf(UserException.class)
        .hasMessage("--convolutions: " + name + " is unknown; known are winograd, direct and nd4j");
  }
}
