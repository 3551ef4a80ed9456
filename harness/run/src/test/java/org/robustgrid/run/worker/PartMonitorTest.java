package org.robustgrid.run.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.robustgrid.spi.Monitor;

class PartMonitorTest {

  @Test
  void parts_add_up_to_the_whole() {
    List<String> stated = new ArrayList<>();
    Monitor whole =
        new Monitor() {
          @Override
          public void progress(long done, long total, String message) {
            stated.add(done + " of " + total);
          }

          @Override
          public void check() {}
        };
    // two batches of samples, each attacked in two runs of ten steps
    for (int from = 0; from < 200; from += 100) {
      for (int run = 0; run < 2; run++) {
        Monitor part = new PartMonitor(new PartMonitor(whole, from, 100, 200), run * 10, 10, 20);
        part.progress(5, 10, "steps");
        part.progress(11, 10, "steps");
      }
    }
    new PartMonitor(whole, 100, 100, 200).progress(3, 0, "unknown");
    assertThat(stated)
        .containsExactly(
            "25 of 200",
            "50 of 200",
            "75 of 200",
            "100 of 200",
            "125 of 200",
            "150 of 200",
            "175 of 200",
            "200 of 200",
            "100 of 200");
  }
}
