package org.robustgrid.run.coordinator;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/** The last lines a worker printed since it took its unit, from standard output and its log. */
final class LastLines {

  private static final int LINES = 5;
  private static final int BYTES = 2000;

  private final Path log;
  private final Deque<String> lines = new ArrayDeque<>();
  private long mark;

  LastLines(Path log) {
    this.log = log;
    mark();
  }

  /** Forgets the lines so far. */
  synchronized void mark() {
    lines.clear();
    try {
      mark = Files.exists(log) ? Files.size(log) : 0;
    } catch (IOException e) {
      mark = 0;
    }
  }

  synchronized void add(String line) {
    lines.add(line);
    if (lines.size() > LINES) {
      lines.remove();
    }
  }

  /** The lines, joined; empty if there were none. */
  synchronized String text() {
    Deque<String> all = new ArrayDeque<>();
    tail().lines().filter(l -> !l.isBlank()).forEach(all::add);
    while (all.size() > LINES) {
      all.remove();
    }
    all.addAll(lines);
    return String.join(" | ", all);
  }

  private String tail() {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      long from = Math.max(mark, file.length() - BYTES);
      byte[] bytes = new byte[(int) Math.max(0, file.length() - from)];
      file.seek(from);
      file.readFully(bytes);
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }
}
