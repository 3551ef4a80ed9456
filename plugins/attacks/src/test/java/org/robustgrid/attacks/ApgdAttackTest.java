package org.robustgrid.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.attack.AttackRequest;
import org.robustgrid.spi.attack.Goal;
import org.robustgrid.spi.attack.ThreatModel;
import org.robustgrid.testkit.toy.LinearClassifier;
import org.robustgrid.testkit.toy.TanhClassifier;

class ApgdAttackTest {

  private static final ApgdCrossEntropyProvider CE = new ApgdCrossEntropyProvider();

  private static double[] bestLoss(int restarts, AttackRequest request) {
    return AttackScenario.losses(CE, Map.of("steps", 10, "restarts", restarts), request);
  }

  @Test
  void more_restarts_never_lower_the_best_loss() {
    AttackRequest request = AttackScenario.request(Norm.LINF, 0.02);
    double[] one = bestLoss(1, request);
    double[] four = bestLoss(4, request);
    for (int row = 0; row < one.length; row++) {
      assertThat(four[row]).isGreaterThanOrEqualTo(one[row]);
    }
  }

  @Test
  void a_restart_attacks_survivors_only() {
    TanhClassifier classifier = (TanhClassifier) AttackScenario.classifier();
    AttackRequest request = AttackScenario.request(classifier, Norm.LINF, 0.08, DataType.DOUBLE);
    long before = classifier.forwardPasses();
    double[] first =
        HostArrays.read(AttackScenario.run(CE, Map.of("steps", 10), request).adversarials());
    long single = classifier.forwardPasses() - before;
    assertThat(single).isEqualTo(11 * AttackScenario.ROWS);
    int fallen =
        AttackScenario.fallen(
            request, AttackScenario.run(CE, Map.of("steps", 10), request).adversarials());
    assertThat(fallen).isBetween(1, AttackScenario.ROWS - 1);
    before = classifier.forwardPasses();
    double[] second =
        HostArrays.read(
            AttackScenario.run(CE, Map.of("steps", 10, "restarts", 2), request).adversarials());
    assertThat(classifier.forwardPasses() - before)
        .isEqualTo(single + 11L * (AttackScenario.ROWS - fallen));
    assertThat(second).hasSameSizeAs(first);
  }

  @Test
  void on_a_linear_classifier_the_worst_point_of_the_ball_is_found() {
    double[][] weights = {{1, -2, 0.5}, {-1, 1, 1}, {0, 0.5, -3}};
    LinearClassifier classifier = new LinearClassifier(weights, new double[] {1, 0, 0});
    AttackRequest request =
        AttackRequest.builder()
            .classifier(classifier)
            .images(Nd4j.create(new double[][] {{0.5, 0.5, 0.5}}))
            .labels(0)
            .threatModel(new ThreatModel(Norm.LINF, 0.1))
            .build();
    double[] found =
        HostArrays.read(
            AttackScenario.run(new ApgdDlrProvider(), Map.of("steps", 50), request).adversarials());
    // class 1 is the rival: its weights minus those of class 0 point down, up, up
    assertThat(found[0]).isEqualTo(0.4);
    assertThat(found[1]).isEqualTo(0.6);
  }

  private static AttackRequest ofTwoClasses() {
    return AttackScenario.request(
        new TanhClassifier(AttackScenario.FEATURES, 16, 2, 11), Norm.LINF, 0.05, DataType.DOUBLE);
  }

  @Test
  void with_two_classes_both_forms_are_the_one_that_knows_two() {
    AttackRequest request = ofTwoClasses();
    double[] both =
        HostArrays.read(
            AttackScenario.run(new ApgdProvider(), Map.of("steps", 10), request).adversarials());
    double[] crossEntropy =
        HostArrays.read(AttackScenario.run(CE, Map.of("steps", 10), request).adversarials());
    assertThat(both).isEqualTo(crossEntropy);
  }

  @Test
  void with_three_classes_both_forms_ascend_both_losses() {
    TanhClassifier classifier = new TanhClassifier(AttackScenario.FEATURES, 16, 3, 11);
    AttackRequest request = AttackScenario.request(classifier, Norm.LINF, 0.001, DataType.DOUBLE);
    long before = classifier.backwardPasses();
    AttackScenario.run(new ApgdProvider(), Map.of("steps", 10), request);
    assertThat(classifier.backwardPasses() - before).isEqualTo(2 * 11 * AttackScenario.ROWS);
  }

  @Test
  void the_difference_of_logits_ratio_alone_refuses_two_classes() {
    assertThatThrownBy(
            () -> AttackScenario.run(new ApgdDlrProvider(), Map.of("steps", 10), ofTwoClasses()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 3 classes, but the model has 2");
  }

  @Test
  void a_goal_without_a_form_is_refused() {
    AttackRequest request =
        AttackScenario.request(Norm.L2, 0.1).toBuilder().goal(Goal.minimumDistance()).build();
    assertThatThrownBy(() -> AttackScenario.run(CE, Map.of(), request))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("apgd-ce")
        .hasMessageContaining("minimum-distance");
  }
}
