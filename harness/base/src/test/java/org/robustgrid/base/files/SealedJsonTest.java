package org.robustgrid.base.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.base.UserException;

class SealedJsonTest {

  record Content(String name, List<Double> values) {}

  private static final Content CONTENT = new Content("né", List.of(0.1, 1e-300));

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void write() {
    file = folder.resolve("content.json");
    SealedJson.write(file, CONTENT);
  }

  @Test
  void reads_back_what_it_wrote() {
    assertThat(SealedJson.read(file, Content.class)).isEqualTo(CONTENT);
  }

  @Test
  void notices_every_single_changed_byte() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    for (int i = 0; i < bytes.length; i++) {
      byte[] changed = bytes.clone();
      changed[i] ^= 1;
      Files.write(file, changed);
      assertThatThrownBy(() -> SealedJson.read(file, Content.class))
          .as("byte %d", i)
          .isInstanceOf(DamagedFileException.class)
          .hasMessageContaining("content.json")
          .hasMessageContaining("Run the grid into this folder again");
    }
  }

  @Test
  void notices_a_truncated_file() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length / 2));
    assertThatThrownBy(() -> SealedJson.read(file, Content.class))
        .isInstanceOf(DamagedFileException.class);
  }

  @Test
  void says_which_file_cannot_be_written() throws IOException {
    Path inTheWay = folder.resolve("cells");
    Files.writeString(inTheWay, "a file where a folder is expected");
    assertThatThrownBy(() -> SealedJson.write(inTheWay.resolve("a.json"), CONTENT))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("cannot write")
        .hasMessageContaining("a.json");
  }

  @Test
  void leaves_nothing_behind_when_writing_fails() {
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    file,
                    out -> {
                      out.write("half of it".getBytes(StandardCharsets.UTF_8));
                      out.flush();
                      throw new IOException("No space left on device");
                    }))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("No space left on device")
        .hasMessageContaining("finished cells are kept");
    assertThat(folder.toFile().list()).containsExactly("content.json");
    assertThat(SealedJson.read(file, Content.class)).isEqualTo(CONTENT);
  }
}
