package org.robustgrid.defenses.diffusion;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.defense.DefenseRequest;

/**
 * Parameters of score-based gradients: the denoiser and the noise level.
 *
 * @param sigma noise level at which scores are taken, in the data's own units; it replaces the
 *     paper's time step t
 * @param trainingSigmas noise levels that the denoiser is trained on; empty: {@code sigma} alone,
 *     as the paper's appendix H allows
 * @param draws noise draws averaged for each gradient
 * @param epochs training epochs of the denoiser
 * @param width channels of the denoiser's first layer
 * @param file a trained denoiser; empty: train one
 */
public record ScoreParameters(
    double sigma,
    List<Double> trainingSigmas,
    int draws,
    int epochs,
    int width,
    Optional<Path> file) {

  /**
   * The "medium" level of section 4.2, for which the paper gives no value. On digits of 28×28
   * pixels, 2 and 3.5 roughly doubled the robust accuracy of standard training; 0.5 hardly raised
   * it.
   */
  private static final double NOISE_LEVEL = 2;

  private static final Parameter<Double> LEVEL =
      Parameter.real(
              "noise-level",
              NOISE_LEVEL,
              "standard deviation of the noise at which scores are taken; 2 suits digits of 28x28")
          .above(0);

  private static final Parameter<List<Double>> TRAINING_LEVELS =
      Parameter.reals(
              "training-noise-levels",
              List.of(),
              "noise levels that the denoiser is trained on; empty: 'noise-level' alone")
          .above(0);

  private static final Parameter<Integer> DRAWS =
      Parameter.integer("score-draws", 2, "noise draws averaged in each target gradient")
          .atLeast(1);

  private static final Parameter<Integer> EPOCHS =
      Parameter.integer("denoiser-epochs", 5, "training epochs of the denoiser").atLeast(1);

  private static final Parameter<Integer> WIDTH =
      Parameter.integer("denoiser-width", 16, "channels of the denoiser's first layer").atLeast(1);

  private static final Parameter<Optional<Path>> FILE =
      Parameter.optionalFile(
          "denoiser-file", "trained denoiser, a Deeplearning4j zip; without it, one is trained");

  /** The declared parameters, in the order in which they are shown. */
  public static List<Parameter<?>> parameters() {
    return List.of(LEVEL, TRAINING_LEVELS, DRAWS, EPOCHS, WIDTH, FILE);
  }

  public static ScoreParameters of(Parameters parameters) {
    return new ScoreParameters(
        parameters.get(LEVEL),
        parameters.get(TRAINING_LEVELS),
        parameters.get(DRAWS),
        parameters.get(EPOCHS),
        parameters.get(WIDTH),
        parameters.get(FILE));
  }

  /**
   * Returns the denoiser and the target gradients of a training; neither is made yet.
   *
   * @throws DataException if the denoiser's file cannot be read
   */
  public ScoreArtifacts artifacts(DefenseRequest request) {
    return new ScoreArtifacts(this, request);
  }

  /** The noise levels that the denoiser is trained on. */
  double[] denoiserSigmas() {
    return trainingSigmas.isEmpty()
        ? new double[] {sigma}
        : trainingSigmas.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
