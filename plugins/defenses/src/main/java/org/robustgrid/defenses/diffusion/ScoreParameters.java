package org.robustgrid.defenses.diffusion;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.robustgrid.numerics.diffusion.DenoiserShape;
import org.robustgrid.numerics.diffusion.ScoreDifference;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.data.ContentHash;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.defense.DefenseRequest;
import org.robustgrid.spi.defense.TrainingSettings;
import org.robustgrid.spi.network.Network;

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

  private static final double LEARNING_RATE = 1e-3;

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
   * Returns the file with the target gradients of the training images. It is computed once for the
   * same data, denoiser and noise.
   *
   * @throws DataException if the denoiser's file is missing, damaged or has another shape
   */
  public Path gradients(DefenseRequest request) {
    DenoiserShape shape = shape(request);
    String data = ContentHash.of(request.training(), shape.length());
    String denoiserKey = denoiserKey(data, request);
    Path folder =
        request
            .artifacts()
            .obtain(
                "score-gradients",
                String.join(
                    " ",
                    denoiserKey,
                    "data " + data,
                    "seed " + request.random().state(),
                    "sigma " + sigma,
                    "draws " + draws),
                into -> {
                  try (Network denoiser = denoiser(request, shape, denoiserKey)) {
                    new ScoreGradients(new ScoreDifference(shape, sigma, draws))
                        .write(
                            denoiser,
                            request.training(),
                            request.random().with("score-gradients"),
                            into.resolve("gradients.f32"),
                            request.monitor());
                  }
                });
    return folder.resolve("gradients.f32");
  }

  /**
   * Returns the denoiser of these gradients. It is trained once for the same data and parameters.
   *
   * @throws DataException if its file is missing, damaged or has another shape
   */
  public Network denoiser(DefenseRequest request) {
    DenoiserShape shape = shape(request);
    String data = ContentHash.of(request.training(), shape.length());
    return denoiser(request, shape, denoiserKey(data, request));
  }

  private static DenoiserShape shape(DefenseRequest request) {
    return new DenoiserShape(request.inputShape(), request.classNames().size());
  }

  private String denoiserKey(String data, DefenseRequest request) {
    return file.map(path -> "file " + fileHash(path)).orElseGet(() -> trainedKey(data, request));
  }

  private String trainedKey(String data, DefenseRequest request) {
    return String.join(
        " ",
        "denoiser data " + data,
        "seed " + request.random().state(),
        "sigmas " + Arrays.toString(sigmas()),
        "epochs " + epochs,
        "width " + width);
  }

  private double[] sigmas() {
    return trainingSigmas.isEmpty()
        ? new double[] {sigma}
        : trainingSigmas.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static String fileHash(Path file) {
    try {
      return ContentHash.of(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new DataException(
          file + " cannot be read (parameter 'denoiser-file'): " + e.getMessage(), e);
    }
  }

  private Network denoiser(DefenseRequest request, DenoiserShape shape, String key) {
    if (file.isPresent()) {
      Network loaded = request.loadNetwork(file.get());
      if (!shape.fits(loaded)) {
        throw new DataException(
            file.get()
                + " maps "
                + Arrays.toString(loaded.inputShape())
                + " to "
                + loaded.classes()
                + " numbers, expected a denoiser from "
                + Arrays.toString(shape.input())
                + " to "
                + shape.length()
                + " (parameter 'denoiser-file')");
      }
      return loaded;
    }
    Path folder =
        request
            .artifacts()
            .obtain(
                "denoiser",
                key,
                into -> request.saveNetwork(train(request, shape), into.resolve("denoiser.zip")));
    return request.loadNetwork(folder.resolve("denoiser.zip"));
  }

  private Network train(DefenseRequest request, DenoiserShape shape) {
    long seed = request.random().with("denoiser").state();
    Network denoiser = request.newNetwork(DenoiserNetwork.configuration(shape, width, seed));
    TrainingSettings settings =
        TrainingSettings.builder()
            .epochs(epochs)
            .learningRate(LEARNING_RATE)
            .schedule(TrainingSettings.Schedule.COSINE)
            .build();
    request.trainer("denoiser").train(denoiser, settings, new DenoisingStep(shape, sigmas()));
    return denoiser;
  }
}
