package org.robustgrid.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.norm.Distances;
import org.robustgrid.spi.Access;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.attack.AttackDescriptor;
import org.robustgrid.spi.attack.AttackProvider;
import org.robustgrid.spi.attack.AttackRequest;
import org.robustgrid.spi.attack.AttackResult;
import org.robustgrid.spi.attack.Goal;
import org.robustgrid.testkit.toy.ConstantClassifier;
import org.robustgrid.testkit.toy.StoppingMonitor;

class AttackPropertiesTest {

  private static final Map<String, Object> FEW =
      Map.of("steps", 12, "queries", 200, "restarts", 2, "initial-constant", 1.0, "step-size", 0.1);

  /** Every bundled attack that has an untargeted form, in each of its norms, with few steps. */
  static Stream<Arguments> attacks() {
    List<Arguments> all = new ArrayList<>();
    for (AttackProvider provider : ServiceLoader.load(AttackProvider.class)) {
      AttackDescriptor descriptor = provider.descriptor();
      Map<String, Object> parameters = new HashMap<>();
      FEW.forEach(
          (name, value) -> {
            if (descriptor.parameter(name).isPresent()) {
              parameters.put(name, value);
            }
          });
      for (Norm norm : List.of(Norm.LINF, Norm.L2, Norm.L1)) {
        if (descriptor.supports(norm, Goal.Kind.UNTARGETED)) {
          all.add(
              Arguments.of(Named.of(descriptor.id(), provider), parameters, norm, epsilon(norm)));
        }
      }
    }
    return all.stream();
  }

  /** The attacks of {@link #attacks()} that use gradients and no other search. */
  static Stream<Arguments> gradientAttacks() {
    return attacks()
        .filter(
            arguments -> {
              AttackDescriptor descriptor =
                  ((AttackProvider) ((Named<?>) arguments.get()[0]).getPayload()).descriptor();
              return descriptor.access() == Access.GRADIENTS
                  && descriptor.parameter("queries").isEmpty();
            });
  }

  private static double epsilon(Norm norm) {
    return switch (norm) {
      case LINF -> 0.08;
      case L2 -> 0.25;
      default -> 0.8;
    };
  }

  private static double[] answer(
      AttackProvider provider, Map<String, ?> parameters, AttackRequest request) {
    return HostArrays.read(AttackScenario.run(provider, parameters, request).adversarials());
  }

  @ParameterizedTest(name = "{0} {2}")
  @MethodSource("attacks")
  void an_answer_lies_in_ball_and_box(
      AttackProvider provider, Map<String, ?> parameters, Norm norm, double epsilon) {
    for (DataType precision : List.of(DataType.FLOAT, DataType.DOUBLE)) {
      AttackRequest request =
          AttackScenario.request(AttackScenario.classifier(), norm, epsilon, precision);
      double[] answer = answer(provider, parameters, request);
      double[] originals = HostArrays.read(request.images());
      for (int row = 0; row < AttackScenario.ROWS; row++) {
        int offset = row * AttackScenario.FEATURES;
        assertThat(Distances.between(norm, answer, originals, offset, AttackScenario.FEATURES))
            .isLessThanOrEqualTo(epsilon * (1 + 1e-6));
      }
      assertThat(Arrays.stream(answer)).allMatch(value -> value >= 0 && value <= 1);
    }
  }

  @ParameterizedTest(name = "{0} {2}")
  @MethodSource("attacks")
  void a_bigger_ball_fells_the_classifier_more_often(
      AttackProvider provider, Map<String, ?> parameters, Norm norm, double epsilon) {
    AttackRequest small = AttackScenario.request(norm, epsilon / 20);
    AttackRequest large = AttackScenario.request(norm, epsilon * 4);
    int few =
        AttackScenario.fallen(
            small, AttackScenario.run(provider, parameters, small).adversarials());
    int many =
        AttackScenario.fallen(
            large, AttackScenario.run(provider, parameters, large).adversarials());
    assertThat(many).isGreaterThan(few).isGreaterThan(AttackScenario.ROWS / 2);
  }

