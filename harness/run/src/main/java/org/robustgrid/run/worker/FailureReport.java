package org.robustgrid.run.worker;

import java.util.List;
import org.robustgrid.base.UserException;
import org.robustgrid.run.cell.CellFailure;
import org.robustgrid.run.coordinator.WorkUnit;
import org.robustgrid.run.coordinator.WorkerMessage;
import org.robustgrid.run.plugin.LoadFailure;
import org.robustgrid.spi.StoppedException;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.defense.DivergedException;
import org.robustgrid.spi.network.AccessException;

/** Describes why a unit failed, in a sentence and in one word. */
final class FailureReport {

  /** Chains of causes may be circles. */
  private static final int DEEPEST_CAUSE = 20;

  private FailureReport() {}

  static WorkerMessage of(WorkUnit unit, Throwable failure) {
    String kind;
    String message = failure.getMessage();
    if (outOfMemory(failure)) {
      kind = CellFailure.MEMORY;
      message =
          "ran out of memory ("
              + failure.getMessage()
              + "); give workers more memory (limits: worker-megabytes), run fewer at a time"
              + " (--workers), or lower the batch";
    } else if (failure instanceof ViolationException || failure instanceof AccessException) {
      kind = "violation";
    } else if (failure instanceof StoppedException) {
      kind = "limit";
    } else if (failure instanceof DivergedException) {
      kind = "diverged";
    } else if (failure instanceof DataException || failure instanceof UserException) {
      kind = "data";
    } else {
      kind = "plugin";
      message = failure instanceof LinkageError ? LoadFailure.describe(failure) : thrown(failure);
    }
    return WorkerMessage.failed(
        unit.id(), kind, message == null ? failure.getClass().getName() : message);
  }

  /** Native memory is reported by an error that ND4J may have wrapped; the Java heap's is bare. */
  static boolean outOfMemory(Throwable failure) {
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
      if (cause instanceof OutOfMemoryError) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }

  private static String thrown(Throwable failure) {
    List<StackTraceElement> trace = List.of(failure.getStackTrace());
    String where =
        trace.stream()
            .filter(FailureReport::isOfNeitherSpiNorJava)
            .findFirst()
            .or(() -> trace.stream().findFirst())
            .map(at -> " at " + at.getClassName() + "." + at.getMethodName() + line(at))
            .orElse("");
    return "threw " + failure + where + "; the trace is in the worker's log";
  }

  /** What SPI and JDK refuse is wrong where they were called, which the author can mend. */
  private static boolean isOfNeitherSpiNorJava(StackTraceElement at) {
    return !at.getClassName().startsWith("org.robustgrid.spi.")
        && !at.getClassName().startsWith("java.");
  }

  private static String line(StackTraceElement at) {
    return " line " + at.getLineNumber();
  }
}
