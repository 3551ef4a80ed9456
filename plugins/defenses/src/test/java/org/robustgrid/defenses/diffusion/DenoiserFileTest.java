package org.robustgrid.defenses.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.numerics.diffusion.DenoiserShape;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.network.Network;
import org.robustgrid.testkit.toy.StripesRequest;

class DenoiserFileTest {

  @TempDir Path folder;

  private static ScoreParameters parameters(Path file, int draws) {
    return new ScoreParameters(0.5, List.of(), draws, 1, 2, Optional.ofNullable(file));
  }

  @Test
  void gradients_are_made_once_for_the_same_denoiser() {
    StripesRequest request = StripesRequest.in(folder);
    Path first = parameters(null, 1).gradients(request);
    assertThat(first).hasSize(44L * 3 * 64 * Float.BYTES);
    assertThat(parameters(null, 1).gradients(request)).isEqualTo(first);
    assertThat(parameters(null, 2).gradients(request)).isNotEqualTo(first);
    assertThat(folder.resolve("artifacts/denoiser").toFile().list())
        .as("draws do not change the denoiser")
        .hasSize(1);
  }

  @Test
  void a_saved_denoiser_is_taken_as_it_is() throws Exception {
    StripesRequest request = StripesRequest.in(folder);
    DenoiserShape shape = new DenoiserShape(new long[] {1, 8, 8}, 3);
    Network denoiser = request.newNetwork(DenoiserNetwork.configuration(shape, 2, 5));
    Path file = folder.resolve("denoiser.zip");
    request.saveNetwork(denoiser, file);
    Path gradients = parameters(file, 1).gradients(request);
    assertThat(Files.size(gradients)).isEqualTo(44L * 3 * 64 * Float.BYTES);
    assertThat(folder.resolve("artifacts/denoiser")).doesNotExist();
  }

  @Test
  void a_file_of_another_shape_is_refused() {
    StripesRequest request = StripesRequest.in(folder);
    Path file = folder.resolve("classifier.zip");
    request.saveNetwork(request.newNetwork(), file);
    assertThatThrownBy(() -> parameters(file, 1).gradients(request))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("maps [1, 8, 8] to 3 numbers, expected a denoiser from [6, 8, 8]");
  }

  @Test
  void a_missing_file_is_named() {
    assertThatThrownBy(
            () -> parameters(folder.resolve("gone.zip"), 1).gradients(StripesRequest.in(folder)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("(parameter 'denoiser-file')");
  }
}
