package org.robustgrid.engine.library;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** The CPU's instruction sets as its operating system names them, in lower case. */
final class CpuFeatures {

  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
  private static final Set<String> RELEVANT =
      Set.of("avx", "avx2", "fma", "avx512f", "avx512bw", "avx512dq", "avx512vl", "asimd");

  private CpuFeatures() {}

  /**
   * Detects the features; empty if the system does not report them, so that only portable libraries
   * are chosen.
   */
  static Set<String> detect() {
    try {
      if (Files.isReadable(CPU_INFO)) {
        return parse(Files.readAllLines(CPU_INFO));
      }
      if (System.getProperty("os.name", "").startsWith("Mac")) {
        return parse(List.of("flags : " + sysctl()));
      }
    } catch (IOException e) {
      return Set.of();
    }
    return Set.of();
  }

  /** Reads the first processor's flags out of the lines of /proc/cpuinfo. */
  static Set<String> parse(List<String> lines) {
    Set<String> features = new TreeSet<>();
    for (String line : lines) {
      if (line.startsWith("flags") || line.startsWith("Features")) {
        String flags = line.substring(line.indexOf(':') + 1).toLowerCase(Locale.ROOT).trim();
        for (String flag : flags.split("\\s+")) {
          if (RELEVANT.contains(flag)) {
            features.add(flag);
          }
        }
        return features;
      }
    }
    return features;
  }

  private static String sysctl() throws IOException {
    Process process =
        new ProcessBuilder("sysctl", "-n", "machdep.cpu.features", "machdep.cpu.leaf7_features")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String answer = new String(process.getInputStream().readAllBytes());
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroy();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return answer.replace('\n', ' ');
  }
}
