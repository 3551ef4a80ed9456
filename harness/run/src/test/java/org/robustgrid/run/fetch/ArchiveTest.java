package org.robustgrid.run.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.base.UserException;
import org.robustgrid.run.folder.RunFolder;
import org.robustgrid.spi.Monitor;
import org.robustgrid.spi.data.Download;

class ArchiveTest {

  private static final int SYMBOLIC_LINK = 0120777;

  @TempDir Path folder;
  private Path to;

  @BeforeEach
  void makeFolder() throws IOException {
    to = Files.createDirectories(folder.resolve("a/b/to"));
  }

  /** What a test puts into a tar. */
  private interface Entries {
    void write(TarArchiveOutputStream tar) throws IOException;
  }

  private Path tar(Entries entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      file(tar, "set/wanted.bin", "pixels");
      entries.write(tar);
    }
    return Files.write(folder.resolve("set.tar.gz"), bytes.toByteArray());
  }

  private static void file(TarArchiveOutputStream tar, String name, String text)
      throws IOException {
    byte[] content = text.getBytes(StandardCharsets.US_ASCII);
    TarArchiveEntry entry = new TarArchiveEntry(name, true);
    entry.setSize(content.length);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  private static void special(TarArchiveOutputStream tar, String name, byte type, String target)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, type);
    entry.setLinkName(target);
    tar.putArchiveEntry(entry);
    tar.closeArchiveEntry();
  }

  private Path zip(ZipArchiveEntry entry, String text) throws IOException {
    Path file = folder.resolve("set.zip");
    try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(file.toFile())) {
      for (ZipArchiveEntry each : List.of(new ZipArchiveEntry("set/wanted.bin"), entry)) {
        zip.putArchiveEntry(each);
        zip.write(text.getBytes(StandardCharsets.US_ASCII));
        zip.closeArchiveEntry();
      }
    }
    return file;
  }

  private void unpack(Path file, long limit) {
    Download download =
        Download.builder("https://example.org/set.tar.gz").unpacks(limit, "set/wanted.bin").build();
    RunFolder.delete(to);
    to.toFile().mkdirs();
    new Archive(file, download, Monitor.NONE).unpack(to);
  }

  private void assertRefused(Path file, String... words) {
    assertThatThrownBy(() -> unpack(file, 1_000_000))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("nothing of it is used")
        .message()
        .contains(words);
    assertThat(outside()).isEmpty();
  }

  /** What lies outside of the folder that is unpacked into, without the archive. */
  private List<Path> outside() {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> !file.startsWith(to) && !to.startsWith(file))
          .filter(file -> !file.getFileName().toString().startsWith("set."))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void what_is_wanted_is_unpacked_and_the_rest_skipped() throws IOException {
    unpack(tar(tar -> file(tar, "set/other.bin", "more")), 1_000_000);
    assertThat(to.resolve("set/wanted.bin")).hasContent("pixels");
    assertThat(to.resolve("set/other.bin")).doesNotExist();
  }

  @Test
  void zip_archives_are_unpacked_too() throws IOException {
    unpack(zip(new ZipArchiveEntry("set/other.bin"), "pixels"), 1_000_000);
    assertThat(to.resolve("set/wanted.bin")).hasContent("pixels");
    assertThat(to.resolve("set/other.bin")).doesNotExist();
  }

  @Test
  void names_that_lead_outside_are_refused() throws IOException {
    for (String name :
        List.of("../x", "set/../../x", "/x", "set\\..\\x", "C:/x", "set/wanted.bin/../../../x")) {
      assertRefused(tar(tar -> file(tar, name, "evil")), name);
    }
    assertRefused(zip(new ZipArchiveEntry("../x"), "evil"), "../x");
  }

  @Test
  void links_are_refused() throws IOException {
    assertRefused(
        tar(tar -> special(tar, "set/link", TarConstants.LF_SYMLINK, "/etc")), "link", "/etc");
    assertRefused(
        tar(tar -> special(tar, "set/link", TarConstants.LF_LINK, "/etc/passwd")), "link");
    ZipArchiveEntry link = new ZipArchiveEntry("set/link");
    link.setUnixMode(SYMBOLIC_LINK);
    assertRefused(zip(link, "/etc"), "link");
  }

  @Test
  void devices_are_refused() throws IOException {
    assertRefused(tar(tar -> special(tar, "set/pipe", TarConstants.LF_FIFO, "")), "plain file");
  }

  @Test
  void a_bomb_is_refused_when_it_exceeds_its_bound() throws IOException {
    Path bomb = tar(tar -> file(tar, "set/other.bin", "0".repeat(20_000_000)));
    assertThat(Files.size(bomb)).isLessThan(100_000);
    assertRefused(bomb, "more than the 1000000 bytes");
    assertRefused(
        zip(new ZipArchiveEntry("set/wanted.bin/more"), "0".repeat(1_000_001)),
        "more than the 1000000 bytes");
  }

  @Test
  void a_duplicate_name_is_refused() throws IOException {
    assertRefused(tar(tar -> file(tar, "./set/wanted.bin", "other")), "twice");
  }

  @Test
  void an_archive_that_lacks_what_is_wanted_or_is_none_is_refused() throws IOException {
    Path plain = Files.writeString(folder.resolve("set.txt"), "no archive");
    assertRefused(plain, "no .tar, .tar.gz or .zip");
    Download other =
        Download.builder("https://example.org/set.tar.gz").unpacks(100_000, "set/absent").build();
    Path tar = tar(entries -> {});
    assertThatThrownBy(() -> new Archive(tar, other, Monitor.NONE).unpack(to))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("holds no set/absent");
  }

  @Test
  void an_archive_that_is_cut_short_is_refused() throws IOException {
    byte[] whole = Files.readAllBytes(tar(tar -> file(tar, "set/other.bin", "more".repeat(9999))));
    Path cut = Files.write(folder.resolve("set.cut.gz"), Arrays.copyOf(whole, whole.length / 2));
    assertRefused(cut, "cannot be unpacked");
  }
}
