package org.robustgrid.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.norm.Distances;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.StoppedException;
import org.robustgrid.spi.attack.AttackProvider;
import org.robustgrid.spi.attack.AttackRequest;
import org.robustgrid.spi.attack.AttackResult;
import org.robustgrid.spi.attack.Goal;
import org.robustgrid.spi.attack.ThreatModel;
import org.robustgrid.spi.network.Classifier;
import org.robustgrid.spi.network.Loss;
import org.robustgrid.spi.network.LossGradient;
import org.robustgrid.spi.network.Query;
import org.robustgrid.spi.random.RandomKey;

/**
 * Attacks with a query budget: more queries find nearer points, and no attack exceeds its budget.
 */
class QueryBudgetTest {

  /** Counts the passes of each sample, and stops the attack if a query would exceed the budget. */
  private static final class Limited implements Classifier {
    private final Classifier classifier;
    private final long budget;
    private final Map<Long, Long> spent = new HashMap<>();

    Limited(Classifier classifier, long budget) {
      this.classifier = classifier;
      this.budget = budget;
    }

    private void ask(Query query, int passes) {
      for (long sample : query.samples()) {
        if (spent.getOrDefault(sample, 0L) + passes > budget) {
          throw new StoppedException(StoppedException.Reason.BUDGET, "no pass is left");
        }
      }
      for (long sample : query.samples()) {
        spent.merge(sample, (long) passes, Long::sum);
      }
    }

    @Override
    public long[] inputShape() {
      return classifier.inputShape();
    }

    @Override
    public int classes() {
      return classifier.classes();
    }

    @Override
    public INDArray logits(INDArray images, Query query) {
      ask(query, 1);
      return classifier.logits(images, query);
    }

    @Override
    public LossGradient lossGradient(INDArray images, Query query, Loss loss) {
      ask(query, 2);
      return classifier.lossGradient(images, query, loss);
    }

    @Override
    public int[] decisions(INDArray images, Query query) {
      ask(query, 1);
      return classifier.decisions(images, query);
    }
  }

  private static AttackProvider provider(String id) {
    return ServiceLoader.load(AttackProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(provider -> provider.descriptor().id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static AttackRequest nearest(Norm norm, Classifier classifier) {
    return AttackScenario.request(AttackScenario.classifier(), norm, 1, DataType.FLOAT).toBuilder()
        .classifier(classifier)
        .goal(Goal.minimumDistance())
        .threatModel(ThreatModel.unbounded(norm))
        .build();
  }

  /** The median distance of misclassified points; rows without any count as infinitely far. */
  private static double median(AttackRequest request, AttackResult answer) {
    double[] points = HostArrays.read(answer.adversarials());
    double[] originals = HostArrays.read(request.images());
    int length = points.length / request.labels().length;
    int[] decisions =
        AttackScenario.classifier()
            .decisions(answer.adversarials(), new Query(request.samples(), RandomKey.of(1)));
    double[] distances = new double[decisions.length];
    for (int row = 0; row < distances.length; row++) {
      distances[row] =
          decisions[row] == request.labels()[row]
              ? Double.POSITIVE_INFINITY
              : Distances.between(
                  request.threatModel().norm(), points, originals, row * length, length);
    }
    Arrays.sort(distances);
    return distances[distances.length / 2];
  }

  @ParameterizedTest
  @CsvSource({"boundary, l2", "hop-skip-jump, l2", "hop-skip-jump, linf"})
  void more_queries_find_smaller_distances(String id, String norm) {
    double[] medians = new double[2];
    int[] queries = {100, 1000};
    for (int i = 0; i < queries.length; i++) {
      Limited limited = new Limited(AttackScenario.classifier(), Long.MAX_VALUE);
      AttackRequest request = nearest(Norm.of(norm), limited);
      AttackResult answer =
          AttackScenario.run(provider(id), Map.of("queries", queries[i]), request);
      medians[i] = median(request, answer);
      assertThat(limited.spent.values()).allMatch(spent -> spent <= 1000);
      assertThat(limited.spent.values().stream().mapToLong(Long::longValue).max())
          .hasValue(queries[i]);
    }
    assertThat(medians[1]).isLessThan(medians[0]);
  }

  @ParameterizedTest
  @CsvSource({
    "boundary, l2, 150", "hop-skip-jump, l2, 150", "hop-skip-jump, linf, 77", "ddn, l2, 61",
    "fmn, linf, 61", "carlini-wagner, l2, 101", "ead, l1, 101", "deepfool, l2, 31"
  })
  void a_budget_that_ends_within_a_step_leaves_the_best_point_so_far(
      String id, String norm, long budget) {
    Limited limited = new Limited(AttackScenario.classifier(), budget);
    AttackRequest request = nearest(Norm.of(norm), limited);
    Map<String, ?> given =
        id.equals("carlini-wagner") || id.equals("ead")
            ? Map.of("initial-constant", 10.0, "step-size", 0.1)
            : Map.of();
    AttackResult answer = AttackScenario.run(provider(id), given, request);
    assertThat(limited.spent.values()).allMatch(spent -> spent <= budget);
    assertThat(median(request, answer)).isFinite();
  }

  @ParameterizedTest
  @CsvSource({"square, linf", "square, l2", "square, l1", "nes, linf", "spsa, l2"})
  void an_attack_by_scores_that_runs_out_of_passes_stays_in_the_ball(String id, String norm) {
    Limited limited = new Limited(AttackScenario.classifier(), 33);
    AttackRequest request =
        AttackScenario.request(AttackScenario.classifier(), Norm.of(norm), 0.1, DataType.FLOAT)
            .toBuilder()
            .classifier(limited)
            .build();
    double[] points =
        HostArrays.read(AttackScenario.run(provider(id), Map.of(), request).adversarials());
    double[] originals = HostArrays.read(request.images());
    int length = points.length / request.labels().length;
    assertThat(limited.spent.values()).allMatch(spent -> spent <= 33);
    for (int row = 0; row < request.labels().length; row++) {
      assertThat(Distances.between(Norm.of(norm), points, originals, row * length, length))
          .isLessThanOrEqualTo(0.1 * (1 + 1e-6));
    }
  }
}
