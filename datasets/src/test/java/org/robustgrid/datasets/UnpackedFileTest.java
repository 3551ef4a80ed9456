package org.robustgrid.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.data.DataFolders;

class UnpackedFileTest {

  private final String key = UUID.randomUUID().toString();
  private final AtomicInteger made = new AtomicInteger();

  private byte[] read() {
    try (Bytes bytes =
        UnpackedFile.open(
            "source",
            key,
            out -> {
              made.incrementAndGet();
              out.write(new byte[] {1, 2, 3});
            })) {
      byte[] content = new byte[3];
      bytes.read(0, content);
      return content;
    }
  }

  private Path file(String ending) {
    return DataFolders.cache().orElseThrow().resolve("unpacked").resolve(key + ending);
  }

  @Test
  void it_is_made_once() {
    assertThat(read()).containsExactly(1, 2, 3);
    assertThat(read()).containsExactly(1, 2, 3);
    assertThat(made).hasValue(1);
  }

  @Test
  void what_was_damaged_is_made_again() throws IOException {
    read();
    Files.write(file(".bin"), new byte[] {1, 2});
    assertThat(read()).containsExactly(1, 2, 3);
    Files.delete(file(".sha256"));
    assertThat(read()).containsExactly(1, 2, 3);
    assertThat(made).hasValue(3);
  }

  @Test
  void a_damaged_source_leaves_nothing() {
    assertThatThrownBy(
            () ->
                UnpackedFile.open(
                    "source",
                    key,
                    out -> {
                      out.write(1);
                      throw new DataException("source is damaged");
                    }))
        .isInstanceOf(DataException.class)
        .hasMessage("source is damaged");
    assertThat(file(".bin")).doesNotExist();
  }
}
