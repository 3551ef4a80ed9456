package org.robustgrid.analyses;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.analysis.Evidence;
import org.robustgrid.spi.network.Classifier;
import org.robustgrid.spi.network.Loss;
import org.robustgrid.spi.network.LossGradient;
import org.robustgrid.spi.network.Query;
import org.robustgrid.spi.random.RandomKey;
import org.robustgrid.spi.random.RandomStream;
import org.robustgrid.testkit.toy.TanhClassifier;
import org.robustgrid.testkit.toy.ToyAnalysisRequest;

/** Forty inputs of thirty features, and a smooth network with a replaceable decision rule. */
class UnaveragedRandomnessTest {

  private static final int FEATURES = 30;
  private static final int SAMPLES = 40;

  /** A classifier with the network's logits and a given decision rule. */
  private record Deciding(Classifier network, BiFunction<INDArray, Query, int[]> rule)
      implements Classifier {

    @Override
    public long[] inputShape() {
      return network.inputShape();
    }

    @Override
    public int classes() {
      return network.classes();
    }

    @Override
    public INDArray logits(INDArray images, Query query) {
      return network.logits(images, query);
    }

    @Override
    public LossGradient lossGradient(INDArray images, Query query, Loss loss) {
      return network.lossGradient(images, query, loss);
    }

    @Override
    public int[] decisions(INDArray images, Query query) {
      return rule.apply(images, query);
    }
  }

  private static final Classifier NETWORK = new TanhClassifier(FEATURES, 20, 4, 1);

  private static Evidence check(BiFunction<INDArray, Query, int[]> rule) {
    float[] images = new float[SAMPLES * FEATURES];
    int[] labels = new int[SAMPLES];
    RandomStream random = RandomKey.of(5).stream();
    for (int i = 0; i < images.length; i++) {
      images[i] = (float) random.nextDouble();
    }
    Arrays.setAll(labels, i -> i % 4);
    List<Evidence> evidence =
        Toys.evidence(
            new UnaveragedRandomness(),
            new ToyAnalysisRequest(new Deciding(NETWORK, rule), images, labels, Domain.UNIT));
    assertThat(evidence).hasSize(1);
    return evidence.get(0);
  }

  private static int[] noisy(INDArray images, Query query, double sigma) {
    double[] values = HostArrays.read(images);
    int length = values.length / query.samples().length;
    for (int row = 0; row < query.samples().length; row++) {
      RandomStream stream = query.row(row).stream();
      for (int i = row * length; i < (row + 1) * length; i++) {
        values[i] += sigma * stream.nextGaussian();
      }
    }
    INDArray noisy = images.ulike();
    HostArrays.write(values, noisy);
    return NETWORK.decisions(noisy, query);
  }

  @Test
  void a_model_that_decides_by_its_largest_logit_is_no_sign() {
    Evidence found = check(NETWORK::decisions);
    assertThat(found.about()).isEqualTo("undeclared");
    assertThat(found.samples()).isEmpty();
    assertThat(found.asked()).isEqualTo(SAMPLES);
  }

  @Test
  void noise_that_only_decisions_see_is_found_near_the_boundary() {
    Evidence found = check((images, query) -> noisy(images, query, 0.1));
    assertThat(found.about()).isEqualTo("decisions");
    assertThat(found.samples()).hasSizeGreaterThan(SAMPLES / 4);
    assertThat(found.message()).contains("near its boundary", "not declare that it is randomised");
  }

  @Test
  void decisions_that_follow_another_rule_than_the_logits_are_found() {
    Evidence found =
        check(
            (images, query) ->
                Arrays.stream(NETWORK.decisions(images, query)).map(c -> (c + 1) % 4).toArray());
    assertThat(found.samples()).hasSize(SAMPLES);
  }

  /** Decides as the network does, but abstains on the fourth sample if the condition holds. */
  private static int[] abstaining(INDArray images, Query query, BooleanSupplier there) {
    int[] decisions = NETWORK.decisions(images, query).clone();
    for (int row = 0; row < decisions.length; row++) {
      if (query.samples()[row] == 3 && there.getAsBoolean()) {
        decisions[row] = Classifier.ABSTAIN;
      }
    }
    return decisions;
  }

  @Test
  void an_abstention_is_no_contradiction_unless_it_comes_and_goes() {
    assertThat(check((images, query) -> abstaining(images, query, () -> true)).samples()).isEmpty();
    AtomicInteger calls = new AtomicInteger();
    assertThat(
            check(
                    (images, query) ->
                        abstaining(images, query, () -> calls.incrementAndGet() % 2 == 0))
                .samples())
        .containsExactly(3);
  }
}
