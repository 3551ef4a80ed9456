package org.robustgrid.bench.speed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class TimingTest {

  @Test
  void best_and_median_do_not_depend_on_the_order_of_runs() {
    assertThat(Timing.of("work", 10, new double[] {0.004, 0.001, 0.002}))
        .isEqualTo(Timing.of("work", 10, new double[] {0.001, 0.002, 0.004}))
        .isEqualTo(new Timing("work", 10, 1, 2, 10_000));
  }

  @Test
  void fields_are_those_of_the_peers_lines() throws JsonProcessingException {
    Timing timing = Timing.of("work", 64, new double[] {0.0123456});

    assertThat(new ObjectMapper().writeValueAsString(timing))
        .isEqualTo(
            "{\"what\":\"work\",\"batch\":64,\"best_ms\":12.35,\"median_ms\":12.35,"
                + "\"images_per_s\":5184.0}");
  }
}
