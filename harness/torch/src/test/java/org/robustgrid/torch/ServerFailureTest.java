package org.robustgrid.torch;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.robustgrid.run.python.PythonServer;
import org.robustgrid.spi.data.DataException;

/** What a user reads where there is no PyTorch process to ask; needs no PyTorch. */
class ServerFailureTest {

  @TempDir Path folder;

  @AfterEach
  void forgetTheLimit() {
    System.clearProperty(TorchServer.SECONDS);
  }

  private static void start(String interpreter) {
    try (TorchServer server = new TorchServer(interpreter, "cpu", DataType.FLOAT)) {
      server.installation();
    }
  }

  /** Python that finds a module torch of our own first. */
  private String pythonWith(String torch) throws IOException {
    String python = PythonServer.interpreter();
    assumeTrue(runs(python), "no Python");
    Files.writeString(folder.resolve("torch.py"), torch);
    return PyTorch.command(folder, "PYTHONPATH='" + folder + "' exec '" + python + "' \"$@\"");
  }

  private static boolean runs(String python) {
    try {
      return new ProcessBuilder(python, "-c", "").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Test
  void an_interpreter_that_is_missing_is_named_with_the_way_out() {
    assertThatThrownBy(() -> start("no-such-python"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("'no-such-python' cannot be started")
        .hasMessageContaining("ROBUSTGRID_PYTHON");
  }

  @Test
  void python_without_pytorch_says_so() throws IOException {
    String python = pythonWith("raise ImportError('none here')");
    assertThatThrownBy(() -> start(python))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("has no PyTorch (none here)")
        .hasMessageContaining("install PyTorch 1.13 or later");
  }

  @Test
  void a_pytorch_that_is_too_old_is_named_with_its_version() throws IOException {
    String python = pythonWith("__version__ = '1.12.1+cu113'");
    assertThatThrownBy(() -> start(python))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("has PyTorch 1.12.1+cu113, which is too old");
  }

  @Test
  void a_process_that_ends_is_reported_with_its_last_words() throws IOException {
    String python = PyTorch.command(folder, "echo out of luck >&2", "exit 3");
    assertThatThrownBy(() -> start(python))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("PyTorch process ended with exit code 3 while it was starting")
        .hasMessageContaining("out of luck");
  }

  @Test
  void a_process_that_hangs_is_given_up() throws IOException {
    System.setProperty(TorchServer.SECONDS, "1");
    String python = PyTorch.command(folder, "exec sleep 60");
    assertThatThrownBy(() -> start(python))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("gave no answer within 1 seconds while it was starting")
        .hasMessageContaining("-D" + TorchServer.SECONDS);
  }
}
