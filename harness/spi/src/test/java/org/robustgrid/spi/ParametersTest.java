package org.robustgrid.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.robustgrid.spi.attack.AttackDescriptor;

class ParametersTest {

  private static final Parameter<Integer> STEPS =
      Parameter.integer("steps", 20, "steps").atLeast(1).atMost(10_000);
  private static final Parameter<Double> STEP_SIZE =
      Parameter.real("step-size", 0.1, "step").above(0);
  private static final Parameter<String> LOSS =
      Parameter.choice("loss", List.of("ce", "dlr"), "loss");
  private static final Parameter<Boolean> RANDOM_START =
      Parameter.flag("random-start", true, "start");
  private static final Parameter<List<Double>> RADII =
      Parameter.reals("radii", List.of(0.5, 1.0), "radii").atLeast(0);
  private static final Parameter<String> TEACHER = Parameter.model("teacher", "teacher");
  private static final Parameter<Long> SEED = Parameter.longInteger("seed", 1L << 40, "seed");
  private static final Parameter<List<Integer>> WIDTHS =
      Parameter.integers("widths", List.of(32, 64), "widths").atLeast(1);
  private static final Parameter<Norm> NORM =
      Parameter.choice("norm", List.of(Norm.L2, Norm.LINF), Norm::id, "norm");
  private static final Parameter<Access> ACCESS =
      Parameter.choice("access", Access.class, "access");
  private static final Parameter<Optional<Path>> WEIGHTS =
      Parameter.optionalFile("weights", "weights");
  private static final Parameter<Path> IMAGES = Parameter.folder("images", "images");
  private static final Parameter<List<Path>> PARTS = Parameter.files("parts", "parts");

  private final AttackDescriptor descriptor =
      AttackDescriptor.builder("pgd", "an attack")
          .parameters(STEPS, STEP_SIZE, LOSS, RANDOM_START, RADII, TEACHER)
          .build();

  private final AttackDescriptor wide =
      AttackDescriptor.builder("wide", "every other type")
          .parameters(SEED, WIDTHS, NORM, ACCESS, WEIGHTS, IMAGES, PARTS)
          .build();

