package org.robustgrid.analyses;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.DoublePredicate;
import org.junit.jupiter.api.Test;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.analysis.AttackOutcome;
import org.robustgrid.spi.analysis.AttackedBoard;
import org.robustgrid.spi.analysis.Evidence;
import org.robustgrid.spi.attack.Goal;
import org.robustgrid.spi.attack.ThreatModel;
import org.robustgrid.testkit.toy.ToyAnalysisRequest;
import org.robustgrid.testkit.toy.ToyClassifier;

/**
 * Pictures of one pixel, all at level 110 and of class 1. A model is given by the levels at which
 * it errs.
 */
class LostInRoundingTest {

  private static final int SAMPLES = 4;

  private static final int LEVEL = 110;

  /** A sound model, which errs on one side of a boundary. */
  private static final DoublePredicate BOUNDARY = level -> level < 99.9;

  /** An unsound model, which errs only between levels, where no picture is. */
  private static final DoublePredicate BETWEEN = level -> Math.abs(level - Math.rint(level)) > 0.1;

  /**
   * An attack that breaks those of the first three samples, which are right, that have an image.
   */
  private static AttackOutcome attacked(
      String label, double epsilon, boolean kept, double... levels) {
    SortedMap<Integer, float[]> images = new TreeMap<>();
    boolean[] robust = {true, true, true, false};
    for (int sample = 0; sample < levels.length; sample++) {
      if (Double.isFinite(levels[sample])) {
        images.put(sample, new float[] {(float) (levels[sample] / 255)});
        robust[sample] = false;
      }
    }
    AttackOutcome.Builder outcome =
        AttackOutcome.builder(label, new ThreatModel(Norm.LINF, epsilon), robust);
    return kept ? outcome.images(first -> images).build() : outcome.build();
  }

  private static List<String> check(
      Domain domain, DoublePredicate errs, AttackOutcome... outcomes) {
    Map<ThreatModel, List<AttackOutcome>> boards = new LinkedHashMap<>();
    for (AttackOutcome outcome : outcomes) {
      boards.computeIfAbsent(outcome.threatModel(), t -> new ArrayList<>()).add(outcome);
    }
    float[] images = new float[SAMPLES];
    Arrays.fill(images, LEVEL / 255f);
    ToyAnalysisRequest request =
        new ToyAnalysisRequest(new OnePixel(errs), images, new int[] {1, 1, 1, 1}, domain)
            .norm(Norm.LINF)
            .predictions(1, 1, 1, 0)
            .boards(
                boards.entrySet().stream()
                    .map(
                        e ->
                            new AttackedBoard(
                                "linf " + e.getKey().epsilon(),
                                e.getKey(),
                                Goal.Kind.UNTARGETED,
                                e.getValue(),
                                true))
                    .toArray(AttackedBoard[]::new));
    return Toys.evidence(new LostInRounding(), request).stream()
        .map(LostInRoundingTest::words)
        .toList();
  }

  private static String words(Evidence evidence) {
    return evidence
        .notRun()
        .orElseGet(
            () ->
                evidence.epsilon().getAsDouble()
                    + ": "
                    + evidence.samples()
                    + " of "
                    + evidence.asked());
  }

  @Test
  void an_image_on_a_boundary_is_followed_to_the_picture_beyond_it() {
    // 99.8 is rounded to level 100, which is classified correctly
    assertThat(check(Domain.UNIT, BOUNDARY, attacked("fab", 0.2, true, 99.8, 60)))
        .containsExactly("0.2: [] of 2");
  }

  @Test
  void a_model_that_errs_between_levels_only_is_found() {
    assertThat(check(Domain.UNIT, BETWEEN, attacked("fab", 0.2, true, 99.8, 60.5, Double.NaN)))
        .containsExactly("0.2: [0, 1] of 2");
  }

  @Test
  void an_epsilon_below_one_level_holds_no_picture_and_accuses_nobody() {
    assertThat(check(Domain.UNIT, level -> level < 109.9, attacked("pgd", 0.001, true, 109.8)))
        .containsExactly("0.001: [] of 1");
    assertThat(check(Domain.UNIT, BETWEEN, attacked("pgd", 0.001, true, 109.8)))
        .containsExactly("0.001: [0] of 1");
  }

  @Test
  void no_picture_is_looked_for_far_beyond_the_ball() {
    DoublePredicate far = level -> level < 90 || BETWEEN.test(level);
    assertThat(check(Domain.UNIT, far, attacked("pgd", 10.0 / 255, true, 100.5)))
        .singleElement()
        .asString()
        .endsWith("[0] of 1");
    assertThat(check(Domain.UNIT, far, attacked("pgd", 30.0 / 255, true, 100.5)))
        .singleElement()
        .asString()
        .endsWith("[] of 1");
  }

  @Test
  void a_sample_that_one_attack_breaks_by_a_picture_is_not_lost() {
    DoublePredicate above = level -> level > 150 || BETWEEN.test(level);
    assertThat(
            check(
                Domain.UNIT,
                above,
                attacked("a", 0.2, true, 99.8, 99.8),
                attacked("b", 0.2, true, 155, Double.NaN)))
        .containsExactly("0.2: [1] of 2");
  }

  @Test
  void epsilons_are_told_apart() {
    assertThat(
            check(
                Domain.UNIT,
                BETWEEN,
                attacked("a", 0.1, true, 99.8),
                attacked("b", 0.2, true, 99.8, 99.8)))
        .containsExactly("0.1: [0] of 1", "0.2: [0, 1] of 2");
  }

  @Test
  void an_image_that_does_not_fool_when_asked_again_is_not_counted() {
    assertThat(check(Domain.UNIT, BOUNDARY, attacked("a", 0.2, true, 105, 80)))
        .containsExactly("0.2: [] of 1");
  }

  @Test
  void says_where_no_images_were_kept() {
    assertThat(check(Domain.UNIT, BOUNDARY, attacked("a", 0.2, false, 80)))
        .containsExactly("the run kept no adversarial images");
  }

  @Test
  void data_that_are_no_pictures_are_left_alone() {
    assertThat(check(new Domain(-1, 1), BETWEEN, attacked("a", 0.2, true, 99.8))).isEmpty();
  }

  private static final class OnePixel extends ToyClassifier {

    private final DoublePredicate errs;

    OnePixel(DoublePredicate errs) {
      super(2, 1, 1, 1);
      this.errs = errs;
    }

    @Override
    protected void forward(double[] input, double[] logits) {
      // images are stored as floats
      double level = (float) input[0] * 255.0;
      double snapped = Math.abs(level - Math.rint(level)) < 1e-4 ? Math.rint(level) : level;
      logits[0] = errs.test(snapped) ? 1 : 0;
      logits[1] = 1 - logits[0];
    }

    @Override
    protected void backward(double[] input, double[] cotangents, double[] gradient) {
      throw new UnsupportedOperationException();
    }
  }
}
