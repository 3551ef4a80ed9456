package org.robustgrid.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.loss.CrossEntropy;
import org.robustgrid.numerics.objective.MeanLoss;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.StoppedException;
import org.robustgrid.spi.defense.Defense;
import org.robustgrid.spi.defense.DefenseDescriptor;
import org.robustgrid.spi.defense.DefenseProvider;
import org.robustgrid.spi.defense.DefenseRequest;
import org.robustgrid.spi.defense.Deployment;
import org.robustgrid.spi.defense.TrainedDefense;
import org.robustgrid.spi.defense.TrainingStep;
import org.robustgrid.spi.network.Classifier;
import org.robustgrid.spi.network.Loss;
import org.robustgrid.spi.network.LossGradient;
import org.robustgrid.spi.network.Mode;
import org.robustgrid.spi.network.Network;
import org.robustgrid.spi.network.Pass;
import org.robustgrid.spi.network.Query;

class DefenseContractTest {

  @TempDir private Path folder;

  private static TrainingStep scaled(Supplier<Double> scale) {
    return (network, batch, gradient) -> {
      INDArray images = batch.images().mul(scale.get());
      try (Pass pass = network.forward(images, Mode.TRAINING, batch.random())) {
        return MeanLoss.accumulate(pass, new CrossEntropy(batch.labels()), 1, gradient);
      }
    };
  }

  private static TrainedDefense plain(DefenseRequest request, Supplier<Double> scale) {
    Network network = request.newNetwork();
    request.trainer().train(network, request.settings(), scaled(scale));
    return TrainedDefense.builder(network).build();
  }

  private List<String> violations(Supplier<Defense> defense) {
    DefenseProvider provider =
        new DefenseProvider() {
          @Override
          public DefenseDescriptor descriptor() {
            return DefenseDescriptor.builder("planted", "Planted.").build();
          }

          @Override
          public Defense create(Parameters parameters) {
            return defense.get();
          }
        };
    return DefenseContract.checks(provider, Map.of(), folder).stream()
        .flatMap(check -> check.violations().stream())
        .toList();
  }

  @Test
  void plain_training_keeps_the_contract() {
    assertThat(violations(() -> request -> plain(request, () -> 1.0))).isEmpty();
  }

  @Test
  void a_defense_with_randomness_of_its_own_is_found() {
    AtomicLong clock = new AtomicLong();
    assertThat(
            violations(() -> request -> plain(request, () -> 1 + 1e-3 * clock.incrementAndGet())))
        .contains("trained again its weights differ");
  }

  @Test
  void a_defense_whose_step_counts_and_forgets_is_found_by_the_resume() {
    assertThat(
            violations(
                () -> {
                  AtomicLong steps = new AtomicLong();
                  return request -> plain(request, () -> 1 + 1e-3 * steps.incrementAndGet());
                }))
        .containsExactly("interrupted twice and resumed its weights differ");
  }

  @Test
  void a_defense_that_ignores_its_seed_is_found() {
    assertThat(
            violations(
                () ->
                    request -> {
                      Network network = request.newNetwork();
                      network.parameters().assign(0.1);
                      network.parametersChanged();
                      request.monitor().check();
                      return TrainedDefense.builder(network).build();
                    }))
        .contains("another seed gives the same weights");
  }

  @Test
  void a_defense_that_trains_on_after_it_was_stopped_is_found() {
    assertThat(
            violations(
                () ->
                    request -> {
                      try {
                        return plain(request, () -> 1.0);
                      } catch (StoppedException e) {
                        return TrainedDefense.builder(request.newNetwork()).build();
                      }
                    }))
        .containsExactly("it answers with a model although it was stopped");
  }

  /** What is added to the logits. */
  @FunctionalInterface
  private interface Shift {
    double of(Query query);
  }

  /** A classifier whose logits are shifted. */
  private record Shifted(Classifier inner, Shift shift) implements Classifier {
    @Override
    public long[] inputShape() {
      return inner.inputShape();
    }

    @Override
    public int classes() {
      return inner.classes();
    }

    @Override
    public INDArray logits(INDArray images, Query query) {
      return inner.logits(images, query).add(shift.of(query));
    }

    @Override
    public LossGradient lossGradient(INDArray images, Query query, Loss loss) {
      return inner.lossGradient(images, query, loss);
    }

    @Override
    public int[] decisions(INDArray images, Query query) {
      return inner.decisions(images, query);
    }
  }

  private static Defense deploying(UnaryOperator<Classifier> deployment) {
    return new Defense() {
      @Override
      public TrainedDefense train(DefenseRequest request) {
        return plain(request, () -> 1.0);
      }

      @Override
      public Classifier deploy(Deployment trained) {
        return deployment.apply(trained.network());
      }
    };
  }

  private List<String> shifted(Supplier<Shift> shift) {
    return violations(
        () -> {
          Shift own = shift.get();
          return deploying(inner -> new Shifted(inner, own));
        });
  }

  @Test
  void a_classifier_that_draws_without_saying_so_is_found() {
    assertThat(shifted(() -> query -> query.draw().stream().nextGaussian()))
        .containsExactly(
            "its answers differ from draw to draw, and it does not declare that it is randomised");
  }

  @Test
  void a_classifier_that_draws_without_the_key_is_found() {
    AtomicLong calls = new AtomicLong();
    assertThat(shifted(() -> query -> calls.incrementAndGet()))
        .contains("its answers to the same query with the same draw key differ");
  }

  @Test
  void a_deployment_that_depends_on_its_instance_is_found() {
    AtomicLong instances = new AtomicLong();
    assertThat(
            shifted(
                () -> {
                  long instance = instances.incrementAndGet();
                  return query -> instance;
                }))
        .contains("its logits change when the model is saved and loaded");
  }

  @Test
  void a_classifier_that_mixes_its_batch_is_found() {
    assertThat(shifted(() -> query -> query.samples().length))
        .containsExactly("the logits of sample 7 depend on its batch");
  }

  /** A classifier whose gradients are of one value. */
  private record Masked(Classifier inner, double value) implements Classifier {
    @Override
    public long[] inputShape() {
      return inner.inputShape();
    }

    @Override
    public int classes() {
      return inner.classes();
    }

    @Override
    public INDArray logits(INDArray images, Query query) {
      return inner.logits(images, query);
    }

    @Override
    public LossGradient lossGradient(INDArray images, Query query, Loss loss) {
      LossGradient answer = inner.lossGradient(images, query, loss);
      return new LossGradient(answer.losses(), answer.logits(), images.ulike().assign(value));
    }

    @Override
    public int[] decisions(INDArray images, Query query) {
      return inner.decisions(images, query);
    }
  }

  @Test
  void a_defense_without_gradient_is_found() {
    assertThat(violations(() -> deploying(inner -> new Masked(inner, 0))))
        .singleElement()
        .asString()
        .startsWith("the gradient of its cross-entropy is exactly zero on 12 of 12 images");
  }

  @Test
  void a_defense_whose_gradient_is_not_finite_is_found() {
    assertThat(violations(() -> deploying(inner -> new Masked(inner, Double.NaN))))
        .containsExactly("the gradient of its cross-entropy is not finite at sample 0");
  }
}
