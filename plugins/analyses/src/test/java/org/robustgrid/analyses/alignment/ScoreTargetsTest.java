package org.robustgrid.analyses.alignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.analyses.logit.Identity;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.diffusion.DenoiserShape;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.analysis.AnalysisResult;
import org.robustgrid.spi.network.Network;
import org.robustgrid.testkit.toy.LinearClassifier;
import org.robustgrid.testkit.toy.ToyAnalysisRequest;
import org.robustgrid.testkit.toy.ToyNetwork;

class ScoreTargetsTest {

  private static final double ROOT_HALF = Math.sqrt(0.5);

  /** A denoiser that returns the unit vector of the class, and nothing for none. */
  private static Network units(DenoiserShape shape) {
    int length = shape.length();
    Network denoiser = new ToyNetwork(DataType.DOUBLE, true, 1, shape.inputLength(), length);
    double[] weights = new double[length * shape.inputLength() + length];
    for (int c = 0; c < shape.classes(); c++) {
      weights[c * shape.inputLength() + length + c * shape.planeLength()] = 1;
    }
    HostArrays.write(weights, denoiser.parameters());
    denoiser.parametersChanged();
    return denoiser;
  }

  /** The same network with the shape of images. */
  private static Network shaped(Network flat, DenoiserShape shape) {
    return (Network)
        Proxy.newProxyInstance(
            Network.class.getClassLoader(),
            new Class<?>[] {Network.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "inputShape" -> shape.input();
                  case "logits" ->
                      flat.logits(
                          ((INDArray) arguments[0])
                              .reshape(
                                  'c', ((INDArray) arguments[0]).size(0), shape.inputLength()));
                  default -> method.invoke(flat, arguments);
                });
  }

  private static ToyAnalysisRequest request() {
    return Identity.request(new int[] {0, 1, 2}, 1, 0, 0, 0, 1, 0, 0, 0, 1);
  }

  private static AnalysisResult run(Map<String, ?> parameters) {
    Network denoiser = units(new DenoiserShape(new long[] {3}, 3));
    return Identity.run(
        new ScoreTargets(), request().network(DenoiserShape.KEPT_AS, denoiser), parameters);
  }

  @Test
  void lines_compare_the_targets_of_each_level() {
    AnalysisResult result = run(Map.of("noise-levels", List.of(2.0, 0.5)));
    assertThat(result.series()).allMatch(line -> line.x().equals(List.of(0.5, 2.0)));
    // the targets are the unit vectors over σ², whatever the image
    assertThat(Identity.series(result, "with those at noise level 2").y())
        .allSatisfy(value -> assertThat(value).isCloseTo(1, within(1e-9)));
    assertThat(Identity.series(result, "of two images, same class").y())
        .allSatisfy(value -> assertThat(value).isCloseTo(1, within(1e-9)));
    assertThat(Identity.series(result, "denoised with the class and without").y())
        .allSatisfy(value -> assertThat(value).isCloseTo(1, within(1e-9)));
    // from a sample to the mean of its own class there is no way; to the others, half a right angle
    assertThat(Identity.series(result, "with the direction to the class mean").y())
        .allSatisfy(value -> assertThat(value).isCloseTo(2 * ROOT_HALF / 3, within(1e-9)));
  }

  @Test
  void a_level_that_is_not_listed_can_be_the_reference() {
    AnalysisResult result = run(Map.of("noise-levels", List.of(1.0), "reference", 0.75));
    assertThat(Identity.series(result, "with those at noise level 0.75").y().get(0))
        .isCloseTo(1, within(1e-9));
  }

  @Test
  void pictures_show_the_class_after_the_samples_own() {
    LinearClassifier classifier = new LinearClassifier(new double[2][4], new double[2]);
    DenoiserShape shape = new DenoiserShape(new long[] {1, 2, 2}, 2);
    Network denoiser = shaped(units(shape), shape);
    ToyAnalysisRequest request =
        new ToyAnalysisRequest(classifier, new float[4], new int[] {1}, Domain.UNIT)
            .shape(1, 2, 2)
            .network(DenoiserShape.KEPT_AS, denoiser);
    AnalysisResult result =
        Identity.run(new ScoreTargets(), request, Map.of("noise-levels", List.of(1.0)));
    // the sample, a white line, and the target of class 0: its first pixel
    assertThat(result.images().get(0).values())
        .containsExactly(0, 0, 1, 1, 0.5f, 0, 0, 1, 0.5f, 0.5f);
    assertThat(result.notes()).anyMatch(note -> note.contains("these classes: 0;"));
    assertThat(result.series()).noneMatch(line -> line.name().startsWith("of two images"));
  }

  @Test
  void a_model_without_a_denoiser_has_a_note() {
    assertThat(Identity.run(new ScoreTargets(), request(), Map.of()).notes())
        .containsExactly(
            "The model keeps no denoiser; defenses with score-based targets keep theirs.");
  }

  @Test
  void a_denoiser_with_other_inputs_is_named() {
    Network other = new ToyNetwork(DataType.DOUBLE, true, 1, 7, 3);
    AnalysisResult result =
        Identity.run(new ScoreTargets(), request().network(DenoiserShape.KEPT_AS, other), Map.of());
    assertThat(result.notes().get(0)).contains("reads [7], expected [8]");
    assertThat(result.series()).isEmpty();
  }
}
