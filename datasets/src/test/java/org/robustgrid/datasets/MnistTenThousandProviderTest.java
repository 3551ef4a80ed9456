package org.robustgrid.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.data.DataView;
import org.robustgrid.spi.data.Dataset;
import org.robustgrid.spi.data.DatasetProvider;

class MnistTenThousandProviderTest {

  private final DatasetProvider provider = new MnistTenThousandProvider();
  private final Dataset digits = provider.create(Parameters.of(provider.descriptor(), Map.of()));

  @Test
  void is_found_as_a_service() {
    assertThat(ServiceLoader.load(DatasetProvider.class))
        .extracting(found -> found.descriptor().id())
        .contains("mnist-10k", "idx");
  }

  @Test
  void holds_ten_thousand_digits_of_ten_classes() {
    assertThat(digits.training().size()).isEqualTo(8000);
    assertThat(digits.test().size()).isEqualTo(2000);
    assertThat(digits.inputShape()).containsExactly(1, 28, 28);
    assertThat(digits.classNames()).hasSize(10);
    assertThat(digits.domain()).isEqualTo(Domain.UNIT);
  }

  @Test
  void every_class_is_well_represented_in_the_test_digits() {
    DataView test = digits.test();
    for (int c = 0; c < 10; c++) {
      int wanted = c;
      long count = IntStream.range(0, 2000).filter(i -> test.label(i) == wanted).count();
      assertThat(count).as("digit %d", c).isBetween(150L, 250L);
    }
  }

  @Test
  void pixels_lie_in_the_unit_box() {
    float[] pixels = new float[100 * 784];
    digits.training().read(IntStream.range(0, 100).toArray(), pixels, new int[100]);
    float sum = 0;
    for (float p : pixels) {
      assertThat(p).isBetween(0f, 1f);
      sum += p;
    }
    // MNIST's mean pixel is 0.1307
    assertThat(sum / pixels.length).isBetween(0.11f, 0.15f);
  }
}
