package org.robustgrid.defenses;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.defense.DefenseProvider;
import org.robustgrid.spi.defense.TrainingSettings;
import org.robustgrid.spi.defense.TrainingSettings.CropFill;
import org.robustgrid.testkit.toy.StripesRequest;

/** The settings of a grid's {@code training} apply to every bundled defense. */
class TrainingKeysTest {

  private static final Map<String, Object> SMALL =
      Map.of(
          "steps", 2,
          "sgld-steps", 2,
          "buffer-size", 20,
          "denoiser-epochs", 1,
          "denoiser-width", 4,
          "replays", 2,
          // otherwise the student uses no label
          "clean-weight", 0.5);

  @TempDir Path folder;

  static Stream<DefenseProvider> defenses() {
    return ServiceLoader.load(DefenseProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(provider -> provider.getClass().getName().startsWith("org.robustgrid.defenses."));
  }

  private double[] weights(DefenseProvider provider, String name, TrainingSettings settings) {
    Map<String, Object> values = new HashMap<>();
    for (Parameter<?> parameter : provider.descriptor().parameters()) {
      if (SMALL.containsKey(parameter.name())) {
        values.put(parameter.name(), SMALL.get(parameter.name()));
      } else if (parameter.defaultValue().isEmpty()) {
        values.put(parameter.name(), "row");
      }
    }
    StripesRequest request = StripesRequest.in(folder.resolve(name)).trainedBy(settings);
    return HostArrays.read(
        provider
            .create(Parameters.of(provider.descriptor(), values))
            .train(request)
            .network()
            .parameters());
  }

  @ParameterizedTest
  @MethodSource("defenses")
  void augmentation_smoothing_and_averages_work_under_every_defense(DefenseProvider provider) {
    TrainingSettings plain =
        TrainingSettings.builder().epochs(1).batchSize(16).learningRate(0.01).build();
    double[] before = weights(provider, "plain", plain);

    assertThat(weights(provider, "again", plain)).as("the same twice").isEqualTo(before);
    assertThat(weights(provider, "cutout", plain.toBuilder().cutout(3).build()))
        .as("Cutout")
        .isNotEqualTo(before);
    double[] black = weights(provider, "black", plain.toBuilder().cropPadding(2).build());
    assertThat(
            weights(
                provider,
                "reflect",
                plain.toBuilder().cropPadding(2).cropFill(CropFill.REFLECT).build()))
        .as("padding")
        .isNotEqualTo(black);
    assertThat(weights(provider, "smoothed", plain.toBuilder().labelSmoothing(0.2).build()))
        .as("label smoothing")
        .isNotEqualTo(before);
    assertThat(weights(provider, "averaged", plain.toBuilder().averageDecay(0.5).build()))
        .as("averaged weights")
        .isNotEqualTo(before);
  }
}
