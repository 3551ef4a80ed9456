package org.robustgrid.run.worker;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.robustgrid.run.coordinator.WorkUnit;
import org.robustgrid.spi.StoppedException;

class UnitMonitorTest {

  private static UnitMonitor within(double seconds) {
    WorkUnit unit = new WorkUnit(1, WorkUnit.Job.COMPUTE, null, "k", seconds, List.of());
    return new UnitMonitor(
        unit, new MessageChannel(new PrintStream(OutputStream.nullOutputStream())));
  }

  @Test
  void fails_a_late_answer_even_without_a_check_of_the_time() {
    assertThatThrownBy(() -> within(-1).requireInTime())
        .isInstanceOf(StoppedException.class)
        .hasMessage(
            "exceeded its limit of -1.0 seconds; allow more by cell-minutes under 'limits' of the grid,"
                + " or --cell-minutes of 'attack'");
    assertThatCode(() -> within(3600).requireInTime()).doesNotThrowAnyException();
  }
}
