package org.robustgrid.spi.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.Parameter;

class DatasetDescriptorTest {

  @Test
  void declares_customary_radii_by_norm() {
    DatasetDescriptor descriptor =
        DatasetDescriptor.builder("cifar", "Pictures").radius(Norm.LINF, 8.0 / 255).build();
    assertThat(descriptor.radii()).containsExactlyEntriesOf(Map.of(Norm.LINF, 8.0 / 255));
    assertThat(descriptor.details()).containsEntry("customary radii", "linf " + 8.0 / 255);
  }

  @Test
  void refuses_a_radius_that_is_none() {
    for (double radius : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(
              () -> DatasetDescriptor.builder("cifar", "Pictures").radius(Norm.L2, radius))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("customary radius under l2 must be positive");
    }
  }

  @Test
  void a_parameter_is_a_radius_under_a_norm_or_under_that_of_another_parameter() {
    Parameter<Norm> norm =
        Parameter.choice("norm", List.of(Norm.LINF, Norm.L2), Norm::id, "of the ball");
    Parameter<Double> epsilon = Parameter.real("epsilon", 0.1, "of the ball").above(0);
    assertThat(epsilon.followsData()).isFalse();
    assertThat(epsilon.norm(Map.of())).isEmpty();
    assertThat(epsilon.customaryRadius(Norm.L1).norm(Map.of())).contains(Norm.L1);
    assertThat(epsilon.customaryRadius(norm).norm(Map.of("norm", "l2"))).contains(Norm.L2);
    assertThat(epsilon.customaryRadius(norm).atMost(1).followsData()).isTrue();
  }
}
