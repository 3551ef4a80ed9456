package org.robustgrid.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.data.DataView;
import org.robustgrid.spi.data.Dataset;
import org.robustgrid.spi.data.DatasetDescriptor;
import org.robustgrid.spi.data.DatasetProvider;

class DatasetContractTest {

  /** Points on a line; the label of each is its position modulo the number of classes. */
  private record Line(int size, int classes, float step) implements DataView {

    @Override
    public void read(int[] indices, float[] images, int[] labels) {
      for (int i = 0; i < indices.length; i++) {
        images[i] = indices[i] * step;
        labels[i] = label(indices[i]);
      }
    }

    @Override
    public int label(int index) {
      if (index < 0 || index >= size) {
        throw new IndexOutOfBoundsException(index);
      }
      return index % classes;
    }
  }

  private record Points(DataView training, DataView test, String identity) implements Dataset {

    @Override
    public long[] inputShape() {
      return new long[] {1};
    }

    @Override
    public List<String> classNames() {
      return List.of("even", "odd");
    }

    @Override
    public Domain domain() {
      return Domain.UNIT;
    }
  }

  private static List<String> violations(DataView view) {
    DatasetProvider provider =
        new DatasetProvider() {
          @Override
          public DatasetDescriptor descriptor() {
            return DatasetDescriptor.builder("planted", "Planted.").build();
          }

          @Override
          public Dataset create(Parameters parameters) {
            return new Points(new Line(10, 2, 0.01f), view, "points");
          }
        };
    return DatasetContract.checks(provider, Map.of()).stream()
        .flatMap(check -> check.violations().stream())
        .toList();
  }

  @Test
  void a_sound_data_set_breaks_nothing() {
    assertThat(violations(new Line(300, 2, 0.001f))).isEmpty();
  }

  @Test
  void a_label_beyond_the_classes_is_found() {
    assertThat(violations(new Line(10, 3, 0.01f)))
        .containsExactly("test sample 2 has the label 2 of 2");
  }

  @Test
  void a_value_outside_the_domain_is_found() {
    assertThat(violations(new Line(10, 2, 1f)))
        .containsExactly("its test data hold 2.0, and its domain is 0.0 to 1.0");
  }

  @Test
  void an_empty_view_is_found() {
    assertThat(violations(new Line(0, 2, 1f))).contains("its test data are empty");
  }
}
