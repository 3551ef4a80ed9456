package org.robustgrid.analyses.energy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.robustgrid.analyses.logit.Identity;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.analysis.AnalysisResult;
import org.robustgrid.spi.analysis.AttackOutcome;
import org.robustgrid.spi.analysis.AttackedBoard;
import org.robustgrid.spi.analysis.Figure;
import org.robustgrid.spi.analysis.SampleSource;
import org.robustgrid.spi.attack.Goal;
import org.robustgrid.spi.attack.ThreatModel;
import org.robustgrid.testkit.toy.NetworkClassifier;
import org.robustgrid.testkit.toy.ToyAnalysisRequest;
import org.robustgrid.testkit.toy.ToyNetwork;

class EnergyAnalysesTest {

  private static final ThreatModel SMALL = new ThreatModel(Norm.LINF, 0.1);

  private static ToyAnalysisRequest attacked(SortedMap<Integer, float[]> images) {
    AttackOutcome outcome =
        AttackOutcome.builder("fgsm", SMALL, false, true).images(most -> images).build();
    return Identity.request(new int[] {0, 0}, 5, 0, 0, 5, 0, 0)
        .boards(new AttackedBoard("linf 0.1", SMALL, Goal.Kind.UNTARGETED, List.of(outcome), true));
  }

  private static ToyAnalysisRequest network(int samples, boolean smooth) {
    ToyNetwork network = new ToyNetwork(DataType.DOUBLE, smooth, 3, 16, 8, 3);
    float[] images = new float[16 * samples];
    for (int i = 0; i < images.length; i++) {
      images[i] = (i * 7 % 11) / 11f;
    }
    return new ToyAnalysisRequest(
            new NetworkClassifier(network), images, new int[samples], Domain.UNIT)
        .shape(1, 4, 4)
        .network(network);
  }

  @Test
  void the_calibration_error_is_the_gap_between_confidence_and_accuracy() {
    // both samples are right with probability p = e⁵ / (e⁵ + 2)
    double p = Math.exp(5) / (Math.exp(5) + 2);
    AnalysisResult result = Identity.run(new Calibration(), attacked(new TreeMap<>()), Map.of());
    assertThat(Identity.figure(result, "calibration error without attack").value())
        .isCloseTo(100 * (1 - p), within(1e-9));
    assertThat(result.notes()).anyMatch(note -> note.contains("fgsm, linf 0.1"));
  }

  @Test
  void the_calibration_error_is_as_sure_as_its_samples_are_alike() {
    SortedMap<Integer, float[]> images =
        new TreeMap<>(Map.of(0, new float[] {0, 5, 0}, 1, new float[] {5, 0, 0}));
    AnalysisResult result = Identity.run(new Calibration(), attacked(images), Map.of());
    // both have the same confidence; both are right without attack, and one under attack
    Figure clean = Identity.figure(result, "calibration error without attack");
    assertThat(clean.high().orElseThrow() - clean.low().orElseThrow()).isCloseTo(0, within(1e-9));
    Figure under = Identity.figure(result, "calibration error under fgsm, linf 0.1");
    assertThat(under.high().orElseThrow() - under.value())
        .isCloseTo(100 * 1.959963984540054 * 0.5 / Math.sqrt(2), within(1e-9));
  }

  @Test
  void an_attack_counts_once_all_its_images_are_kept() {
    SortedMap<Integer, float[]> images =
        new TreeMap<>(Map.of(0, new float[] {0, 5, 0}, 1, new float[] {5, 0, 0}));
    double p = Math.exp(5) / (Math.exp(5) + 2);
    AnalysisResult result = Identity.run(new Calibration(), attacked(images), Map.of());
    assertThat(Identity.figure(result, "calibration error under fgsm, linf 0.1").value())
        .isCloseTo(100 * Math.abs(0.5 - p), within(1e-9));
    assertThat(result.notes()).isEmpty();
  }

  @Test
  void energies_are_the_negated_logit_and_its_log_sum() {
    AnalysisResult result =
        Identity.run(new EnergyDistribution(), attacked(new TreeMap<>()), Map.of());
    assertThat(Identity.figure(result, "joint energy E(x, y), test, mean").value()).isEqualTo(-5);
    assertThat(Identity.figure(result, "marginal energy E(x), test, mean").value())
        .isCloseTo(-Math.log(Math.exp(5) + 2), within(1e-12));
  }

