package org.robustgrid.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.loss.CrossEntropy;
import org.robustgrid.spi.Access;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.StoppedException;
import org.robustgrid.spi.attack.Attack;
import org.robustgrid.spi.attack.AttackDescriptor;
import org.robustgrid.spi.attack.AttackProvider;
import org.robustgrid.spi.attack.AttackRequest;
import org.robustgrid.spi.attack.AttackResult;
import org.robustgrid.spi.attack.Goal;
import org.robustgrid.spi.attack.ThreatModel;
import org.robustgrid.spi.network.Query;

class AttackContractTest {

  private static final ThreatModel THREAT = new ThreatModel(Norm.LINF, 0.1);

  private static Attack moving(double distance) {
    return request -> {
      INDArray answer = request.images().dup();
      double[] values = HostArrays.read(answer);
      for (int i = 0; i < values.length; i++) {
        values[i] = Math.min(request.domain().high(), values[i] + distance);
      }
      HostArrays.write(values, answer);
      return AttackResult.builder(answer).build();
    };
  }

  @Test
  void an_attack_that_does_nothing_keeps_the_contract() {
    assertThat(AttackContract.violations(moving(0), THREAT)).isEmpty();
  }

  @Test
  void an_attack_that_leaves_the_ball_by_a_thousandth_is_found() {
    assertThat(AttackContract.violations(moving(0.1 + 1e-3), THREAT))
        .anyMatch(violation -> violation.contains("leaves the ball: its linf distance is 0.10"));
  }

  @Test
  void an_attack_that_leaves_the_ball_by_a_thousandth_of_its_radius_is_found() {
    assertThat(AttackContract.violations(moving(0.1 * (1 + 1e-3)), THREAT))
        .anyMatch(violation -> violation.contains("leaves the ball"));
  }

  @Test
  void an_attack_that_takes_every_domain_for_the_unit_box_is_found() {
    Attack clipping =
        request -> {
          double[] values = HostArrays.read(request.images());
          INDArray answer = request.images().dup('c');
          HostArrays.write(Arrays.stream(values).map(v -> Math.max(0, v)).toArray(), answer);
          return AttackResult.builder(answer).build();
        };
    assertThat(AttackContract.violations(clipping, THREAT))
        .isNotEmpty()
        .allMatch(violation -> violation.startsWith("keeps to a domain other than [0, 1]"));
  }

  @Test
  void an_attack_that_answers_with_na_n_is_found() {
    assertThat(AttackContract.violations(moving(Double.NaN), THREAT))
        .anyMatch(violation -> violation.contains("answers with the value NaN"));
  }

  @Test
  void an_attack_that_writes_to_the_originals_is_found() {
    Attack careless = request -> AttackResult.builder(request.images().muli(0.99)).build();
    assertThat(AttackContract.violations(careless, THREAT))
        .anyMatch(violation -> violation.contains("changes the original"));
  }

  @Test
  void an_attack_that_mixes_samples_is_found() {
    Attack mixing =
        request -> {
          double scale = 1 - 0.001 * request.labels().length;
          return AttackResult.builder(request.images().mul(scale)).build();
        };
    assertThat(AttackContract.violations(mixing, THREAT))
        .anyMatch(violation -> violation.contains("depends on its batch"));
  }

  @Test
  void an_attack_that_answers_with_another_samples_image_is_found() {
    Attack swapping =
        request -> {
          int rows = request.labels().length;
          int[] turned = IntStream.range(0, rows).map(row -> (row + 1) % rows).toArray();
          return AttackResult.builder(HostArrays.rows(request.images(), turned)).build();
        };
    assertThat(AttackContract.violations(swapping, THREAT))
        .anyMatch(
            violation ->
                violation.contains("for sample 100 it answers with the image of sample 103"));
  }

  @Test
  void an_attack_that_draws_anew_in_every_run_is_found() {
    double[] distance = {0};
    Attack drifting =
        request -> {
          distance[0] += 1e-4;
          return moving(distance[0]).run(request);
        };
    assertThat(AttackContract.violations(drifting, THREAT))
        .anyMatch(violation -> violation.contains("changes from run to run"));
  }

  @Test
  void an_attack_that_turns_back_in_a_large_ball_is_found() {
    Attack timid =
        request ->
            request.threatModel().epsilon() > 0.1 ? moving(0).run(request) : GREEDY.run(request);
    assertThat(AttackContract.violations(timid, THREAT))
        .anyMatch(violation -> violation.contains("does no worse in a larger ball"));
  }

