package org.robustgrid.run.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.numerics.Decisions;
import org.robustgrid.numerics.expectation.ExpectationClassifier;
import org.robustgrid.numerics.loss.CrossEntropy;
import org.robustgrid.numerics.loss.LogitGap;
import org.robustgrid.spi.Access;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.Monitor;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.StoppedException;
import org.robustgrid.spi.attack.ThreatModel;
import org.robustgrid.spi.network.Classifier;
import org.robustgrid.spi.network.Loss;
import org.robustgrid.spi.network.LossGradient;
import org.robustgrid.spi.network.Query;
import org.robustgrid.spi.random.RandomKey;

class PassBudgetTest {

  private static final long[] SAMPLES = {4, 9};

  private final PassMeter meter = new PassMeter();
  private final INDArray images = Nd4j.createFromArray(new double[][] {{0.1, 0.2}, {0.9, 0.1}});
  private final Query query = new Query(SAMPLES, RandomKey.of(0));
  private PassBudget budget;

  /** A linear network, whose passes the meter counts and limits as it does any other's. */
  private record Metered(LinearClassifier network, PassMeter meter) implements Classifier {

    @Override
    public long[] inputShape() {
      return network.inputShape();
    }

    @Override
    public int classes() {
      return network.classes();
    }

    @Override
    public boolean randomised() {
      return network.randomised();
    }

    @Override
    public INDArray logits(INDArray images, Query query) {
      meter.admit(query, images.size(0), 1);
      meter.count(images.size(0), 0, System.nanoTime());
      // whoever is named, rows have noise of their own
      return network.logits(images, new Query(SAMPLES, query.draw()));
    }

    @Override
    public LossGradient lossGradient(INDArray images, Query query, Loss loss) {
      meter.admit(query, images.size(0), 2);
      meter.count(images.size(0), images.size(0), System.nanoTime());
      return network.lossGradient(images, query, loss);
    }

    @Override
    public int[] decisions(INDArray images, Query query) {
      return Decisions.of(logits(images, query));
    }
  }

  private GuardedClassifier guarded(long limit, Classifier classifier) {
    budget = new PassBudget(limit);
    meter.limit(budget);
    AdversarialCheck check = new AdversarialCheck(new ThreatModel(Norm.LINF, 0.1), Domain.UNIT);
    AttackedBatch batch =
        new AttackedBatch(check, new float[] {0.1f, 0.2f, 0.9f, 0.1f}, new int[2], SAMPLES);
    return new GuardedClassifier(classifier, batch, Access.GRADIENTS, Monitor.NONE, budget);
  }

  private GuardedClassifier network(long limit) {
    return guarded(limit, new Metered(new LinearClassifier(0), meter));
  }

  private GuardedClassifier expectation(long limit, int draws) {
    return guarded(
        limit, new ExpectationClassifier(new Metered(new LinearClassifier(0.5), meter), draws));
  }

  private static void assertStops(Runnable question) {
    assertThatThrownBy(question::run)
        .isInstanceOfSatisfying(
            StoppedException.class,
            e -> assertThat(e.reason()).isEqualTo(StoppedException.Reason.BUDGET));
  }

  private static Loss loss() {
    return new CrossEntropy(new int[] {0, 1});
  }

  @Test
  void a_gradient_takes_two_passes_and_a_score_one() {
    GuardedClassifier classifier = network(5);
    classifier.lossGradient(images, query, loss());
    classifier.lossGradient(images, query, loss());
    assertStops(() -> classifier.lossGradient(images, query, loss()));
    classifier.logits(images, query);
    assertStops(() -> classifier.logits(images, query));
    assertStops(() -> classifier.decisions(images, query));
    assertThat(budget.spent(4)).isEqualTo(5);
    assertThat(meter.forward() + meter.backward()).isEqualTo(2 * 5);
  }

  @Test
  void a_rows_sample_is_charged_as_often_as_it_is_asked_about() {
    GuardedClassifier classifier = network(3);
    classifier.logits(images, new Query(new long[] {4, 4}, RandomKey.of(0)));
    assertThat(budget.spent(4)).isEqualTo(2);
    assertThat(budget.spent(9)).isZero();
    assertStops(() -> classifier.logits(images, new Query(new long[] {4, 4}, RandomKey.of(1))));
    classifier.logits(images, query);
    assertThat(budget.spent(4)).isEqualTo(3);
  }

  @Test
  void a_question_that_is_refused_halfway_charges_nothing() {
    GuardedClassifier classifier = expectation(20, 8);
    classifier.lossGradient(images, query, loss());
    assertThat(budget.spent(4)).isEqualTo(16);
    assertStops(() -> classifier.logits(images, query));
    assertThat(budget.spent(4)).isEqualTo(16);
    assertThat(budget.remaining(4)).isEqualTo(4);
    assertThat(budget.remaining(9)).isEqualTo(4);
  }

  @Test
  void rows_that_have_passes_left_can_still_be_asked_about() {
    GuardedClassifier classifier = network(3);
    classifier.logits(images, new Query(new long[] {4, 4}, RandomKey.of(0)));
    classifier.logits(images, query);
    assertThat(budget.remaining(4)).isZero();
    assertStops(() -> classifier.logits(images, query));
    assertThat(budget.remaining(9)).isEqualTo(2);
    classifier.logits(images, new Query(new long[] {9, 9}, RandomKey.of(1)));
    assertThat(budget.remaining(9)).isZero();
  }

  @Test
  void a_loss_of_means_takes_a_second_round_of_draws() {
    GuardedClassifier classifier = expectation(100, 8);
    Loss gap = new LogitGap(new int[] {0, 1}, 0);
    classifier.lossGradient(images, query, gap);
    assertThat(gap.averaging()).isNotEqualTo(Loss.Averaging.LOSS);
    assertThat(budget.spent(9)).isEqualTo(8 + 2 * 8);
    assertThat(meter.forward() + meter.backward()).isEqualTo(2 * 24);
  }

  /** Decides by votes, each a pass; names its rows in its own way. */
  private record Voting(Classifier network, int votes, boolean anonymous) implements Classifier {

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
      long[] samples = anonymous ? new long[0] : query.samples();
      for (int vote = 0; vote < votes; vote++) {
        network.logits(images, new Query(samples, query.draw().with(vote)));
      }
      return new int[(int) images.size(0)];
    }
  }

  @Test
  void a_decision_takes_the_passes_of_its_votes() {
    for (boolean anonymous : new boolean[] {false, true}) {
      Classifier base = new Metered(new LinearClassifier(0), meter);
      GuardedClassifier classifier = guarded(20, new Voting(base, 7, anonymous));
      classifier.decisions(images, query);
      classifier.decisions(images, query);
      assertThat(budget.spent(4)).isEqualTo(14);
      assertStops(() -> classifier.decisions(images, query));
      assertThat(budget.spent(4)).isEqualTo(14);
      assertThat(budget.remaining(9)).isEqualTo(6);
    }
  }

  @Test
  void the_limit_ends_with_the_attack() {
    GuardedClassifier classifier = network(1);
    classifier.logits(images, query);
    meter.reset();
    assertThat(classifier.logits(images, query).dataType()).isEqualTo(DataType.DOUBLE);
  }
}
