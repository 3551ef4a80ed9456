package org.robustgrid.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.data.DataView;
import org.robustgrid.spi.data.Dataset;

class LineProviderTest {

  private final LineProvider provider = new LineProvider();

  private Dataset open(long seed) {
    return provider.create(Parameters.of(provider.descriptor(), Map.of("seed", seed)));
  }

  @Test
  void every_sample_lies_on_the_line_near_a_mode_of_its_class() {
    DataView training = open(0).training();
    float[] samples = new float[12_000];
    int[] labels = new int[6000];
    training.read(IntStream.range(0, 6000).toArray(), samples, labels);
    int[] perClass = new int[2];
    for (int i = 0; i < 6000; i++) {
      double x = samples[2 * i];
      assertThat((double) samples[2 * i + 1]).isCloseTo(2 * x, within(1e-4));
      double offset = labels[i] == 0 ? 50 : 30;
      double fromMode = Math.IEEEremainder(x + offset, 40);
      assertThat(Math.abs(fromMode)).isLessThan(6);
      perClass[labels[i]]++;
    }
    assertThat(perClass).containsExactly(3000, 3000);
  }

  @Test
  void the_seed_decides_the_samples_and_the_identity() {
    assertThat(open(1).identity()).isEqualTo(open(1).identity()).isNotEqualTo(open(2).identity());
  }

  @Test
  void the_test_set_is_balanced_and_there_is_no_box() {
    Dataset dataset = open(0);
    assertThat(dataset.test().size()).isEqualTo(600);
    assertThat(IntStream.range(0, 600).filter(i -> dataset.test().label(i) == 1).count())
        .isEqualTo(300);
    assertThat(dataset.domain()).isEqualTo(Domain.UNBOUNDED);
  }
}
