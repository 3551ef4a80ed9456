package org.robustgrid.run.worker;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.robustgrid.run.coordinator.WorkerMessage;

/** Sends the worker's messages to the coordinator, one line each. Thread-safe. */
final class MessageChannel {

  private final PrintStream out;

  MessageChannel(PrintStream out) {
    this.out = out;
  }

  synchronized void send(WorkerMessage message) {
    // a line of its own even behind native code that printed without ending its line
    byte[] line = ("\n" + message.line() + "\n").getBytes(StandardCharsets.UTF_8);
    out.write(line, 0, line.length);
    out.flush();
  }
}
