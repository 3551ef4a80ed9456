package org.robustgrid.run.python;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** Reads a process's standard error: forwards each line and keeps the last ones. */
final class LastWords {

  private static final int LINES = 5;

  private final Deque<String> lines = new ArrayDeque<>();
  private final Thread listener;

  /**
   * Begins to listen.
   *
   * @param log receives every line
   */
  LastWords(InputStream errors, Consumer<String> log) {
    listener = new Thread(() -> listen(errors, log), "python errors");
    listener.setDaemon(true);
    listener.start();
  }

  private void listen(InputStream errors, Consumer<String> log) {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(errors, StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        log.accept(line);
        add(line);
      }
    } catch (IOException e) {
      add("standard error cannot be read: " + e.getMessage());
    }
  }

  private synchronized void add(String line) {
    if (line.isBlank()) {
      return;
    }
    lines.add(line.strip());
    if (lines.size() > LINES) {
      lines.remove();
    }
  }

  /** Waits for a limited time until all output of an ended process is read. */
  void awaitEnd() throws InterruptedException {
    listener.join(2000);
  }

  /** The last lines as the end of a sentence; empty if nothing was said. */
  synchronized String text() {
    return lines.isEmpty() ? "" : "; its standard error ended with: " + String.join(" | ", lines);
  }
}
