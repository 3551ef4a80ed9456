package org.robustgrid.engine.device;

import java.util.List;
import java.util.Optional;

/** What can be seen of NVIDIA's software without starting it. */
interface CudaProbe {

  /**
   * What {@code nvidia-smi} answered.
   *
   * @param exitCode 0 for success
   * @param lines its output, blank lines left out
   */
  record Answer(int exitCode, List<String> lines) {
    public Answer {
      lines = List.copyOf(lines);
    }

    boolean ok() {
      return exitCode == 0;
    }

    String firstLine() {
      return lines.isEmpty() ? "nothing" : lines.get(0);
    }
  }

  /** This platform, as JavaCPP names it. */
  String platform();

  /** Whether a file is on the class path. */
  boolean onClassPath(String resource);

  /** Asks the driver; empty if there is no {@code nvidia-smi}. */
  Optional<Answer> nvidiaSmi(String... arguments);

  /** What the kernel says about the driver; empty if none is loaded. */
  Optional<String> kernelModule();

  /** Whether a shared library would be found, for example libcudnn.so.8. */
  boolean finds(String library);

  /** An environment variable. */
  Optional<String> environment(String variable);
}
