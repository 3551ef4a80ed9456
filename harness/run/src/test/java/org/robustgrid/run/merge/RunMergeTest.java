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
import org.robustgrid.run.folder.RunFolder;
import org.robustgrid.run.folder.RunLock;
import org.robustgrid.run.folder.RunManifest;
import org.robustgrid.run.folder.RunSeal;
import org.robustgrid.run.plan.ExecutionProfile;
import org.robustgrid.run.plan.Grids;
import org.robustgrid.run.plan.Profiles;

class RunMergeTest {

  private static final ExecutionProfile PROFILE = Profiles.of("onednn-avx2");

  @TempDir private Path root;

  private RunFolder folder(String name) {
    return new RunFolder(root.resolve(name));
  }

  private RunFolder run(String name, String grid) {
    RunFolder folder = folder(name);
    new RunManifest(Grids.plan(grid), PROFILE).write(folder);
    return folder;
  }

  private static void merge(RunFolder out, RunFolder... parts) {
    RunMerge.merge(List.of(parts), out, note -> {});
  }

  @Test
  void leaves_the_run_of_another_grid_as_it_is_where_it_refuses_it() throws IOException {
    RunFolder other = run("out", Grids.SMALL.replace("epochs: 4", "epochs: 5"));
    Path part = other.root().resolve(".run.json-" + UUID.randomUUID() + ".part");
    Files.writeString(part, "{");
    try (RunLock lock = RunLock.acquire(other)) {
      RunSeal.write(other, lock);
    }
    RunFolder mine = run("a", Grids.SMALL);

    assertThatThrownBy(() -> merge(other, mine))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("training.epochs");
    assertThat(List.of(other.seal(), part)).allSatisfy(file -> assertThat(file).exists());
  }
}
