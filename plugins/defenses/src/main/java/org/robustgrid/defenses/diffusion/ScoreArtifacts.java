package org.robustgrid.defenses.diffusion;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.robustgrid.numerics.diffusion.DenoiserShape;
import org.robustgrid.numerics.diffusion.ScoreDifference;
import org.robustgrid.spi.data.ContentHash;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.defense.DefenseRequest;
import org.robustgrid.spi.defense.TrainingSettings;
import org.robustgrid.spi.network.Network;

/**
 * The denoiser and the target gradients of one training. Each is made once for the same data and
 * parameters. The training data are hashed once, when this is created.
 */
public final class ScoreArtifacts {

  private static final double LEARNING_RATE = 1e-3;

  private final ScoreParameters parameters;
  private final DefenseRequest request;
  private final DenoiserShape shape;
  private final String data;
  private final String denoiserKey;

  ScoreArtifacts(ScoreParameters parameters, DefenseRequest request) {
    this.parameters = parameters;
    this.request = request;
    this.shape = new DenoiserShape(request.inputShape(), request.classNames().size());
    this.data = ContentHash.of(request.training(), shape.length());
    this.denoiserKey =
        parameters.file().map(path -> "file " + fileHash(path)).orElseGet(this::trainedKey);
  }

  private String trainedKey() {
    return String.join(
        " ",
        "denoiser data " + data,
        "seed " + request.random().state(),
        "sigmas " + Arrays.toString(parameters.denoiserSigmas()),
        "epochs " + parameters.epochs(),
        "width " + parameters.width());
  }

  private static String fileHash(Path file) {
    try {
      return ContentHash.of(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new DataException(
          file + " cannot be read (parameter 'denoiser-file'): " + e.getMessage(), e);
    }
  }

  /**
   * Returns the file with the target gradients of the training images.
   *
   * @throws DataException if the denoiser's file is missing, damaged or has another shape
   */
  public Path gradients() {
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
                    "sigma " + parameters.sigma(),
                    "draws " + parameters.draws()),
                into -> {
                  try (Network denoiser = denoiser()) {
                    ScoreDifference difference =
                        new ScoreDifference(shape, parameters.sigma(), parameters.draws());
                    new ScoreGradients(difference)
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
   * Returns the denoiser of these gradients; the caller closes it.
   *
   * @throws DataException if its file is missing, damaged or has another shape
   */
  public Network denoiser() {
    return parameters.file().map(this::load).orElseGet(this::trained);
  }

  private Network load(Path file) {
    Network loaded = request.loadNetwork(file);
    if (shape.fits(loaded)) {
      return loaded;
    }
    try (loaded) {
      throw new DataException(
          file
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
  }

  private Network trained() {
    Path folder =
        request
            .artifacts()
            .obtain("denoiser", denoiserKey, into -> train(into.resolve("denoiser.zip")));
    return request.loadNetwork(folder.resolve("denoiser.zip"));
  }

  private void train(Path file) {
    long seed = request.random().with("denoiser").state();
    TrainingSettings settings =
        TrainingSettings.builder()
            .epochs(parameters.epochs())
            .learningRate(LEARNING_RATE)
            .schedule(TrainingSettings.Schedule.COSINE)
            .build();
    try (Network denoiser =
        request.newNetwork(DenoiserNetwork.configuration(shape, parameters.width(), seed))) {
      request
          .trainer("denoiser")
          .train(denoiser, settings, new DenoisingStep(shape, parameters.denoiserSigmas()));
      request.saveNetwork(denoiser, file);
    }
  }
}
