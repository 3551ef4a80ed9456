package org.robustgrid.defenses.alignment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.diffusion.DenoiserShape;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.defense.DefenseProvider;
import org.robustgrid.spi.defense.TrainedDefense;
import org.robustgrid.spi.network.Network;
import org.robustgrid.testkit.toy.StripesRequest;

class KeptDenoiserTest {

  @TempDir Path folder;

  /** The denoiser that was trained for the targets, as it lies among the artifacts. */
  private Network artifact() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("artifacts/denoiser"))) {
      List<Path> found = files.filter(Files::isRegularFile).toList();
      assertThat(found).hasSize(1);
      return StripesRequest.in(folder).loadNetwork(found.get(0));
    }
  }

  private TrainedDefense train(DefenseProvider provider, Map<String, ?> parameters) {
    return provider
        .create(Parameters.of(provider.descriptor(), parameters))
        .train(StripesRequest.in(folder));
  }

  @Test
  void the_denoiser_of_score_based_targets_is_kept_with_the_model() throws IOException {
    TrainedDefense trained =
        train(new SbgPagProvider(), Map.of("denoiser-epochs", 1, "denoiser-width", 2, "epochs", 1));
    DenoiserShape shape = new DenoiserShape(new long[] {1, 8, 8}, 3);
    Network kept = trained.networks().get(DenoiserShape.KEPT_AS);
    assertThat(kept).matches(shape::fits);
    try (Network denoiser = artifact()) {
      assertThat(HostArrays.read(kept.parameters()))
          .containsExactly(HostArrays.read(denoiser.parameters()));
    }
  }

  @Test
  void other_targets_keep_nothing() {
    assertThat(train(new PagProvider(), Map.of("epochs", 1)).networks()).isEmpty();
  }
}
