package org.robustgrid.torch;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.nd4j.linalg.api.buffer.DataType;
import org.robustgrid.run.python.PythonServer;

/** The PyTorch that tests run on, where there is one, and interpreters that are none. */
final class PyTorch {

  private static final Optional<String> FOUND =
      List.of(PythonServer.interpreter(), "/usr/bin/python3").stream()
          .filter(PyTorch::hasTorch)
          .findFirst();

  private PyTorch() {}

  private static boolean hasTorch(String interpreter) {
    try {
      Process process =
          new ProcessBuilder(interpreter, "-c", "import torch")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(120, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Its interpreter; without one, the test is left out. */
  static String interpreter() {
    assumeTrue(FOUND.isPresent(), "no Python with PyTorch: install one, or set ROBUSTGRID_PYTHON");
    return FOUND.get();
  }

  static TorchServer server(DataType precision) {
    return new TorchServer(interpreter(), "cpu", precision);
  }

  /** A command that is started in the place of Python. */
  static String command(Path folder, String... lines) throws IOException {
    Path script = folder.resolve("python");
    Files.writeString(script, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
    assumeTrue(script.toFile().setExecutable(true), "no shell scripts here");
    return script.toString();
  }
}
