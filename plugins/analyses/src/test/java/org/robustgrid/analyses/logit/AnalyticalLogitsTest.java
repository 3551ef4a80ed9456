package org.robustgrid.analyses.logit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.analysis.AnalysisResult;
import org.robustgrid.testkit.toy.LinearClassifier;
import org.robustgrid.testkit.toy.ToyAnalysisRequest;

class AnalyticalLogitsTest {

  private static final int CLASSES = 10;

  /** A model whose ten logits are its input, with one logit of each sample above the zeros. */
  private static ToyAnalysisRequest request(int[] labels, int[] predicted, float[] largest) {
    double[][] identity = new double[CLASSES][CLASSES];
    for (int i = 0; i < CLASSES; i++) {
      identity[i][i] = 1;
    }
    float[] logits = new float[CLASSES * labels.length];
    for (int i = 0; i < labels.length; i++) {
      logits[CLASSES * i + predicted[i]] = largest[i];
    }
    return new ToyAnalysisRequest(
        new LinearClassifier(identity, new double[CLASSES]), logits, labels, Domain.UNBOUNDED);
  }

  private static AnalysisResult run(ToyAnalysisRequest request) {
    return Identity.run(new AnalyticalLogits(), request, Map.of());
  }

  private static double figure(AnalysisResult result, String name) {
    return Identity.figure(result, name).value();
  }

  @Test
  void the_formulas_are_evaluated_at_the_models_own_logits() {
    AnalysisResult result =
        run(request(new int[] {0, 1, 2}, new int[] {0, 1, 3}, new float[] {5, 7, 4}));
    assertThat(figure(result, "error rate")).isCloseTo(1 / 3.0, within(1e-12));
    assertThat(figure(result, "largest logit of right samples, mean")).isEqualTo(6);
    assertThat(figure(result, "largest logit of wrong samples, mean")).isEqualTo(4);
    // the printed f, g and ψ with the plus root at β = 6 and 4
    double a = 9 * Math.exp(-6);
    double f =
        (1 + a) / (1 - a) * (-1 + Math.sqrt(1 + 2 * Math.exp(-12) * (1 - a) / ((1 + a) * (1 + a))));
    double right = Math.log(Math.exp(6) + 9 * Math.exp(f)) - 6;
    a = 9 * Math.exp(-4);
    double c = 7 * Math.exp(-4);
    double kappa = (1 + a) / (1 - c) * Math.sqrt(1 + 2 * (1 - a) * (1 - c) / (1 + a));
    double g = -(1 - c) / (1 - a) * (1 + kappa);
    double psi = 2 * (Math.exp(-4) / (1 - a) * g - (1 + a) / (1 - c));
    double wrong = Math.log(Math.exp(4) + Math.exp(g) + 8 * Math.exp(psi)) - g;
    assertThat(figure(result, "cross-entropy of the analytical model"))
        .isCloseTo(2 / 3.0 * right + wrong / 3, within(1e-12));
    double change =
        -0.1 * (2 / 3.0 * (6 - f) * (6 - f) + (4 - g) * (4 - g) / 3)
            - 2 * 8 / 9.0 / 3 * 0.1 * (4 - g) * (g - psi);
    assertThat(figure(result, "change of the gap")).isCloseTo(change, within(1e-12));
    assertThat(figure(result, "change of the gap, relative"))
        .isCloseTo(Math.abs(change) / Math.abs(6 - f), within(1e-12));
  }

  @Test
  void a_wrong_sample_is_admissible_from_where_the_printed_conditions_hold() {
    AnalysisResult result = run(request(new int[] {0}, new int[] {0}, new float[] {5}));
    String name = "largest logit above which a wrong sample is admissible, ";
    // with the plus root from the pole at ln 9 on
    assertThat(figure(result, name + "plus root")).isCloseTo(Math.log(9), within(1e-9));
    assertThat(figure(result, name + "minus root")).isCloseTo(2.78, within(5e-3));
    assertThat(result.tables().get(0).rows())
        .anyMatch(row -> row.equals(List.of("printed", "g and ψ", "plus", "3.523")));
    // without wrong samples there is no place of the model
    assertThat(result.figures()).noneMatch(figure -> figure.name().startsWith("change"));
  }

  @Test
  void fewer_than_four_classes_are_refused() {
    AnalyticalLogits analysis = new AnalyticalLogits();
    DataDescription data =
        DataDescription.builder()
            .inputShape(3)
            .classNames(List.of("0", "1", "2"))
            .trainingSamples(1, 1, 1)
            .domain(Domain.UNBOUNDED)
            .build();
    assertThatThrownBy(
            () -> analysis.requireFits(Parameters.of(analysis.descriptor(), Map.of()), data))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("needs 4 classes, but the data have 3");
  }
}
