package org.robustgrid.defenses.alignment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.numerics.diffusion.DenoiserShape;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.defense.DefenseProvider;
import org.robustgrid.spi.defense.TrainedDefense;
import org.robustgrid.testkit.toy.StripesRequest;

class KeptDenoiserTest {

  @TempDir Path folder;

  private TrainedDefense train(DefenseProvider provider, Map<String, ?> parameters) {
    return provider
        .create(Parameters.of(provider.descriptor(), parameters))
        .train(StripesRequest.in(folder));
  }

  @Test
  void the_denoiser_of_score_based_targets_is_kept_with_the_model() {
    TrainedDefense trained =
        train(new SbgPagProvider(), Map.of("denoiser-epochs", 1, "denoiser-width", 2, "epochs", 1));
    DenoiserShape shape = new DenoiserShape(new long[] {1, 8, 8}, 3);
    assertThat(trained.networks().get(DenoiserShape.KEPT_AS)).matches(shape::fits);
  }

  @Test
  void other_targets_keep_nothing() {
    assertThat(train(new PagProvider(), Map.of("epochs", 1)).networks()).isEmpty();
  }
}