  /** One step of the sign of the gradient. */
  private static final Attack GREEDY =
      request -> {
        Query query = new Query(request.samples(), request.random());
        double[] gradient =
            HostArrays.read(
                request
                    .classifier()
                    .lossGradient(request.images(), query, new CrossEntropy(request.labels()))
                    .gradient());
        double[] values = HostArrays.read(request.images());
        for (int i = 0; i < values.length; i++) {
          double step = Double.isNaN(gradient[i]) ? 0 : 0.1 * Math.signum(gradient[i]);
          values[i] = Math.min(1, Math.max(0, values[i] + step));
        }
        INDArray answer = request.images().dup('c');
        HostArrays.write(values, answer);
        return AttackResult.builder(answer).build();
      };

  @Test
  void an_attack_that_continues_after_it_was_stopped_is_found() {
    Attack deaf =
        request -> {
          for (int step = 0; step < 1_000; step++) {
            try {
              request
                  .classifier()
                  .logits(
                      request.images(), new Query(request.samples(), request.random().with(step)));
            } catch (StoppedException e) {
              // tries again
            }
          }
          return moving(0).run(request);
        };
    assertThat(AttackContract.violations(deaf, THREAT))
        .anyMatch(violation -> violation.contains("still queries the model after it was stopped"));
  }

  @Test
  void an_attack_that_asks_for_more_than_it_declares_is_found() {
    assertThat(violations(provider(GREEDY, descriptor -> descriptor.access(Access.SCORES))))
        .anyMatch(violation -> violation.contains("needs SCORES and asks for GRADIENTS"));
  }

  /** Asks once, and answers with the originals. */
  private static Attack asking(Function<AttackRequest, INDArray> images, long... samples) {
    return request -> {
      long[] named = samples.length == 0 ? request.samples() : samples;
      request.classifier().logits(images.apply(request), new Query(named, request.random()));
      return AttackResult.builder(request.images().dup('c')).build();
    };
  }

  @Test
  void an_attack_whose_questions_the_harness_refuses_is_found() {
    Attack notANumber = asking(request -> request.images().dup('c').assign(Double.NaN));
    assertThat(AttackContract.violations(notANumber, THREAT))
        .anyMatch(violation -> violation.contains("values that are not finite"));
    assertThat(AttackContract.violations(asking(AttackRequest::images, 100), THREAT))
        .anyMatch(violation -> violation.contains("more or fewer images than it names samples"));
    long[] others = LongStream.range(0, 8).toArray();
    assertThat(AttackContract.violations(asking(AttackRequest::images, others), THREAT))
        .anyMatch(violation -> violation.contains("samples that are not the request's"));
  }

  @Test
  void an_attack_that_reuses_its_draw_key_is_found() {
    Attack reusing =
        request -> {
          GREEDY.run(request);
          return GREEDY.run(request);
        };
    assertThat(AttackContract.violations(reusing, THREAT))
        .anyMatch(violation -> violation.contains("twice with the same draw key"));
  }

  @Test
  void an_attack_that_refuses_the_targets_it_declares_is_found() {
    Attack refusing =
        request -> {
          if (request.goal().kind() == Goal.Kind.TARGETED) {
            throw new IllegalArgumentException("no targets");
          }
          return moving(0).run(request);
        };
    assertThat(
            violations(
                provider(
                    refusing,
                    descriptor -> descriptor.goals(Goal.Kind.UNTARGETED, Goal.Kind.TARGETED))))
        .anyMatch(violation -> violation.contains("it refuses them: no targets"));
    assertThat(violations(provider(refusing, UnaryOperator.identity()))).isEmpty();
  }

  @Test
  void an_attack_that_throws_on_a_model_without_gradient_is_found() {
    Attack fragile =
        request -> {
          if (request
                  .classifier()
                  .logits(request.images(), new Query(request.samples(), request.random()))
                  .maxNumber()
                  .doubleValue()
              == 0) {
            throw new ArithmeticException("divided by zero");
          }
          return moving(0).run(request);
        };
    assertThat(AttackContract.violations(fragile, THREAT))
        .anyMatch(
            violation ->
                violation.startsWith("answers where every gradient is zero")
                    && violation.contains("divided by zero"));
  }

  private static AttackProvider provider(
      Attack attack, UnaryOperator<AttackDescriptor.Builder> declared) {
    return new AttackProvider() {
      @Override
      public AttackDescriptor descriptor() {
        return declared
            .apply(AttackDescriptor.builder("planted", "Planted.").norms(Norm.LINF))
            .build();
      }

      @Override
      public Attack create(Parameters parameters) {
        return attack;
      }
    };
  }

  private static List<String> violations(AttackProvider provider) {
    return AttackContract.checks(provider, Map.of()).stream()
        .flatMap(check -> check.violations().stream())
        .toList();
  }
}
