package org.robustgrid.run.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.base.UserException;
import org.robustgrid.run.folder.RunFiles;
import org.robustgrid.run.folder.RunFolder;
import org.robustgrid.run.folder.RunLock;
import org.robustgrid.run.folder.RunManifest;
import org.robustgrid.run.folder.RunSeal;
import org.robustgrid.run.plan.ExecutionProfile;
import org.robustgrid.run.plan.Grids;
import org.robustgrid.run.plan.Profiles;

/** A run that cannot go on in a folder leaves what is there, seal and all. */
@Tag("process")
class RefusedStartTest {

  private static final ExecutionProfile PROFILE =
      Profiles.of("onednn-avx2").with("convolutions", "direct");

  @TempDir private Path root;
  private RunFolder folder;

  @BeforeEach
  void begin() {
    folder = new RunFolder(root);
    new RunManifest(Grids.plan(Grids.SMALL), PROFILE).write(folder);
    try (RunLock lock = RunLock.acquire(folder)) {
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

  private void requireRefusal(String grid, ExecutionProfile profile, String why) {
    Map<String, String> before = content();
    RunManifest asked = new RunManifest(Grids.plan(grid), profile);
    assertThatThrownBy(() -> new Coordinator(Runs.OPTIONS, RunListener.NONE).run(asked, folder))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(why);
    assertThat(content()).isEqualTo(before);
  }

  @Test
  void of_other_threads() {
    requireRefusal(Grids.SMALL, PROFILE.withThreads(2), "profile.threads");
  }

  @Test
  void of_another_grid() {
    requireRefusal(Grids.SMALL.replace("epochs: 4", "epochs: 5"), PROFILE, "training.epochs");
  }

  @Test
  void of_other_convolutions() {
    requireRefusal(
        Grids.SMALL, PROFILE.with("convolutions", "winograd"), "profile.settings.convolutions");
  }

  @Test
  void of_the_measured_kernels_of_an_older_version() {
    SortedMap<String, String> settings = new TreeMap<>(PROFILE.settings());
    settings.put("convolutions", "measured:0123456789abcdef");
    ExecutionProfile measured = PROFILE.by(PROFILE.executor(), settings);
    new RunManifest(Grids.plan(Grids.SMALL), measured).write(folder);

    requireRefusal(Grids.SMALL, PROFILE, "known are winograd, direct and nd4j");
  }
}
