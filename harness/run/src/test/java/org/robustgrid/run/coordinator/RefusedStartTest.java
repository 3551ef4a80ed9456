package org.robustgrid.run.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.base.UserException;
import org.robustgrid.engine.tuning.Kernel;
import org.robustgrid.engine.tuning.KernelTable;
import org.robustgrid.run.folder.RunFiles;
import org.robustgrid.run.folder.RunFolder;
import org.robustgrid.run.folder.RunKernels;
import org.robustgrid.run.folder.RunLock;
import org.robustgrid.run.folder.RunManifest;
import org.robustgrid.run.folder.RunSeal;
import org.robustgrid.run.plan.ExecutionProfile;
import org.robustgrid.run.plan.Grids;

/** A run that cannot go on in a folder leaves what is there, seal and all. */
class RefusedStartTest {

  private static final String LIBRARY = "onednn-avx2";
  private static final String OTHER_LIMITS = Grids.SMALL + "limits: {cell-minutes: 3}\n";
  private static final KernelTable TABLE = table("direct");
  private static final ExecutionProfile PROFILE =
      ExecutionProfile.standard(LIBRARY).withKernels(TABLE);

  @TempDir private Path root;
  private RunFolder folder;

  private static KernelTable table(String algorithm) {
    return new KernelTable(LIBRARY, "cpu", 1, List.of(new Kernel("sum", 8, algorithm, "jit")));
  }

  @BeforeEach
  void begin() {
    folder = new RunFolder(root);
    new RunManifest(Grids.plan(Grids.SMALL), PROFILE).write(folder);
    try (RunLock lock = RunLock.acquire(folder)) {
      RunKernels.write(folder, lock, TABLE);
      RunSeal.write(folder, lock);
    }
  }

  private Map<String, String> content() {
    Map<String, String> content = new TreeMap<>();
    RunFiles.list(folder)
        .forEach(
            (name, file) -> {
              try {
                content.put(name, Files.readString(file));
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
    return content;
  }

  private void requireRefusal(
      String grid, ExecutionProfile profile, Optional<KernelTable> given, String why) {
    Map<String, String> before = content();
    RunManifest asked = new RunManifest(Grids.plan(grid), profile);
    assertThatThrownBy(
            () -> new Coordinator(Runs.OPTIONS, RunListener.NONE).run(asked, given, folder))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(why);
    assertThat(content()).isEqualTo(before);
  }

  @Test
  void of_other_threads_with_the_same_table() {
    requireRefusal(Grids.SMALL, PROFILE.withThreads(2), Optional.of(TABLE), "profile.threads");
  }

  @Test
  void of_another_grid_with_the_same_table() {
    requireRefusal(
        Grids.SMALL.replace("epochs: 4", "epochs: 5"),
        PROFILE,
        Optional.of(TABLE),
        "training.epochs");
  }

  @Test
  void of_another_table() {
    KernelTable other = table("winograd");
    requireRefusal(
        Grids.SMALL, PROFILE.withKernels(other), Optional.of(other), "profile.convolutions");
  }

  @Test
  void of_other_limits_without_the_table() throws IOException {
    Files.delete(folder.kernels());
    requireRefusal(OTHER_LIMITS, PROFILE, Optional.empty(), "kernels.json is missing");
  }
}
