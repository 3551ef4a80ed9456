package org.robustgrid.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.attacks.SuiteAttack.Member;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.spi.Monitor;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.attack.Attack;
import org.robustgrid.spi.attack.AttackRequest;
import org.robustgrid.spi.attack.AttackResult;
import org.robustgrid.spi.attack.ThreatModel;
import org.robustgrid.spi.network.Classifier;
import org.robustgrid.spi.network.Query;
import org.robustgrid.spi.random.RandomKey;
import org.robustgrid.testkit.toy.TanhClassifier;

class SuiteAttackTest {

  private static final int ROWS = 10;
  private static final int FEATURES = 6;

  private static AttackRequest request(int classes, Norm norm, double epsilon) {
    Classifier classifier = new TanhClassifier(FEATURES, 16, classes, 11);
    INDArray images = Nd4j.createUninitialized(DataType.FLOAT, new long[] {ROWS, FEATURES});
    double[] pixels = new double[ROWS * FEATURES];
    Arrays.setAll(pixels, i -> (i * 37 % 100) / 100.0);
    HostArrays.write(pixels, images);
    long[] samples = IntStream.range(0, ROWS).asLongStream().toArray();
    return AttackRequest.builder()
        .classifier(classifier)
        .images(images)
        .labels(classifier.decisions(images, new Query(samples, RandomKey.of(0))))
        .samples(samples)
        .threatModel(new ThreatModel(norm, epsilon))
        .build();
  }

  private static AttackResult run(AttackRequest request, Map<String, ?> parameters) {
    return AttackScenario.run(new AutoAttackProvider(), parameters, request);
  }

  private static int[] decisions(AttackRequest request, AttackResult answer) {
    return request
        .classifier()
        .decisions(answer.adversarials(), new Query(request.samples(), RandomKey.of(1)));
  }

  /** An attack that records the samples it is given, and answers with the originals. */
  private static Attack remembering(List<long[]> asked) {
    return request -> {
      asked.add(request.samples());
      return AttackResult.builder(request.images().dup()).build();
    };
  }

  @Test
  void each_member_meets_the_survivors_of_those_before_it() {
    AttackRequest request = request(5, Norm.LINF, 0.1);
    List<long[]> asked = new ArrayList<>();
    Attack first =
        new ApgdAttack(
            "apgd-ce",
            List.of(org.robustgrid.numerics.loss.LossKind.CROSS_ENTROPY),
            20,
            1,
            0.75,
            new Diversified(0, true),
            1);
    SuiteAttack suite =
        new SuiteAttack(
            "suite",
            List.of(
                new Member("all", 2, remembering(asked)),
                new Member("apgd-ce", 2, first),
                new Member("rest", 2, remembering(asked))));
    AttackResult answer = suite.run(request);
    int[] decisions = decisions(request, answer);
    long[] standing =
        IntStream.range(0, ROWS)
            .filter(row -> decisions[row] == request.labels()[row])
            .asLongStream()
            .toArray();
    assertThat(standing).hasSizeBetween(1, ROWS - 1);
    assertThat(asked.get(0)).hasSize(ROWS);
    assertThat(asked.get(1)).containsExactly(standing);
    for (int row = 0; row < ROWS; row++) {
      assertThat(answer.foundBy()[row])
          .isEqualTo(decisions[row] == request.labels()[row] ? "" : "apgd-ce");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "standard, 2, linf",
    "standard, 3, l2",
    "standard, 3, l1",
    "plus, 2, linf",
    "plus, 3, l2",
    "rand, 2, linf",
    "standard, 4, linf",
    "plus, 10, l1"
  })
  void a_suite_runs_on_few_classes_without_the_losses_that_are_not_defined(
      String version, int classes, String norm) {
    AttackRequest request =
        request(classes, Norm.of(norm), norm.equals("linf") ? 0.2 : norm.equals("l2") ? 0.6 : 2);
    AttackResult answer = run(request, Map.of("version", version, "steps", 10, "queries", 20));
    int[] decisions = decisions(request, answer);
    long fallen =
        IntStream.range(0, ROWS).filter(row -> decisions[row] != request.labels()[row]).count();
    assertThat(fallen).isPositive();
    assertThat(answer.foundBy())
        .allMatch(part -> classes >= 4 || !part.equals("apgd-t"))
        .allMatch(part -> classes >= 3 || !part.equals("apgd-dlr"));
  }

  @Test
  void a_member_that_is_left_out_is_said() {
    List<String> messages = new ArrayList<>();
    AttackRequest request =
        request(2, Norm.LINF, 1e-6).toBuilder()
            .monitor(
                new Monitor() {
                  @Override
                  public void progress(long done, long total, String message) {
                    messages.add(message);
                  }

                  @Override
                  public void check() {}
                })
            .build();
    run(request, Map.of("steps", 3, "queries", 3));
    assertThat(messages)
        .contains("autoattack 2/4: apgd-t is left out: it needs 4 classes, and there are 2")
        .contains("autoattack 1/4: apgd-ce")
        .contains("autoattack 4/4: square");
  }

  @Test
  void a_norm_that_a_suite_does_not_know_is_refused() {
    assertThat(new AutoAttackProvider().descriptor().norms())
        .containsExactlyInAnyOrder(Norm.LINF, Norm.L2, Norm.L1);
    AttackRequest request = request(5, Norm.L0, 2);
    assertThatThrownBy(() -> run(request, Map.of("steps", 3, "queries", 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("l0");
  }

  @Test
  void fewer_classes_than_targets_are_all_attacked() {
    AttackRequest request = request(5, Norm.LINF, 0.1);
    AttackResult many =
        AttackScenario.run(new ApgdTargetedProvider(), Map.of("steps", 10, "targets", 9), request);
    AttackResult all =
        AttackScenario.run(new ApgdTargetedProvider(), Map.of("steps", 10, "targets", 4), request);
    assertThat(HostArrays.read(many.adversarials()))
        .containsExactly(HostArrays.read(all.adversarials()));
  }

  @Test
  void progress_is_that_of_the_whole_once_the_survivors_of_the_first_are_known() {
    List<String> told = new ArrayList<>();
    Monitor whole =
        new Monitor() {
          @Override
          public void progress(long done, long total, String message) {
            told.add(done + "/" + total);
          }

          @Override
          public void check() {}
        };
    Member first = new Member("a", 2, remembering(new ArrayList<>()), 10);
    Member second = new Member("b", 2, remembering(new ArrayList<>()), 20);
    Member third = new Member("c", 2, remembering(new ArrayList<>()), 30);
    SuiteProgress progress = new SuiteProgress(whole, "suite", List.of(first, second, third));
    progress.of(first, 1).progress(5, 10, "half");
    // a fifth of the rows is left: 10 of 10 + 4 + 6
    progress.of(second, 0.2).progress(0, 10, "begun");
    progress.of(third, 0.2).progress(5, 10, "half");
    assertThat(told).containsExactly("0/0", "5000/10000", "8500/10000");
  }
}
