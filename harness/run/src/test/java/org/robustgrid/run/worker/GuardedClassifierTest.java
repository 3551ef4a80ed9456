package org.robustgrid.run.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.numerics.Decisions;
import org.robustgrid.spi.Access;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.Monitor;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.attack.ThreatModel;
import org.robustgrid.spi.network.AccessException;
import org.robustgrid.spi.network.Classifier;
import org.robustgrid.spi.network.Loss;
import org.robustgrid.spi.network.LossGradient;
import org.robustgrid.spi.network.Query;
import org.robustgrid.spi.random.RandomKey;

class GuardedClassifierTest {

  private static final Loss FIRST_LOGIT =
      (row, logits, gradient) -> {
        gradient[0] = 1;
        return logits[0];
      };

  private static final long[] SAMPLES = {4, 9};
  private static final float[] ORIGINALS = {0.1f, 0.2f, 0.9f, 0.1f};

  private final Query both = new Query(SAMPLES, RandomKey.of(0));

  /** Samples 4 and 9 of the first class, under L∞ at 0.1 in the unit box. */
  private static GuardedClassifier guarded(Classifier classifier, Access access) {
    AdversarialCheck check = new AdversarialCheck(new ThreatModel(Norm.LINF, 0.1), Domain.UNIT);
    AttackedBatch batch = new AttackedBatch(check, ORIGINALS, new int[] {0, 0}, SAMPLES);
    return new GuardedClassifier(classifier, batch, access, Monitor.NONE, new PassBudget(0));
  }

  private static GuardedClassifier linear() {
    return guarded(new LinearClassifier(0), Access.GRADIENTS);
  }

  private static INDArray images(double... values) {
    return Nd4j.createFromArray(values).reshape(values.length / 2, 2);
  }

  @Test
  void grants_no_more_than_the_declared_access() {
    INDArray images = images(0.1, 0.2, 0.9, 0.1);
    GuardedClassifier decisions = guarded(new LinearClassifier(0), Access.DECISIONS);
    assertThat(decisions.decisions(images, both)).hasSize(2);
    assertThatThrownBy(() -> decisions.logits(images, both)).isInstanceOf(AccessException.class);
    GuardedClassifier scores = guarded(new LinearClassifier(0), Access.SCORES);
    assertThat(scores.logits(images, both).length()).isEqualTo(6);
    assertThatThrownBy(() -> scores.lossGradient(images, both, FIRST_LOGIT))
        .isInstanceOf(AccessException.class)
        .hasMessageContaining("declare access(GRADIENTS)");
  }

  /** Logits that are not finite where the first coordinate is above a bound. */
  private record Breaking(double bound, LinearClassifier inner) implements Classifier {

    Breaking(double bound) {
      this(bound, new LinearClassifier(0));
    }

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
      return broken(images, inner.logits(images, query));
    }

    @Override
    public LossGradient lossGradient(INDArray images, Query query, Loss loss) {
      LossGradient answer = inner.lossGradient(images, query, loss);
      return new LossGradient(answer.losses(), broken(images, answer.logits()), answer.gradient());
    }

    @Override
    public int[] decisions(INDArray images, Query query) {
      return Decisions.of(logits(images, query));
    }

