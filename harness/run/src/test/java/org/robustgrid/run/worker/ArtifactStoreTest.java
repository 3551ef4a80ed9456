package org.robustgrid.run.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtifactStoreTest {

  @TempDir Path root;
  private final List<String> notes = new ArrayList<>();
  private ArtifactStore store;
  private int made;

  @BeforeEach
  void open() {
    store = new ArtifactStore(root, notes::add);
  }

  private Path obtain(String key) {
    return store.obtain(
        "targets",
        key,
        folder -> {
          made++;
          assertThat(folder).isEmptyDirectory();
          Files.writeString(folder.resolve("a.txt"), "content of " + key);
        });
  }

  @Test
  void makes_an_artifact_once() {
    Path first = obtain("k");
    assertThat(obtain("k")).isEqualTo(first);
    assertThat(made).isEqualTo(1);
    assertThat(notes).isEmpty();
  }

  @Test
  void makes_anew_what_was_changed_and_says_so() throws IOException {
    Path folder = obtain("k");
    Files.writeString(folder.resolve("a.txt"), "edited");
    assertThat(obtain("k").resolve("a.txt")).hasContent("content of k");
    assertThat(notes)
        .singleElement()
        .asString()
        .contains("'targets'", folder.toString(), "a.txt was changed", "made again");
    assertThat(folder.resolveSibling(folder.getFileName() + ".damaged").resolve("a.txt"))
        .hasContent("edited");
  }

  @Test
  void refuses_files_that_were_added_or_removed() throws IOException {
    Files.writeString(obtain("k").resolve("b.txt"), "more");
    obtain("k");
    Files.delete(obtain("k").resolve("a.txt"));
    obtain("k");
    assertThat(made).isEqualTo(3);
    assertThat(notes).hasSize(2);
  }

  @Test
  void refuses_another_artifact_in_its_place() throws IOException {
    Path a = obtain("a");
    Path b = obtain("b");
    Files.writeString(b.resolve("a.txt"), Files.readString(a.resolve("a.txt")));
    Files.copy(
        a.resolveSibling(a.getFileName() + ".seal"),
        b.resolveSibling(b.getFileName() + ".seal"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertThat(obtain("b").resolve("a.txt")).hasContent("content of b");
    assertThat(notes).singleElement().asString().contains("it holds something else: a");
  }

  @Test
  void throws_away_what_a_killed_producer_left() {
    assertThatThrownBy(
            () ->
                store.obtain(
                    "targets",
                    "k",
                    folder -> {
                      Files.writeString(folder.resolve("a.txt"), "half of it");
                      throw new IllegalStateException("killed");
                    }))
        .hasMessage("killed");
    assertThat(obtain("k").resolve("a.txt")).hasContent("content of k");
    assertThat(notes).isEmpty();
  }
}