  @Test
  void the_middle_of_the_contours_is_the_sample_itself() {
    ToyAnalysisRequest request = network(2, true);
    AnalysisResult contours =
        Identity.run(new EnergyContours(), request, Map.of("sample", 1, "points", 5));
    float[] image = new float[16];
    request.samples(SampleSource.TEST).read(new int[] {1}, image, new int[1]);
    double[] logits = request.model().network().logits(request.batch(image)).toDoubleVector();
    assertThat(Identity.series(contours, "first direction").y().get(2))
        .isCloseTo(-logits[0], within(1e-12));
    assertThat(Identity.series(contours, "second direction").y().get(2))
        .isCloseTo(-logits[0], within(1e-12));
    assertThat(contours.images().get(0).values()).hasSize(25).contains(0f, 1f);
  }

  @Test
  void the_spread_of_the_energy_is_measured_around_several_samples() {
    AnalysisResult one = Identity.run(new EnergyContours(), network(3, true), Map.of("points", 5));
    AnalysisResult three =
        Identity.run(new EnergyContours(), network(3, true), Map.of("points", 5, "planes", 9));
    String name = "standard deviation of E(x, y)";
    assertThat(Identity.figure(three, name)).isEqualTo(Identity.figure(one, name));
    Figure mean = Identity.figure(three, name + ", mean over planes");
    assertThat(mean.low().orElseThrow()).isLessThan(mean.value());
    assertThat(three.notes()).anyMatch(note -> note.contains("test samples 0 to 2"));
    assertThat(one.figures()).noneMatch(figure -> figure.name().contains("planes"));
  }

  @Test
  void a_sample_beyond_the_row_is_refused_by_number() {
    assertThatThrownBy(
            () -> Identity.run(new EnergyContours(), network(2, true), Map.of("sample", 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("sample is 2")
        .hasMessageContaining("0 to 1");
  }

  @Test
  void the_closed_form_of_piecewise_linear_networks_is_the_exact_score() {
    AnalysisResult closed = Identity.run(new FisherScores(), network(6, false), Map.of());
    AnalysisResult exact =
        Identity.run(new FisherScores(), network(6, false), Map.of("exact-trace", true));
    for (String name : List.of("joint Fisher score", "marginal Fisher score")) {
      double value = Identity.figure(exact, name).value();
      assertThat(value).isPositive();
      assertThat(Identity.figure(closed, name).value()).isCloseTo(value, within(1e-9 * value));
    }
  }

  @Test
  void networks_that_are_not_piecewise_linear_get_the_exact_trace_unasked() {
    AnalysisResult unasked = Identity.run(new FisherScores(), network(6, true), Map.of());
    AnalysisResult exact =
        Identity.run(new FisherScores(), network(6, true), Map.of("exact-trace", true));
    assertThat(unasked.figures()).isEqualTo(exact.figures());
    assertThat(unasked.notes())
        .anyMatch(note -> note.contains("not piecewise linear: 32 passes for each sample"));
    AnalysisResult linear = Identity.run(new FisherScores(), network(6, false), Map.of());
    assertThat(linear.notes()).anyMatch(note -> note.contains("closed form"));
  }

  @Test
  void descent_lowers_the_energy_that_noise_raised() {
    AnalysisResult result =
        Identity.run(new Denoising(), network(6, true), Map.of("noise", 0.0, "variance", 0.01));
    double noisy = Identity.figure(result, "mean E(x, y), with noise").value();
    assertThat(Identity.figure(result, "mean E(x, y), denoised").value()).isLessThan(noisy);
    assertThat(Identity.figure(result, "mean L2 distance to the sample, with noise").value())
        .isBetween(0.1, 0.4);
    assertThat(result.images()).hasSize(1);
  }

  @Test
  void attacks_raise_the_joint_energy_of_an_epoch_and_equal_epochs_change_nothing() {
    ToyNetwork first = new ToyNetwork(DataType.DOUBLE, true, 3, 16, 8, 3);
    ToyNetwork last = new ToyNetwork(DataType.DOUBLE, true, 4, 16, 8, 3);
    Map<String, Object> settings = Map.of("epsilon", 0.1, "steps", 5);
    AnalysisResult same =
        Identity.run(new EnergyByEpoch(), network(5, true).epochs(first, first), settings);
    assertThat(Identity.figure(same, "change of E(x, y) by the attack").value()).isPositive();
    assertThat(Identity.figure(same, "change of E(x, y) by training").value()).isZero();
    assertThat(Identity.figure(same, "change of E(x) by training").value()).isZero();
    AnalysisResult trained =
        Identity.run(new EnergyByEpoch(), network(5, true).epochs(first, last), settings);
    assertThat(Identity.figure(trained, "change of E(x, y) by training").value()).isNotZero();
    assertThat(Identity.series(trained, "by the attack").x()).containsExactly(1.0, 2.0);
    assertThat(Identity.series(trained, "by training").x()).containsExactly(1.0);
  }
}
