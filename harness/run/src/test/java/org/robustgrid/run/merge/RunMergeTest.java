package org.robustgrid.run.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.base.UserException;
import org.robustgrid.engine.tuning.Kernel;
import org.robustgrid.engine.tuning.KernelTable;
import org.robustgrid.run.folder.RunFolder;
import org.robustgrid.run.folder.RunKernels;
import org.robustgrid.run.folder.RunLock;
import org.robustgrid.run.folder.RunManifest;
import org.robustgrid.run.folder.RunSeal;
import org.robustgrid.run.plan.ExecutionProfile;
import org.robustgrid.run.plan.Grids;

class RunMergeTest {

  private static final String LIBRARY = "onednn-avx2";
  private static final KernelTable TABLE =
      new KernelTable(LIBRARY, "cpu", 1, List.of(new Kernel("sum", 8, "direct", "jit")));
  private static final ExecutionProfile PROFILE =
      ExecutionProfile.standard(LIBRARY).withKernels(TABLE);

  @TempDir private Path root;

  private RunFolder folder(String name) {
    return new RunFolder(root.resolve(name));
  }

  private RunFolder run(String name, String grid) {
    RunFolder folder = folder(name);
    new RunManifest(Grids.plan(grid), PROFILE).write(folder);
    try (RunLock lock = RunLock.acquire(folder)) {
      RunKernels.write(folder, lock, TABLE);
    }
    return folder;
  }

  private RunFolder part(String name) {
    return run(name, Grids.SMALL);
  }

  private RunFolder without(RunFolder folder) throws IOException {
    Files.delete(folder.kernels());
    return folder;
  }

  private static void merge(RunFolder out, RunFolder... parts) {
    RunMerge.merge(List.of(parts), out, note -> {});
  }

  @Test
  void takes_the_table_of_kernels_from_a_part_that_has_it() throws IOException {
    RunFolder whole = part("b");
    RunFolder out = folder("out");
    merge(out, without(part("a")), whole);

    assertThat(out.kernels()).hasSameBinaryContentAs(whole.kernels());
    assertThat(RunManifest.read(out).profile()).isEqualTo(PROFILE);
  }

  @Test
  void gives_a_merged_run_that_lost_its_table_the_parts() throws IOException {
    RunFolder out = without(part("out"));
    merge(out, part("a"));

    assertThat(RunKernels.problem(out, PROFILE)).isEmpty();
  }

  @Test
  void keeps_the_table_of_a_merged_run_where_the_parts_lost_theirs() throws IOException {
    RunFolder out = part("out");
    merge(out, without(part("a")));

    assertThat(RunKernels.problem(out, PROFILE)).isEmpty();
  }

  @Test
  void refuses_parts_of_which_none_has_the_table_before_it_writes_a_manifest() throws IOException {
    RunFolder out = folder("out");
    RunFolder part = without(part("a"));

    assertThatThrownBy(() -> merge(out, part))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("kernels.json is missing");
    assertThat(out.manifest()).doesNotExist();
  }

  @Test
  void leaves_the_run_of_another_grid_as_it_is_where_it_refuses_it() throws IOException {
    RunFolder other = run("out", Grids.SMALL.replace("epochs: 4", "epochs: 5"));
    Path part = other.root().resolve(".run.json-" + UUID.randomUUID() + ".part");
    Files.writeString(part, "{");
    try (RunLock lock = RunLock.acquire(other)) {
      RunSeal.write(other, lock);
    }
    RunFolder mine = part("a");

    assertThatThrownBy(() -> merge(other, mine))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("training.epochs");
    assertThat(List.of(other.seal(), part)).allSatisfy(file -> assertThat(file).exists());
  }
}
