package org.robustgrid.analyses.logit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.analysis.AnalysisResult;
import org.robustgrid.spi.analysis.AttackOutcome;
import org.robustgrid.spi.analysis.AttackedBoard;
import org.robustgrid.spi.analysis.Figure;
import org.robustgrid.spi.analysis.Series;
import org.robustgrid.spi.attack.Goal;
import org.robustgrid.spi.attack.ThreatModel;
import org.robustgrid.spi.network.Network;
import org.robustgrid.testkit.toy.ToyAnalysisRequest;
import org.robustgrid.testkit.toy.ToyNetwork;

class LogitAnalysesTest {

  private static final ThreatModel SMALL = new ThreatModel(Norm.LINF, 0.1);

  private static AttackedBoard board(Goal.Kind goal, AttackOutcome... outcomes) {
    return new AttackedBoard("linf 0.1", SMALL, goal, List.of(outcomes), true);
  }

  @Test
  void moments_of_the_largest_logit_and_of_the_gap_are_those_of_the_samples() {
    ToyAnalysisRequest request = Identity.request(new int[] {0, 1}, 4, 1, 0, 0, 2, 1);
    AnalysisResult result = Identity.run(new LogitDistribution(), request, Map.of("bins", 2));
    assertThat(Identity.figure(result, "largest logit, test, mean").value()).isEqualTo(3);
    assertThat(Identity.figure(result, "logit gap, test, mean").value()).isEqualTo(2);
    assertThat(Identity.figure(result, "logit gap, test, standard deviation").value()).isEqualTo(1);
    Series histogram = result.series().get(0);
    assertThat(histogram.x()).containsExactly(2.5, 3.5);
    // one of two samples in each bin of width 1
    assertThat(histogram.y()).containsExactly(0.5, 0.5);
  }

  @Test
  void the_skewness_has_the_interval_of_the_influences_of_its_samples() {
    // largest logits 0, 0, 0, 1: a Bernoulli distribution with p = 1/4
    ToyAnalysisRequest request =
        Identity.request(new int[] {0, 0, 0, 0}, 0, -1, -1, 0, -1, -1, 0, -1, -1, 1, -1, -1);
    Figure skewness =
        Identity.figure(
            Identity.run(new LogitDistribution(), request, Map.of()),
            "largest logit, test, skewness");
    assertThat(skewness.value()).isCloseTo(2 / Math.sqrt(3), within(1e-12));
    // g = (1 − 2p)/√(p(1 − p)) has the derivative −1/(2 (p(1 − p))^1.5),
    // and p the standard error √(p(1 − p)/n)
    double error = 1.959963984540054 / (2 * 0.25 * 0.75) / Math.sqrt(4);
    assertThat(skewness.high().orElseThrow() - skewness.value()).isCloseTo(error, within(1e-9));
  }

  /** A network whose logits are its input times a factor. */
  private static Network scaled(double factor) {
    Network network = new ToyNetwork(DataType.DOUBLE, true, 1, 3, 3);
    HostArrays.write(
        new double[] {factor, 0, 0, 0, factor, 0, 0, 0, factor, 0, 0, 0}, network.parameters());
    network.parametersChanged();
    return network;
  }

