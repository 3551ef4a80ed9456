package org.robustgrid.analyses.logit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.analysis.AnalysisResult;
import org.robustgrid.testkit.toy.ToyAnalysisRequest;

class ConfidenceQuadrantsTest {

  private static final Map<String, Object> FIRST_CLASS = Map.of("class", 0);

  private static double share(AnalysisResult result, String who) {
    return Identity.figure(result, "samples on which " + who).value();
  }

  private static ToyAnalysisRequest rising(int samples) {
    float[] logits = new float[3 * samples];
    for (int i = 0; i < samples; i++) {
      logits[3 * i] = i + 1;
    }
    return Identity.request(new int[samples], logits);
  }

  @Test
  void two_equal_models_are_confident_on_the_same_half() {
    AnalysisResult even =
        Identity.run(new ConfidenceQuadrants(), rising(4).other(rising(4)), FIRST_CLASS);
    assertThat(share(even, "both are confident")).isEqualTo(0.5);
    assertThat(share(even, "neither is confident")).isEqualTo(0.5);
    assertThat(share(even, "the first alone is confident")).isZero();
    // of an odd number the middle sample belongs to one quadrant, too
    AnalysisResult odd =
        Identity.run(new ConfidenceQuadrants(), rising(5).other(rising(5)), FIRST_CLASS);
    assertThat(share(odd, "both are confident")).isEqualTo(0.6);
    assertThat(share(odd, "neither is confident")).isEqualTo(0.4);
  }

  @Test
  void opposite_models_are_never_confident_together() {
    AnalysisResult result =
        Identity.run(
            new ConfidenceQuadrants(), rising(4).other(Reversed.of(rising(4))), FIRST_CLASS);
    assertThat(share(result, "both are confident")).isZero();
    assertThat(share(result, "the first alone is confident")).isEqualTo(0.5);
    assertThat(share(result, "the second alone is confident")).isEqualTo(0.5);
  }

  @Test
  void a_class_that_the_data_lack_is_refused_and_one_without_samples_is_reported() {
    ConfidenceQuadrants analysis = new ConfidenceQuadrants();
    DataDescription data =
        DataDescription.builder()
            .inputShape(3)
            .classNames(List.of("0", "1", "2"))
            .trainingSamples(1, 1, 1)
            .domain(Domain.UNBOUNDED)
            .build();
    assertThatThrownBy(
            () ->
                analysis.requireFits(
                    Parameters.of(analysis.descriptor(), Map.of("class", 3)), data))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("class is 3, but the data have the classes 0 to 2");
    AnalysisResult result = Identity.run(analysis, rising(4).other(rising(4)), Map.of("class", 2));
    assertThat(result.figures()).isEmpty();
    assertThat(result.notes()).contains("None of the first 4 test samples is of the class 2.");
  }
}
