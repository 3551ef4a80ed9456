package org.robustgrid.defenses.smoothing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.junit.jupiter.api.Test;
import org.robustgrid.numerics.certify.SmoothingRadius;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.defense.CertifiedClassifier.Certificate;
import org.robustgrid.spi.network.Classifier;

class CertificationTest {

  private static final int SAMPLES = 10_000;
  private static final double ALPHA = 0.001;

  /** Points of class 1 at distances of 0 to 1.2 σ from the boundary. */
  private static double[] points() {
    SplittableRandom random = new SplittableRandom(1);
    return random.doubles(SAMPLES, 0, 0.6).toArray();
  }

  private static int exceeding(List<Certificate> certificates, double[] truth) {
    int wrong = 0;
    for (int i = 0; i < truth.length; i++) {
      Certificate certificate = certificates.get(i);
      boolean abstains = certificate.decision() == Classifier.ABSTAIN;
      boolean sound = certificate.decision() == 1 && certificate.radius() <= truth[i];
      wrong += abstains || sound ? 0 : 1;
    }
    return wrong;
  }

  /** The number of wrong certificates that is exceeded once in a million runs if α holds. */
  private static int most(double alpha) {
    return BinomialDistribution.of(SAMPLES, alpha).inverseCumulativeProbability(1 - 1e-6);
  }

  @Test
  void certificates_exceed_the_truth_no_more_often_than_alpha_allows() {
    double[] truth = points();
    List<Certificate> certificates =
        LinearProblem.certify(LinearProblem.settings(false, 20, 200, ALPHA), 1, truth);
    assertThat(exceeding(certificates, truth)).isLessThanOrEqualTo(most(ALPHA));
    assertThat(certificates.stream().mapToDouble(Certificate::radius).average().orElseThrow())
        .as("certificates are not trivial")
        .isGreaterThan(0.12);
  }

  @Test
  void a_looser_confidence_is_used_up_but_not_exceeded() {
    double[] truth = points();
    int wrong =
        exceeding(
            LinearProblem.certify(LinearProblem.settings(false, 20, 200, 0.1), 2, truth), truth);
    assertThat(wrong).isBetween(SAMPLES / 50, most(0.1));
  }

  @Test
  void votes_without_a_bound_would_exceed_the_truth() {
    double[] truth = points();
    SmoothingSettings settings = LinearProblem.settings(false, 20, 200, 0.499999);
    assertThat(exceeding(LinearProblem.certify(settings, 1, truth), truth))
        .as("the tests above detect unsound certificates")
        .isGreaterThan(most(ALPHA));
  }

  @Test
  void soft_certificates_are_sound() {
    double[] truth = points();
    List<Certificate> certificates =
        LinearProblem.certify(LinearProblem.settings(true, 20, 200, ALPHA), 3, truth);
    assertThat(exceeding(certificates, truth)).isLessThanOrEqualTo(most(ALPHA));
    assertThat(certificates).anyMatch(c -> c.radius() > 0.1);
  }

  @Test
  void curtailed_verdicts_are_those_of_all_draws() {
    double[] features = Arrays.copyOf(points(), 400);
    Double[] radii = {0.1, 0.25, 0.4};
    List<Certificate> full =
        LinearProblem.certify(LinearProblem.settings(false, 20, 2000, ALPHA), 4, features);
    List<Certificate> curtailed =
        LinearProblem.certify(LinearProblem.settings(false, 20, 2000, ALPHA, radii), 4, features);
    for (int i = 0; i < features.length; i++) {
      for (double radius : radii) {
        assertThat(certified(curtailed.get(i), radius)).isEqualTo(certified(full.get(i), radius));
      }
    }
    assertThat(curtailed.stream().mapToLong(Certificate::draws).sum())
        .isLessThan(full.stream().mapToLong(Certificate::draws).sum());
  }

  private static boolean certified(Certificate certificate, double radius) {
    return certificate.decision() == 1 && certificate.radius() >= radius;
  }

  @Test
  void without_curtailment_all_draws_are_spent() {
    Certificate certificate =
        LinearProblem.certify(LinearProblem.settings(false, 70, 130, ALPHA), 1, 3).get(0);
    assertThat(certificate.draws()).isEqualTo(200);
    double bound = Math.pow(ALPHA, 1 / 130.0);
    assertThat(certificate.radius())
        .isCloseTo(SmoothingRadius.hard(bound, 0.5).orElseThrow(), within(1e-9));
  }

  @Test
  void a_point_on_the_boundary_is_not_certified() {
    Certificate certificate =
        LinearProblem.certify(LinearProblem.settings(false, 20, 200, ALPHA), 1, 0).get(0);
    assertThat(certificate.decision()).isEqualTo(Classifier.ABSTAIN);
    assertThat(certificate.radius()).isZero();
  }

  @Test
  void a_samples_certificate_depends_on_its_key_alone() {
    SmoothingSettings settings = LinearProblem.settings(false, 20, 200, ALPHA);
    Certificate among = LinearProblem.certify(settings, 5, 0.2, 0.3, 0.4).get(0);
    assertThat(LinearProblem.certify(settings, 5, 0.2).get(0)).isEqualTo(among);
  }

  private static void create(Map<String, Object> values) {
    RandomizedSmoothingProvider provider = new RandomizedSmoothingProvider();
    provider.create(Parameters.of(provider.descriptor(), values));
  }

  @Test
  void too_few_draws_to_certify_anything_are_refused() {
    assertThatThrownBy(() -> create(Map.of("n", 9)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'n' is 9")
        .hasMessageContaining("give at least 10");
    create(Map.of("n", 10));
  }

  @Test
  void soft_smoothing_needs_more_draws() {
    assertThatThrownBy(() -> create(Map.of("n", 15, "smoothing", "soft")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("give at least 16");
    create(Map.of("n", 16, "smoothing", "soft"));
  }

  @Test
  void no_noise_is_refused() {
    assertThatThrownBy(() -> create(Map.of("sigma", 0.0))).hasMessageContaining("sigma");
  }
}