  @ParameterizedTest(name = "{0} {2}")
  @MethodSource("attacks")
  void a_batch_cut_in_pieces_gives_the_same_answer(
      AttackProvider provider, Map<String, ?> parameters, Norm norm, double epsilon) {
    AttackRequest request = AttackScenario.request(norm, epsilon);
    double[] whole = answer(provider, parameters, request);
    double[] first = answer(provider, parameters, AttackScenario.rows(request, 0, 1, 2, 3, 4));
    double[] rest =
        answer(provider, parameters, AttackScenario.rows(request, 5, 6, 7, 8, 9, 10, 11));
    for (int i = 0; i < whole.length; i++) {
      assertThat(whole[i]).isEqualTo(i < first.length ? first[i] : rest[i - first.length]);
    }
  }

  @ParameterizedTest(name = "{0} {2}")
  @MethodSource("attacks")
  void another_order_of_samples_gives_the_same_answers(
      AttackProvider provider, Map<String, ?> parameters, Norm norm, double epsilon) {
    AttackRequest request = AttackScenario.request(norm, epsilon);
    double[] ordered = answer(provider, parameters, request);
    int[] order = {11, 3, 7, 0, 5, 9, 1, 10, 2, 8, 4, 6};
    double[] shuffled = answer(provider, parameters, AttackScenario.rows(request, order));
    int length = AttackScenario.FEATURES;
    for (int i = 0; i < order.length; i++) {
      for (int j = 0; j < length; j++) {
        assertThat(shuffled[i * length + j]).isEqualTo(ordered[order[i] * length + j]);
      }
    }
  }

  @ParameterizedTest(name = "{0} {2}")
  @MethodSource("attacks")
  void the_original_images_are_left_alone(
      AttackProvider provider, Map<String, ?> parameters, Norm norm, double epsilon) {
    AttackRequest request = AttackScenario.request(norm, epsilon);
    double[] before = HostArrays.read(request.images());
    answer(provider, parameters, request);
    assertThat(HostArrays.read(request.images())).containsExactly(before);
  }

  @ParameterizedTest(name = "{0} {2}")
  @MethodSource("gradientAttacks")
  void a_sample_without_gradient_stays_at_its_start_and_is_flagged(
      AttackProvider provider, Map<String, ?> parameters, Norm norm, double epsilon) {
    AttackResult result = onConstantGradient(provider, parameters, norm, epsilon, 0);
    assertThat(result.vanishedGradient()).containsOnly(true);
    assertThat(HostArrays.read(result.adversarials())).containsOnly(0.5);
  }

  @ParameterizedTest(name = "{0} {2}")
  @MethodSource("gradientAttacks")
  void a_sample_with_a_nan_gradient_stays_at_its_start(
      AttackProvider provider, Map<String, ?> parameters, Norm norm, double epsilon) {
    AttackResult result = onConstantGradient(provider, parameters, norm, epsilon, Double.NaN);
    assertThat(HostArrays.read(result.adversarials())).containsOnly(0.5);
  }

  private static AttackResult onConstantGradient(
      AttackProvider provider,
      Map<String, ?> parameters,
      Norm norm,
      double epsilon,
      double gradient) {
    ConstantClassifier classifier =
        new ConstantClassifier(new double[] {1, 0, 0, 0}, gradient, AttackScenario.FEATURES);
    AttackRequest drawn = AttackScenario.request(classifier, norm, epsilon, DataType.DOUBLE);
    AttackRequest request =
        drawn.toBuilder()
            .images(drawn.images().dup().assign(0.5))
            .starts(drawn.images().dup().assign(0.5))
            .build();
    return AttackScenario.run(provider, parameters, request);
  }

  @ParameterizedTest(name = "{0} {2}")
  @MethodSource("attacks")
  void a_stopped_attack_answers_with_what_it_has(
      AttackProvider provider, Map<String, ?> parameters, Norm norm, double epsilon) {
    AttackRequest request =
        AttackScenario.request(norm, epsilon).toBuilder().monitor(new StoppingMonitor(1)).build();
    double[] answer = answer(provider, parameters, request);
    double[] originals = HostArrays.read(request.images());
    for (int i = 0; i < answer.length; i++) {
      assertThat(answer[i]).isCloseTo(originals[i], within(epsilon * 1.000001));
    }
  }
}
