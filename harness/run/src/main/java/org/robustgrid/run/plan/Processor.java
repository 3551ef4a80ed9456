package org.robustgrid.run.plan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The processor's name, as reported by the operating system. */
public final class Processor {

  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

  private Processor() {}

  /** For example {@code Intel(R) Xeon(R) Gold 6248}; the architecture if no name is reported. */
  public static String name() {
    try {
      if (Files.isReadable(CPU_INFO)) {
        return name(Files.readAllLines(CPU_INFO));
      }
    } catch (IOException e) {
      return architecture();
    }
    return architecture();
  }

  /** Reads the first processor's name out of the lines of /proc/cpuinfo. */
  static String name(List<String> lines) {
    return lines.stream()
        .filter(line -> line.startsWith("model name") && line.contains(":"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElseGet(Processor::architecture);
  }

  private static String architecture() {
    return System.getProperty("os.arch", "unknown");
  }
}
