package org.robustgrid.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.run.executor.Executors;
import org.robustgrid.run.folder.RunFolder;
import org.robustgrid.run.folder.RunManifest;
import org.robustgrid.run.python.PythonServer;

/** A small run in PyTorch, from the command line; left out where there is no PyTorch. */
@Tag("process")
class TorchRunTest {

  private static final String PYTHON = "robustgrid.python";

  @TempDir Path folder;

  @BeforeAll
  static void findPyTorch() {
    for (String python : List.of(PythonServer.interpreter(), "/usr/bin/python3")) {
      System.setProperty(PYTHON, python);
      List<String> diagnosis = Executors.find("torch").orElseThrow().diagnosis();
      if (!diagnosis.get(0).startsWith("cannot be used")) {
        return;
      }
    }
    assumeTrue(false, "no Python with PyTorch: install one, or set ROBUSTGRID_PYTHON");
  }

  @AfterAll
  static void forgetPyTorch() {
    System.clearProperty(PYTHON);
  }

  @Test
  void a_grid_is_trained_attacked_resumed_and_audited_in_pytorch() throws Exception {
    Path grid =
        FinishedRun.gridOf(folder, "[{norm: linf, epsilon: 0.1}]", "attacks: [fgsm, pgd]\n");
    Path out = folder.resolve("run");
    CommandRun run =
        CommandRun.of("run", grid, "--out", out, "--executor", "torch", "--device", "cpu");
    assertThat(run.code()).as(run.err()).isZero();
    Map<String, String> settings = RunManifest.read(new RunFolder(out)).profile().settings();
    assertThat(settings).containsEntry("device", "cpu").containsKeys("torch", "deviceName");

    CommandRun again = CommandRun.of("run", grid, "--out", out);
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(again.out() + again.err()).contains("0 cells computed");

    CommandRun audit = CommandRun.of("audit", out, "--rerun", "100");
    assertThat(audit.code()).as(audit.out() + audit.err()).isZero();
  }

  @Test
  void a_device_that_is_not_there_is_an_error_of_the_users() throws Exception {
    Path grid = FinishedRun.gridOf(folder, "[{norm: linf, epsilon: 0.1}]", "attacks: [fgsm]\n");
    CommandRun run =
        CommandRun.of(
            "run", grid, "--out", folder.resolve("x"), "--executor", "torch", "--device", "cuda:9");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("on the device 'cuda:9'").contains("it has the devices cpu");
  }

  @Test
  void doctor_lists_pytorch_and_its_devices() {
    CommandRun doctor = CommandRun.of("doctor");
    assertThat(doctor.code()).as(doctor.err()).isZero();
    assertThat(doctor.out()).contains("executor torch").contains("PyTorch").contains("- cpu: ");
  }
}
