package org.robustgrid.spi.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileHashesTest {

  /** An hour later, when what was written just now is old. */
  private static final Clock LATER = Clock.offset(Clock.systemUTC(), Duration.ofHours(1));

  @TempDir private Path root;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = Files.writeString(root.resolve("data"), "first");
  }

  private FileHashes hashes(Clock clock) {
    return new FileHashes(Optional.of(root.resolve("cache")), clock);
  }

  private static String hash(String content) {
    return ContentHash.of(content.getBytes(StandardCharsets.UTF_8));
  }

  private Path list() throws IOException {
    try (Stream<Path> lists = Files.list(root.resolve("cache/hashes"))) {
      return lists.findFirst().orElseThrow();
    }
  }

  @Test
  void a_file_that_did_not_change_is_read_once_by_all_processes() throws IOException {
    assertThat(hashes(LATER).of(file)).isEqualTo(hash("first"));
    FileHashes other = hashes(LATER);
    assertThat(other.of(file)).isEqualTo(hash("first"));
    assertThat(other.of(root.resolve("../" + root.getFileName() + "/data")))
        .isEqualTo(hash("first"));
    assertThat(other.computed()).isZero();
  }

  @Test
  void a_file_of_another_size_or_time_is_read_again() throws IOException {
    hashes(LATER).of(file);
    Files.writeString(file, "longer than before");
    assertThat(hashes(LATER).of(file)).isEqualTo(hash("longer than before"));
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));
    FileHashes again = hashes(LATER);
    assertThat(again.of(file)).isEqualTo(hash("longer than before"));
    assertThat(again.computed()).isEqualTo(1);
  }

  @Test
  void a_file_that_was_changed_and_dated_back_is_read_again() throws IOException {
    assumeThat(file.getFileSystem().supportedFileAttributeViews()).contains("unix");
    FileTime time = Files.getLastModifiedTime(file);
    hashes(LATER).of(file);
    Files.writeString(file, "other");
    Files.setLastModifiedTime(file, time);
    assertThat(hashes(LATER).of(file)).isEqualTo(hash("other"));
  }

  @Test
  void a_link_that_leads_elsewhere_has_the_hash_of_what_it_leads_to() throws IOException {
    Path other = Files.writeString(root.resolve("other"), "second");
    Path link = Files.createSymbolicLink(root.resolve("link"), file);
    FileHashes hashes = hashes(LATER);
    assertThat(hashes.of(link)).isEqualTo(hash("first"));
    Files.delete(link);
    Files.createSymbolicLink(link, other);
    assertThat(hashes.of(link)).isEqualTo(hash("second"));
    assertThat(hashes(LATER).of(link)).isEqualTo(hash("second"));
  }

  @Test
  void a_folder_that_is_a_link_may_lead_elsewhere() throws IOException {
    Path one = Files.createDirectory(root.resolve("one"));
    Path two = Files.createDirectory(root.resolve("two"));
    Files.writeString(one.resolve("data"), "one's");
    Files.writeString(two.resolve("data"), "two's");
    Path link = Files.createSymbolicLink(root.resolve("folder"), one);
    FileHashes hashes = hashes(LATER);
    assertThat(hashes.of(link.resolve("data"))).isEqualTo(hash("one's"));
    Files.delete(link);
    Files.createSymbolicLink(link, two);
    assertThat(hashes.of(link.resolve("data"))).isEqualTo(hash("two's"));
  }

  @Test
  void a_file_that_changed_a_moment_ago_is_not_entered() throws IOException {
    assertThat(hashes(Clock.systemUTC()).of(file)).isEqualTo(hash("first"));
    assertThat(root.resolve("cache")).doesNotExist();
  }

  @Test
  void an_entry_that_was_changed_or_cut_short_is_not_believed() throws IOException {
    hashes(LATER).of(file);
    String line = Files.readString(list());
    for (String damaged :
        List.of(
            line.replace(hash("first"), hash("second")), line.substring(0, line.length() / 2))) {
      Files.writeString(list(), damaged);
      FileHashes again = hashes(LATER);
      assertThat(again.of(file)).isEqualTo(hash("first"));
      assertThat(again.computed()).isEqualTo(1);
    }
  }

  @Test
  void without_a_folder_or_in_one_that_cannot_be_written_every_file_is_read() throws IOException {
    FileHashes none = new FileHashes(Optional.empty(), LATER);
    none.of(file);
    none.of(file);
    assertThat(none.computed()).isEqualTo(2);
    FileHashes blocked = new FileHashes(Optional.of(file), LATER);
    assertThat(blocked.of(file)).isEqualTo(hash("first"));
  }

  @Test
  void a_file_that_is_not_there_is_an_error() {
    assertThatThrownBy(() -> hashes(LATER).of(root.resolve("gone")))
        .isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> ContentHash.of(root.resolve("gone")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("does not exist");
  }
}