  @Test
  void some_of_an_enums_constants_are_given_as_a_list_or_with_commas() {
    Parameter<List<Access>> accesses =
        Parameter.choices("accesses", Access.class, List.of(Access.SCORES), "accesses");
    AttackDescriptor attack = AttackDescriptor.builder("some", "some").parameters(accesses).build();
    assertThat(Parameters.of(attack, Map.of()).get(accesses)).containsExactly(Access.SCORES);
    assertThat(Parameters.of(attack, Map.of("accesses", "decisions, scores")).get(accesses))
        .containsExactly(Access.DECISIONS, Access.SCORES);
    assertThat(
            Parameters.of(attack, Map.of("accesses", List.of("gradients"))).asMap().get("accesses"))
        .isEqualTo(List.of("gradients"));
    for (Object wrong : List.of(List.of(), List.of("gradients", "gradients"), "none", 3)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> accesses.check(wrong))
          .withMessageContaining("parameter 'accesses'");
    }
  }

  @Test
  void a_data_set_is_given_by_its_id_or_with_parameters() {
    Parameter<String> of = Parameter.dataset("of", "another data set");
    AttackDescriptor attack = AttackDescriptor.builder("some", "some").parameters(of).build();
    assertThat(Parameters.of(attack, Map.of("of", "rings")).get(of)).isEqualTo("rings");
    Map<String, Object> entry = Map.of("id", "rings", "parameters", Map.of("size", 3));
    assertThat(Parameters.of(attack, Map.of("of", entry)).get(of)).isEqualTo("rings");
    assertThat(of.check(entry)).isEqualTo(entry);
    for (Object wrong : List.of(3, "", Map.of("parameters", Map.of()), Map.of("id", 3))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> of.check(wrong))
          .withMessageContaining("'id' and 'parameters'");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> of.check(Map.of("id", "rings", "samples", 3)));
  }

  @Test
  void defaults_fill_what_is_not_given() {
    Parameters parameters = Parameters.of(descriptor, Map.of("teacher", "at"));
    assertThat(parameters.get(STEPS)).isEqualTo(20);
    assertThat(parameters.get(STEP_SIZE)).isEqualTo(0.1);
    assertThat(parameters.get(LOSS)).isEqualTo("ce");
    assertThat(parameters.get(RANDOM_START)).isTrue();
    assertThat(parameters.get(RADII)).containsExactly(0.5, 1.0);
    assertThat(parameters.get(TEACHER)).isEqualTo("at");
  }

  @Test
  void each_parameter_is_read_back_as_its_own_type() {
    Parameters parameters =
        Parameters.of(
            wide,
            Map.of("widths", "8, 16", "norm", "linf", "images", "/data", "parts", "a.bin,b.bin"));
    assertThat(parameters.get(SEED)).isEqualTo(1L << 40);
    assertThat(parameters.get(WIDTHS)).containsExactly(8, 16);
    assertThat(parameters.get(NORM)).isEqualTo(Norm.LINF);
    assertThat(parameters.get(ACCESS)).isEqualTo(Access.GRADIENTS);
    assertThat(parameters.get(WEIGHTS)).isEmpty();
    assertThat(parameters.get(IMAGES)).isEqualTo(Path.of("/data"));
    assertThat(parameters.get(PARTS)).containsExactly(Path.of("a.bin"), Path.of("b.bin"));
  }

  @Test
  void plans_hold_plain_values() {
    assertThat(Parameters.of(wide, Map.of("images", "x")).asMap())
        .containsEntry("widths", List.of(32L, 64L))
        .containsEntry("norm", "l2")
        .containsEntry("access", "gradients")
        .containsEntry("weights", "")
        .containsEntry("parts", List.of());
  }

  @Test
  void lists_of_whole_numbers_hold_no_fraction() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WIDTHS.check(List.of(1.5)))
        .withMessageContaining("expected whole numbers, but found '[1.5]'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WIDTHS.check(List.of(0)))
        .withMessageContaining(">= 1");
  }

  @Test
  void a_number_beyond_an_integer_is_refused_when_it_is_given() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Parameter.integer("n", 1, "n").check(1L << 31))
        .withMessageContaining("2147483647");
  }

  @Test
  void a_parameter_that_was_not_declared_cannot_be_read() {
    Parameters parameters = Parameters.of(descriptor, Map.of("teacher", "at"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> parameters.get(WIDTHS))
        .withMessageContainingAll("'widths'", "does not declare it");
  }

  @Test
  void a_parameter_that_was_declared_with_another_type_cannot_be_read() {
    Parameters parameters = Parameters.of(descriptor, Map.of("teacher", "at"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> parameters.get(Parameter.flag("steps", true, "steps")))
        .withMessageContainingAll("'steps'", "another type");
  }

  @Test
  void text_from_the_command_line_is_converted() {
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
  void all_errors_are_collected_in_one_go() {
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
  void a_fraction_is_no_integer() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Parameters.of(descriptor, Map.of("teacher", "t", "steps", 1.5)))
        .withMessageContaining("a whole number");
  }

  @Test
  void not_a_number_is_outside_every_range() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Parameters.of(descriptor, Map.of("teacher", "t", "step-size", Double.NaN)));
  }

  @Test
  void a_default_outside_its_range_is_an_error_of_the_plugin() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Parameter.integer("steps", 0, "steps").atLeast(1));
  }

  @Test
  void bad_ids_and_parameters_declared_twice_are_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AttackDescriptor.builder("My Attack", ""));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                AttackDescriptor.builder("a", "")
                    .parameters(Parameter.flag("x", true, ""), Parameter.flag("x", true, "")))
        .withMessageContaining("twice");
  }
}