    private INDArray broken(INDArray images, INDArray logits) {
      for (int row = 0; row < images.size(0); row++) {
        if (images.getDouble(row, 0) > bound) {
          logits.putScalar(row, 1, Double.NaN);
        }
      }
      return logits;
    }
  }

  @Test
  void remembers_the_samples_about_which_an_answer_was_not_finite() {
    GuardedClassifier classifier = guarded(new Breaking(0.95), Access.GRADIENTS);
    classifier.lossGradient(images(0.1, 0.2, 0.9, 0.1), both, FIRST_LOGIT);
    assertThat(classifier.notFinite()).isEmpty();
    classifier.logits(images(0.1, 0.2, 0.97, 0.1), both);
    assertThat(classifier.notFinite()).containsExactly(9L);
  }

  @Test
  void points_that_no_adversary_may_answer_with_make_no_sample_fall() {
    GuardedClassifier classifier = guarded(new Breaking(0.5), Access.GRADIENTS);
    INDArray outsideTheBall = images(0.7, 0.2, 0.1, 0.1);
    INDArray outsideTheBox = images(0.1, 0.2, 1.01, 0.1);
    INDArray far = images(1e38, 2e38, 9e38, 1e38);
    for (INDArray question : new INDArray[] {outsideTheBall, outsideTheBox, far}) {
      classifier.logits(question, both);
      classifier.lossGradient(question, both, FIRST_LOGIT);
    }
    assertThat(classifier.notFinite()).isEmpty();
    // sample 9's own image breaks the model, wherever sample 4 was moved to
    classifier.logits(images(0.7, 0.2, 0.9, 0.1), both);
    assertThat(classifier.notFinite()).containsExactly(9L);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void a_question_that_is_not_finite_is_refused(double value) {
    assertThatThrownBy(() -> linear().logits(images(0.1, 0.2, 0.9, value), both))
        .isInstanceOf(ViolationException.class)
        .hasMessageContaining("sample 9 with the value " + value + " at coordinate 1");
  }

  @Test
  void a_question_about_nothing_is_refused() {
    Query nobody = new Query(new long[0], RandomKey.of(0));
    for (INDArray nothing : new INDArray[] {null, Nd4j.empty(), Nd4j.create(0, 2)}) {
      assertThatThrownBy(() -> linear().logits(nothing, nobody))
          .isInstanceOf(ViolationException.class)
          .hasMessageContaining("made a query without images");
      assertThatThrownBy(() -> linear().decisions(nothing, both))
          .isInstanceOf(ViolationException.class);
    }
  }

  @Test
  void a_question_must_name_the_sample_of_each_row() {
    INDArray images = images(0.1, 0.2, 0.9, 0.1);
    for (long[] samples : new long[][] {{}, {4}, {4, 9, 4}}) {
      assertThatThrownBy(() -> linear().logits(images, new Query(samples, RandomKey.of(0))))
          .isInstanceOf(ViolationException.class)
          .hasMessageContaining("2 images under the names of " + samples.length + " samples");
    }
    assertThatThrownBy(
            () ->
                linear()
                    .lossGradient(
                        images, new Query(new long[] {4, 5}, RandomKey.of(0)), FIRST_LOGIT))
        .isInstanceOf(ViolationException.class)
        .hasMessageContaining("sample 5");
    // several points of one sample are in order
    assertThat(linear().decisions(images, new Query(new long[] {4, 4}, RandomKey.of(0))))
        .hasSize(2);
  }

  /** Constant answers: the logits of a class, and a gradient. */
  private record Flat(int predicted, double gradient) implements Classifier {

    @Override
    public long[] inputShape() {
      return new long[] {2};
    }

    @Override
    public int classes() {
      return 3;
    }

    @Override
    public INDArray logits(INDArray images, Query query) {
      INDArray logits = Nd4j.create(images.size(0), 3);
      logits.getColumn(predicted).assign(1);
      return logits;
    }

    @Override
    public LossGradient lossGradient(INDArray images, Query query, Loss loss) {
      return new LossGradient(
          new double[(int) images.size(0)], logits(images, query), images.ulike().assign(gradient));
    }

    @Override
    public int[] decisions(INDArray images, Query query) {
      return Decisions.of(logits(images, query));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.0, Double.NaN, Double.POSITIVE_INFINITY})
  void remembers_the_samples_whose_gradient_leads_nowhere(double gradient) {
    GuardedClassifier classifier = guarded(new Flat(0, gradient), Access.GRADIENTS);
    classifier.lossGradient(images(0.1, 0.2, 0.5, 0.5), both, FIRST_LOGIT);
    // sample 9 was asked about outside its ball
    assertThat(classifier.vanished()).containsExactly(4L);
    assertThat(classifier.notFinite()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-300, 1e300, -1})
  void a_gradient_that_can_be_followed_is_none(double gradient) {
    GuardedClassifier classifier = guarded(new Flat(0, gradient), Access.GRADIENTS);
    classifier.lossGradient(images(0.1, 0.2, 0.9, 0.1), both, FIRST_LOGIT);
    assertThat(classifier.vanished()).isEmpty();
  }

  @Test
  void a_broken_sample_needs_no_gradient() {
    GuardedClassifier classifier = guarded(new Flat(1, 0), Access.GRADIENTS);
    classifier.lossGradient(images(0.1, 0.2, 0.9, 0.1), both, FIRST_LOGIT);
    assertThat(classifier.vanished()).isEmpty();
  }

  /** Wrong where the first coordinate is above a bound; a question costs a pass. */
  private record Priced(double bound, boolean randomised, PassBudget budget) implements Classifier {

    @Override
    public long[] inputShape() {
      return new long[] {2};
    }

    @Override
    public int classes() {
      return 2;
    }

    @Override
    public INDArray logits(INDArray images, Query query) {
      budget.charge(query.samples(), images.size(0), 1);
      INDArray logits = Nd4j.zeros(images.size(0), 2);
      for (int row = 0; row < images.size(0); row++) {
        logits.putScalar(row, images.getDouble(row, 0) > bound ? 1 : 0, 1);
      }
      return logits;
    }

    @Override
    public LossGradient lossGradient(INDArray images, Query query, Loss loss) {
      return new LossGradient(
          new double[(int) images.size(0)], logits(images, query), images.ulike().assign(1));
    }

    @Override
    public int[] decisions(INDArray images, Query query) {
      return Decisions.of(logits(images, query));
    }
  }

  private GuardedClassifier priced(boolean randomised) {
    AdversarialCheck check = new AdversarialCheck(new ThreatModel(Norm.LINF, 0.1), Domain.UNIT);
    AttackedBatch batch = new AttackedBatch(check, ORIGINALS, new int[] {0, 0}, SAMPLES);
    PassBudget budget = new PassBudget(Long.MAX_VALUE);
    Priced classifier = new Priced(0.15, randomised, budget);
    return new GuardedClassifier(classifier, batch, Access.GRADIENTS, Monitor.NONE, budget);
  }

  @Test
  void remembers_the_passes_until_a_sample_was_first_wrong_where_an_adversary_may_answer() {
    GuardedClassifier classifier = priced(false);
    Query first = new Query(new long[] {4}, RandomKey.of(0));
    classifier.logits(images(0.1, 0.2), first);
    // wrong, but outside the ball
    classifier.decisions(images(0.5, 0.2), first);
    assertThat(classifier.brokenAfter(4)).isEmpty();
    classifier.lossGradient(images(0.18, 0.2), first, FIRST_LOGIT);
    assertThat(classifier.brokenAfter(4)).hasValue(3);
    classifier.decisions(images(0.18, 0.2), first);
    assertThat(classifier.brokenAfter(4)).hasValue(3);
    assertThat(classifier.brokenAfter(9)).isEmpty();
    classifier.decisions(images(0.9, 0.1), new Query(new long[] {9}, RandomKey.of(0)));
    assertThat(classifier.brokenAfter(9)).hasValue(1);
  }

  @Test
  void answers_of_a_randomised_classifier_are_no_verdict() {
    GuardedClassifier classifier = priced(true);
    classifier.logits(images(0.18, 0.2, 0.9, 0.1), both);
    assertThat(classifier.brokenAfter(4)).isEmpty();
    assertThat(classifier.brokenAfter(9)).isEmpty();
  }
}
