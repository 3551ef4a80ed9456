package org.robustgrid.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.robustgrid.numerics.corruption.CorruptionKind;
import org.robustgrid.numerics.corruption.Corruptions;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.data.DataView;
import org.robustgrid.spi.data.Dataset;

class CorruptedProviderTest {

  private static final long[] COLOUR = {3, 32, 32};
  private static final int LENGTH = 3 * 32 * 32;

  private static Dataset wrap(Dataset inner, Map<String, ?> more) {
    CorruptedProvider provider = new CorruptedProvider();
    Map<String, Object> parameters = new HashMap<>(more);
    parameters.put("of", "ramps");
    return provider.wrap(inner, Parameters.of(provider.descriptor(), parameters));
  }

  private static float[] read(DataView view, int... indices) {
    float[] images = new float[indices.length * LENGTH];
    view.read(indices, images, new int[indices.length]);
    return images;
  }

  @Test
  void test_images_are_corrupted_by_kind_and_training_images_stay() {
    Dataset clean = Photographs.of(COLOUR);
    Dataset corrupted =
        wrap(clean, Map.of("kinds", List.of("fog", "gaussian-noise"), "severity", 4));
    float[] first = read(clean.test(), 0);
    Corruptions.of(COLOUR)
        .apply(CorruptionKind.FOG, 4, Corruptions.key(CorruptionKind.FOG, 4, 0), first, 0);
    assertThat(read(corrupted.test(), 0)).isEqualTo(first);
    float[] fourth = read(clean.test(), 3);
    CorruptionKind noise = CorruptionKind.GAUSSIAN_NOISE;
    Corruptions.of(COLOUR).apply(noise, 4, Corruptions.key(noise, 4, 3), fourth, 0);
    assertThat(read(corrupted.test(), 3)).isEqualTo(fourth);
    assertThat(read(corrupted.training(), 0)).isEqualTo(read(clean.training(), 0));
    assertThat(corrupted.test().label(3)).isEqualTo(clean.test().label(3));
    assertThat(corrupted.classNames()).isEqualTo(clean.classNames());
  }

  @Test
  void the_bits_are_the_same_at_any_batch_size_and_order() {
    Dataset corrupted = wrap(Photographs.of(COLOUR), Map.of("severity", 5));
    float[] together = read(corrupted.test(), IntStream.range(0, 8).toArray());
    float[] backwards = read(corrupted.test(), 7, 6, 5, 4, 3, 2, 1, 0);
    for (int i = 0; i < 8; i++) {
      float[] alone = read(corrupted.test(), i);
      assertThat(Arrays.copyOfRange(together, i * LENGTH, (i + 1) * LENGTH)).isEqualTo(alone);
      assertThat(Arrays.copyOfRange(backwards, (7 - i) * LENGTH, (8 - i) * LENGTH))
          .isEqualTo(alone);
    }
  }

  @Test
  void training_images_can_be_corrupted_by_noise_of_their_own() {
    Dataset clean = Photographs.of(COLOUR);
    Map<String, Object> noise = Map.of("kinds", List.of("gaussian-noise"), "part", "both");
    Dataset both = wrap(clean, noise);
    assertThat(read(both.training(), 0)).isNotEqualTo(read(clean.training(), 0));
    // the same image stands at the same place of both parts
    assertThat(read(clean.training(), 0)).isEqualTo(read(clean.test(), 0));
    assertThat(read(both.training(), 0)).isNotEqualTo(read(both.test(), 0));
    Dataset training = wrap(clean, Map.of("part", "training"));
    assertThat(read(training.test(), 0)).isEqualTo(read(clean.test(), 0));
  }

  @Test
  void kinds_severity_part_and_the_wrapped_data_decide_the_identity() {
    Dataset clean = Photographs.of(COLOUR);
    assertThat(
            List.of(
                wrap(clean, Map.of()).identity(),
                wrap(clean, Map.of("severity", 4)).identity(),
                wrap(clean, Map.of("part", "both")).identity(),
                wrap(clean, Map.of("kinds", List.of("fog"))).identity(),
                clean.identity()))
        .doesNotHaveDuplicates();
    assertThat(wrap(clean, Map.of()).identity())
        .isEqualTo(wrap(Photographs.of(COLOUR), Map.of("severity", 3)).identity());
  }

  @Test
  void what_cannot_be_corrupted_is_refused() {
    assertThatThrownBy(() -> wrap(Photographs.of(1, 28, 28), Map.of("kinds", List.of("saturate"))))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("'saturate' (parameter 'kinds') needs images in colour");
    assertThatThrownBy(() -> wrap(new LineProvider().create(lineDefaults()), Map.of()))
        .hasMessageContaining("corruptions need images");
    assertThatThrownBy(() -> wrap(Photographs.of(COLOUR), Map.of("kinds", List.of("rain"))))
        .hasMessageContaining("expected one of gaussian-noise");
    assertThatThrownBy(
            () ->
                new CorruptedProvider()
                    .create(
                        Parameters.of(new CorruptedProvider().descriptor(), Map.of("of", "ramps"))))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("made of another data set");
  }

  private static Parameters lineDefaults() {
    return Parameters.of(new LineProvider().descriptor(), Map.of());
  }
}
