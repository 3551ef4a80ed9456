package org.robustgrid.analyses.alignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.lossfunctions.LossFunctions;
import org.robustgrid.analyses.logit.Identity;
import org.robustgrid.engine.Networks;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.diffusion.DenoiserShape;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.analysis.AnalysisResult;
import org.robustgrid.spi.network.Network;
import org.robustgrid.testkit.toy.LinearClassifier;
import org.robustgrid.testkit.toy.ToyAnalysisRequest;
import org.robustgrid.testkit.toy.ToyNetwork;

class ScoreTargetsTest {

  private static final double LOW = Math.exp(-5);
  private static final double HIGH = Math.exp(-4);
  private static final double ROOT_HALF = Math.sqrt(0.5);
  private static final DenoiserShape FEATURES = new DenoiserShape(new long[] {3}, 3);

  /**
   * A denoiser of three features whose output without a class is 0, and that of class c
   *
   * <ul>
   *   <li>the unit vector of c,
   *   <li>at the low level, plus that of c + 1,
   *   <li>where the image's first feature is 1, plus that of c + 2,
   *   <li>at the low level and where the last feature is 1, plus {@code last} times that of c.
   * </ul>
   */
  private static Network denoiser(double last) {
    int inputs = FEATURES.inputLength();
    int hidden = 18;
    double[] weights = new double[hidden * (inputs + 1) + 3 * (hidden + 1)];
    int outputs = hidden * (inputs + 1);
    for (int c = 0; c < 3; c++) {
      for (int part = 0; part < 6; part++) {
        int unit = 6 * c + part;
        int row = unit * inputs;
        int bias = hidden * inputs + unit;
        // no unit is above 0 for other classes
        weights[row + 3 + c] = 1000;
        weights[bias] = -1000;
        switch (part) {
          case 0 -> weights[bias] += 1;
          case 1 -> {
            weights[row + 7] = -1;
            weights[bias] -= 4;
          }
          case 2, 3 -> {
            // a difference of two ramps, as the noise must not be seen
            weights[row] = 10;
            weights[bias] -= part == 2 ? 4.5 : 5.5;
          }
          default -> {
            weights[row + 7] = -100;
            weights[row + 2] = 10;
            weights[bias] -= 500 + (part == 4 ? 4.5 : 5.5);
          }
        }
        int to = (c + (part == 1 ? 1 : part == 2 || part == 3 ? 2 : 0)) % 3;
        weights[outputs + to * hidden + unit] =
            (part >= 4 ? last : 1) * (part == 3 || part == 5 ? -1 : 1);
      }
    }
    Network denoiser = new ToyNetwork(DataType.DOUBLE, false, 1, inputs, hidden, 3);
    HostArrays.write(weights, denoiser.parameters());
    denoiser.parametersChanged();
    return denoiser;
  }

  /** A denoiser of images that returns one pixel for a class, and nothing for none. */
  private static Network units(DenoiserShape shape) {
    long[] input = shape.input();
    Network denoiser =
        Networks.create(
            new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("input")
                .addLayer(
                    "output",
                    new OutputLayer.Builder(LossFunctions.LossFunction.MSE)
                        .activation(Activation.IDENTITY)
                        .nOut(shape.length())
                        .build(),
                    "input")
                .setOutputs("output")
                .setInputTypes(InputType.convolutional(input[1], input[2], input[0]))
                .build(),
            DataType.DOUBLE);
    double[] weights = new double[(shape.inputLength() + 1) * shape.length()];
    for (int c = 0; c < shape.classes(); c++) {
      weights[c * shape.inputLength() + shape.length() + c * shape.planeLength()] = 1;
    }
    HostArrays.write(weights, denoiser.parameters());
    denoiser.parametersChanged();
    return denoiser;
  }

  private static ToyAnalysisRequest request() {
    return Identity.request(new int[] {0, 1, 2}, 1, 0, 0, 0, 1, 0, 0, 0, 1);
  }

  private static AnalysisResult run(Network denoiser, Map<String, ?> parameters) {
    return Identity.run(
        new ScoreTargets(), request().network(DenoiserShape.KEPT_AS, denoiser), parameters);
  }

  private static void check(AnalysisResult result, String series, double low, double high) {
    assertThat(Identity.series(result, series).x()).containsExactly(LOW, HIGH);
    List<Double> values = Identity.series(result, series).y();
    assertThat(values.get(0)).as("low").isCloseTo(low, within(1e-9));
    assertThat(values.get(1)).as("high").isCloseTo(high, within(1e-9));
  }