  private static Series line(AnalysisResult result, String source, String axis) {
    return result.series().stream()
        .filter(s -> s.name().equals(source) && s.yName().equals(axis))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void logits_are_followed_over_the_epochs_that_were_kept() {
    ToyAnalysisRequest request =
        Identity.request(new int[] {0, 1}, 4, 1, 0, 0, 2, 1)
            .network(scaled(1))
            .epochs(scaled(1), scaled(3), scaled(-1));
    AnalysisResult result = Identity.run(new LogitsByEpoch(), request, Map.of("bins", 2));
    assertThat(line(result, "test", "largest logit, mean").x()).containsExactly(1.0, 2.0, 3.0);
    assertThat(line(result, "test", "largest logit, mean").y()).containsExactly(3.0, 9.0, 0.0);
    assertThat(line(result, "training", "logit gap, mean").y()).containsExactly(2.0, 6.0, 1.0);
    assertThat(line(result, "test", "accuracy").y()).containsExactly(1.0, 1.0, 0.0);
    assertThat(line(result, "test", "largest logit, skewness").x())
        .as("all values of the last epoch are equal")
        .containsExactly(1.0, 2.0);
    List<Series> histograms =
        result.series().stream().filter(s -> s.xName().equals("largest logit, test")).toList();
    assertThat(histograms)
        .extracting(Series::name)
        .containsExactly("epoch 1", "epoch 2", "epoch 3");
    // largest logits 4 and 2 in bins of width 6 up to the 12 of the second epoch
    assertThat(histograms.get(0).x()).containsExactly(3.0, 9.0);
    assertThat(histograms.get(0).y()).containsExactly(1 / 6.0, 0.0);
  }

  @Test
  void equal_values_leave_no_histogram_and_a_note() {
    ToyAnalysisRequest request = Identity.request(new int[] {0, 0}, 1, 0, 0, 1, 0, 0);
    AnalysisResult result = Identity.run(new LogitDistribution(), request, Map.of());
    assertThat(result.series()).isEmpty();
    assertThat(result.notes()).contains("Every value of the largest logit is 1.0.");
  }

  @Test
  void accuracy_by_gap_counts_a_sample_that_any_attack_breaks_as_broken() {
    // gaps 0.25, 0.25, 3, 3
    ToyAnalysisRequest request =
        Identity.request(new int[] {0, 0, 0, 0}, 1, 0.75f, 0, 1, 0.75f, 0, 3, 0, 0, 3, 0, 0)
            .boards(
                board(
                    Goal.Kind.UNTARGETED,
                    AttackOutcome.builder("pgd", SMALL, false, true, true, true).build(),
                    AttackOutcome.builder("fgsm", SMALL, true, false, true, false).build()));
    AnalysisResult result = Identity.run(new GapAccuracy(), request, Map.of());
    Series worst = Identity.series(result, "worst case");
    assertThat(worst.x()).containsExactly(0.25, 3.25);
    assertThat(worst.y()).containsExactly(0.0, 0.5);
    assertThat(worst.high().get(0)).isBetween(0.6, 0.7);
    assertThat(Identity.figure(result, "samples with a gap below 0.5").value()).isEqualTo(0.5);
  }

  @Test
  void accuracy_by_gap_says_that_targeted_boards_are_left_out() {
    ToyAnalysisRequest request =
        Identity.request(new int[] {0}, 1, 0, 0)
            .boards(board(Goal.Kind.TARGETED, AttackOutcome.builder("pgd", SMALL, true).build()));
    AnalysisResult result = Identity.run(new GapAccuracy(), request, Map.of());
    assertThat(result.series()).isEmpty();
    assertThat(result.notes()).anyMatch(note -> note.contains("untargeted"));
  }

  @Test
  void a_model_ranks_samples_as_itself_and_apart_from_its_reverse() {
    int[] labels = {0, 0, 0, 0};
    ToyAnalysisRequest rising = Identity.request(labels, 1, 0, 0, 2, 0, 0, 3, 0, 0, 4, 0, 0);
    ToyAnalysisRequest falling = Identity.request(labels, 4, 0, 0, 3, 0, 0, 2, 0, 0, 1, 0, 0);
    String name = "samples ranked apart, mean over classes";
    AnalysisResult same =
        Identity.run(new ConfidenceRankDifference(), rising.other(rising), Map.of());
    assertThat(Identity.figure(same, name).value()).isZero();
    assertThat(same.notes()).anyMatch(note -> note.contains("2 classes have no samples"));
    assertThat(same.tables().get(0).rows().get(0)).containsExactly("0", "4", "0.0 %");
    // Wilson's interval of 0 of 4
    Figure none = Identity.figure(same, name);
    assertThat(none.low().orElseThrow()).isZero();
    assertThat(none.high().orElseThrow()).isCloseTo(0.4899, within(1e-4));
    // both models see the first one's samples, so the second negates the first logit
    AnalysisResult apart =
        Identity.run(new ConfidenceRankDifference(), rising.other(Reversed.of(falling)), Map.of());
    assertThat(Identity.figure(apart, name).value()).isEqualTo(0.5);
  }

  @Test
  void wrong_predictions_stand_where_the_mean_logits_of_the_true_class_put_them() {
    // the mean logits of class 0 are (4, 1, 2): class 2 is second, class 1 third
    ToyAnalysisRequest request =
        Identity.request(new int[] {0, 0, 0}, 4, 1, 2, 0, 1, 5, 0, 5, 1)
            .boards(
                board(
                    Goal.Kind.UNTARGETED,
                    AttackOutcome.builder("pgd", SMALL, false, false, false)
                        .images(most -> new TreeMap<>(Map.of(0, new float[] {0, 0, 9})))
                        .build()));
    AnalysisResult result = Identity.run(new MeanLogitOrder(), request, Map.of());
    assertThat(Identity.series(result, "without attack").y()).containsExactly(0.0, 0.5, 0.5);
    assertThat(Identity.series(result, "under pgd, linf 0.1").y()).containsExactly(0.0, 1.0, 0.0);
  }

  @Test
  void rankings_of_one_model_overlap_fully_on_the_same_sample() {
    ToyAnalysisRequest request = Identity.request(new int[] {0, 0}, 3, 2, 1, 1, 2, 3);
    AnalysisResult result = Identity.run(new TopClassOverlap(), request.other(request), Map.of());
    assertThat(Identity.series(result, "same sample").y()).containsExactly(1.0, 1.0, 1.0);
    assertThat(Identity.series(result, "another sample of the class").x())
        .containsExactly(1.0, 2.0, 3.0);
  }

  @Test
  void neighbours_share_the_direction_of_logits_not_their_size() {
    ToyAnalysisRequest request =
        Identity.request(new int[] {0, 0, 1}, 1, 0, 0, 9, 0.5f, 0, 0.9f, 1, 0);
    AnalysisResult result =
        Identity.run(new LogitNeighbourPictures(), request, Map.of("seeds", 1, "neighbours", 1));
    assertThat(Identity.figure(result, "neighbours of the seed's class").value())
        .isCloseTo(1, within(0.0));
    assertThat(result.images()).isEmpty();
  }
}
