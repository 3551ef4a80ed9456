package org.robustgrid.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ParametersTest {

  private final Descriptor descriptor =
      Descriptor.builder("pgd", "an attack")
          .parameters(
              ParameterDeclaration.integer("steps", 20, "steps").atLeast(1).atMost(10_000),
              ParameterDeclaration.number("step-size", 0.1, "step").above(0),
              ParameterDeclaration.choice("loss", List.of("ce", "dlr"), "loss"),
              ParameterDeclaration.flag("random-start", true, "start"),
              ParameterDeclaration.numbers("radii", List.of(0.5, 1.0), "radii").atLeast(0),
              ParameterDeclaration.model("teacher", "teacher"))
          .build();

  @Test
  void defaultsFillWhatIsNotGiven() {
    Parameters parameters = Parameters.of(descriptor, Map.of("teacher", "at"));
    assertThat(parameters.integer("steps")).isEqualTo(20);
    assertThat(parameters.number("step-size")).isEqualTo(0.1);
    assertThat(parameters.text("loss")).isEqualTo("ce");
    assertThat(parameters.flag("random-start")).isTrue();
    assertThat(parameters.numbers("radii")).containsExactly(0.5, 1.0);
  }

  @Test
  void textFromTheCommandLineIsConverted() {
    Parameters parameters =
        Parameters.of(
            descriptor,
            Map.of(
                "teacher",
                "at",
                "steps",
                "40",
                "step-size",
                "1e-2",
                "random-start",
                "false",
                "radii",
                "0.25, 2"));
    assertThat(parameters.asMap())
        .containsEntry("steps", 40L)
        .containsEntry("step-size", 0.01)
        .containsEntry("random-start", false)
        .containsEntry("radii", List.of(0.25, 2.0));
  }

  @Test
  void allErrorsAreCollectedInOneGo() {
    List<String> errors = new ArrayList<>();
    Parameters.resolve(
        descriptor,
        Map.of("steps", 0, "step-size", "x", "loss", "hinge", "radii", List.of(-1), "stpes", 3),
        errors);
    assertThat(errors)
        .hasSize(6)
        .anySatisfy(e -> assertThat(e).contains("'steps'", ">= 1", "'0'"))
        .anySatisfy(e -> assertThat(e).contains("'step-size'", "a number", "'x'"))
        .anySatisfy(e -> assertThat(e).contains("'loss'", "one of ce, dlr", "'hinge'"))
        .anySatisfy(e -> assertThat(e).contains("'radii'", ">= 0"))
        .anySatisfy(e -> assertThat(e).contains("'teacher' is required"))
        .anySatisfy(e -> assertThat(e).contains("unknown parameter 'stpes'", "'pgd' knows steps"));
  }

  @Test
  void aFractionIsNoInteger() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Parameters.of(descriptor, Map.of("teacher", "t", "steps", 1.5)))
        .withMessageContaining("a whole number");
  }

  @Test
  void notANumberIsOutsideEveryRange() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Parameters.of(descriptor, Map.of("teacher", "t", "step-size", Double.NaN)));
  }

  @Test
  void aDefaultOutsideItsRangeIsAProgrammingErrorOfThePlugin() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ParameterDeclaration.integer("steps", 0, "steps").atLeast(1));
  }

  @Test
  void badIdsAndDoubleParametersAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Descriptor.builder("My Attack", ""));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Descriptor.builder("a", "")
                    .parameters(
                        ParameterDeclaration.flag("x", true, ""),
                        ParameterDeclaration.flag("x", true, "")))
        .withMessageContaining("twice");
  }
}
