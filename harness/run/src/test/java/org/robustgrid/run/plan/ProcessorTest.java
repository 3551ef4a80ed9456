package org.robustgrid.run.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessorTest {

  @Test
  void a_processor_is_known_by_its_name() {
    assertThat(Processor.name(List.of("processor\t: 0", "model name\t: Fast CPU", "flags : avx")))
        .isEqualTo("Fast CPU");
  }

  @Test
  void a_processor_without_a_name_is_known_by_its_architecture() {
    assertThat(Processor.name(List.of("processor\t: 0")))
        .isEqualTo(System.getProperty("os.arch", "unknown"));
  }
}