  /**
   * For class c, σ² times the targets of the samples (1, 0, 0), (0, 1, 0), (0, 0, 1) are (1, 1, 1),
   * e_c + e_(c+1), e_c + e_(c+1) at the low level, and e_c + e_(c+2), e_c, e_c at the high one.
   */
  @Test
  void lines_compare_the_targets_of_each_level() {
    AnalysisResult result =
        run(denoiser(0), Map.of("noise-levels", List.of(HIGH, LOW), "reference", HIGH));
    double first = 2 / Math.sqrt(6);
    check(result, "with those at noise level " + HIGH, (first + 2 * ROOT_HALF) / 3, 1);
    check(result, "of two images, same class", (first + 1) / 2, (ROOT_HALF + 1) / 2);
    check(
        result,
        "denoised with the class minus without, mean over draws",
        (Math.sqrt(3) + 2 * Math.sqrt(2)) / 3,
        (Math.sqrt(2) + 2) / 3);
    // the directions are e_c less the sample, 0 for its own class
    check(
        result,
        "with the direction to the class mean",
        (0 + 1.0 / 6 + 1.0 / 6) / 3,
        (1.0 / 6 + 4 * ROOT_HALF / 3) / 3);
    assertThat(result.notes()).noneMatch(note -> note.contains("left out"));
  }

  @Test
  void a_level_that_is_not_listed_can_be_the_reference() {
    AnalysisResult result =
        run(denoiser(0), Map.of("noise-levels", List.of(HIGH), "reference", LOW));
    assertThat(result.series()).allMatch(line -> line.x().equals(List.of(HIGH)));
    assertThat(Identity.series(result, "with those at noise level " + LOW).y().get(0))
        .isCloseTo((2 / Math.sqrt(6) + 2 * ROOT_HALF) / 3, within(1e-9));
  }

  @Test
  void samples_whose_targets_are_not_finite_are_left_out() {
    AnalysisResult result =
        run(denoiser(1e300), Map.of("noise-levels", List.of(HIGH, LOW), "reference", HIGH));
    double first = 2 / Math.sqrt(6);
    check(result, "with those at noise level " + HIGH, (first + ROOT_HALF) / 2, 1);
    check(result, "of two images, same class", first, (ROOT_HALF + 1) / 2);
    assertThat(result.notes())
        .contains("1 samples are left out at noise level " + LOW + ": targets are not finite.");
  }

  @Test
  void a_level_without_finite_targets_is_not_drawn() {
    ToyAnalysisRequest request =
        Identity.request(new int[] {2}, 0, 0, 1).network(DenoiserShape.KEPT_AS, denoiser(1e300));
    AnalysisResult result =
        Identity.run(
            new ScoreTargets(),
            request,
            Map.of("noise-levels", List.of(HIGH, LOW), "reference", LOW));
    assertThat(result.series()).isNotEmpty().allMatch(line -> line.x().equals(List.of(HIGH)));
    assertThat(result.series()).noneMatch(line -> line.name().startsWith("with those"));
  }

  @Test
  void at_least_one_level_is_needed() {
    ScoreTargets provider = new ScoreTargets();
    Parameters none = Parameters.of(provider.descriptor(), Map.of("noise-levels", List.of()));
    assertThatThrownBy(() -> provider.create(none))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("parameter 'noise-levels' is empty; give at least one level");
  }

  @Test
  void fewer_large_images_are_measured_at_once() {
    assertThat(LevelledTargets.rows(64, new DenoiserShape(new long[] {1, 28, 28}, 10)))
        .isEqualTo(64);
    assertThat(LevelledTargets.rows(64, new DenoiserShape(new long[] {3, 64, 64}, 200)))
        .isEqualTo(6);
    assertThat(LevelledTargets.rows(64, new DenoiserShape(new long[] {3, 1024, 1024}, 1000)))
        .isEqualTo(1);
  }

  @Test
  void pictures_show_the_class_after_the_samples_own() {
    LinearClassifier classifier = new LinearClassifier(new double[2][4], new double[2]);
    DenoiserShape shape = new DenoiserShape(new long[] {1, 2, 2}, 2);
    Network denoiser = units(shape);
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
