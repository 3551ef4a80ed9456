package org.robustgrid.cli.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** What is to be said about NVIDIA GPUs: whether there is one, and whether ND4J could run on it. */
final class Gpu {

  private static final String NONE_USED = "the CPU is used: this build has no CUDA backend";

  private Gpu() {}

  static String describe() {
    try {
      Process process =
          new ProcessBuilder("nvidia-smi", "--query-gpu=name,compute_cap", "--format=csv,noheader")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        return "none: the NVIDIA driver is installed but does not answer";
      }
      return describe(answer.lines().map(String::strip).filter(line -> !line.isEmpty()).toList());
    } catch (IOException e) {
      return "none: no NVIDIA driver was found (there is no nvidia-smi)";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "unknown: interrupted while asking the driver";
    }
  }

  /**
   * Describes GPUs.
   *
   * @param lines {@code name, compute capability}, one a GPU
   */
  static String describe(List<String> lines) {
    if (lines.isEmpty()) {
      return "none: the NVIDIA driver knows no GPU";
    }
    String gpus = lines.stream().map(Gpu::describeOne).collect(Collectors.joining("; "));
    return gpus + ". " + NONE_USED;
  }

  /** ND4J's CUDA library holds code for 3.7 to 8.6 and no PTX; 8.9 runs code of 8.6. */
  private static String describeOne(String line) {
    int comma = line.lastIndexOf(',');
    String capability = line.substring(comma + 1).strip();
    String name = comma < 0 ? line : line.substring(0, comma);
    double number;
    try {
      number = Double.parseDouble(capability);
    } catch (NumberFormatException e) {
      return name + ", compute capability unknown";
    }
    String verdict =
        number >= 9
            ? "ND4J's CUDA library cannot start on it, as it holds code for 3.7 to 8.9 only"
            : number < 3.7 ? "too old for ND4J's CUDA library" : "ND4J's CUDA library could use it";
    return name + ", compute capability " + capability + ": " + verdict;
  }
}
