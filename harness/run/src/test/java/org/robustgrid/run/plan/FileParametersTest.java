package org.robustgrid.run.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.base.yaml.YamlException;

/** Files and folders that parameters name: their places and their contents. */
class FileParametersTest {

  @TempDir Path folder;

  @BeforeEach
  void write() throws IOException {
    Files.createDirectories(folder.resolve("data/deep"));
    Files.writeString(folder.resolve("data/a.txt"), "a");
    Files.writeString(folder.resolve("data/deep/b.txt"), "b");
    Files.writeString(folder.resolve("c.txt"), "c");
  }

  private PlannedPlugin plan(String parameters) {
    String row = "  - {id: reading, parameters: {" + parameters + "}}\n";
    return Grids.plan(Grids.SMALL.replace("  - plain\n", row), folder).models().get(0).defense();
  }

  @Test
  void paths_are_resolved_against_the_folder_of_the_grid() {
    PlannedPlugin planned = plan("file: c.txt, files: [c.txt, data/a.txt], folder: data");
    assertThat(planned.parameters())
        .containsEntry("file", folder.resolve("c.txt").toString())
        .containsEntry(
            "files",
            List.of(folder.resolve("c.txt").toString(), folder.resolve("data/a.txt").toString()))
        .containsEntry("folder", folder.resolve("data").toString());
    assertThat(planned.files()).containsOnlyKeys("file", "files", "folder");
    assertThat(planned.shown().get("files").toString()).startsWith("c.txt, a.txt (sha256 ");
  }

  @Test
  void the_content_of_files_decides_keys_and_their_places_do_not() throws IOException {
    PlannedPlugin before = plan("files: [data/a.txt], folder: data");
    Files.createDirectories(folder.resolve("other"));
    Files.move(folder.resolve("data"), folder.resolve("other/data"));
    PlannedPlugin moved = plan("files: [other/data/a.txt], folder: other/data");
    assertThat(moved.identity()).isEqualTo(before.identity());
    Files.writeString(folder.resolve("other/data/deep/b.txt"), "changed");
    PlannedPlugin changed = plan("files: [other/data/a.txt], folder: other/data");
    assertThat(changed.files().get("files")).isEqualTo(before.files().get("files"));
    assertThat(changed.files().get("folder")).isNotEqualTo(before.files().get("folder"));
  }

  @Test
  void what_does_not_exist_is_named() {
    assertThatThrownBy(() -> plan("files: [c.txt, gone.txt], folder: c.txt"))
        .isInstanceOf(YamlException.class)
        .hasMessageContaining("parameter 'files': there is no file " + folder.resolve("gone.txt"))
        .hasMessageContaining("parameter 'folder': there is no folder " + folder.resolve("c.txt"));
  }

  @Test
  void what_is_not_named_is_not_hashed() {
    PlannedPlugin planned = plan("");
    assertThat(planned.files()).isEmpty();
    assertThat(planned.parameters()).containsEntry("files", List.of()).containsEntry("folder", "");
  }
}
