package org.robustgrid.engine.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelFileTest {

  private static final KernelTable TABLE =
      new KernelTable(
          "onednn-avx2",
          "a processor",
          2,
          List.of(new Kernel("forward of \"this\"", 64, "direct", "jit:avx2")));

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = Files.writeString(folder.resolve("kernels.json"), KernelFile.text(TABLE));
  }

  private void requireDamage(String what) {
    assertThatThrownBy(() -> KernelFile.read(file, "onednn-avx2"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll("kernels.json", what, "put the original back");
  }

  @Test
  void whatWasWrittenIsRead() {
    assertThat(KernelFile.read(file, "onednn-avx2")).isEqualTo(TABLE);
  }

  @Test
  void aMissingFileIsNamed() {
    assertThatThrownBy(() -> KernelFile.read(folder.resolve("none.json"), "onednn-avx2"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll("there is no table of kernels", "none.json", "give");
  }

  @Test
  void aChangedChoiceIsNoticed() throws IOException {
    Files.writeString(file, Files.readString(file).replace("direct", "winograd"));

    requireDamage("does not match its sha256");
  }

  @Test
  void aFileCutShortIsNoticed() throws IOException {
    Files.writeString(file, Files.readString(file).substring(0, 60));

    requireDamage("Unexpected end-of-input");
  }

  @Test
  void anotherFormatIsNoticed() throws IOException {
    Files.writeString(file, Files.readString(file).replace("\"format\" : 1", "\"format\" : 2"));

    requireDamage("its format is 2, not 1");
  }

  @Test
  void aTableOfAnotherNativeLibraryIsRefusedWithTheWaysOut() {
    assertThatThrownBy(() -> KernelFile.read(file, "onednn-avx512"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll(
            "measured with the native library onednn-avx2",
            "onednn-avx512 computes here",
            "--native onednn-avx2");
  }

  @Test
  void aProcessorIsKnownByItsName() {
    assertThat(Processor.name(List.of("processor\t: 0", "model name\t: Fast CPU", "flags : avx")))
        .isEqualTo("Fast CPU");
  }
}
