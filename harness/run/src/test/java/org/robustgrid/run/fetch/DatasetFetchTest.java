package org.robustgrid.run.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.base.UserException;
import org.robustgrid.base.files.Sha256;
import org.robustgrid.spi.Monitor;
import org.robustgrid.spi.data.Download;

class DatasetFetchTest {

  private static final byte[] CONTENT = content(200_000, 1);

  private static final RemoteFile.Patience SHORT =
      new RemoteFile.Patience(Duration.ofSeconds(10), Duration.ofMillis(300), Duration.ofMillis(1));

  @TempDir Path folder;

  private static byte[] content(int length, int factor) {
    byte[] content = new byte[length];
    for (int i = 0; i < length; i++) {
      content[i] = (byte) (i * factor + i / 251);
    }
    return content;
  }

  private static Download.Builder file(FileServer server) {
    return Download.builder(server.address("shapes.bin"));
  }

  private static Download known(FileServer server) {
    return file(server).size(CONTENT.length).sha256(Sha256.of(CONTENT)).build();
  }

  private DatasetFetch fetch() {
    return new DatasetFetch(folder, Monitor.NONE, SHORT, FullDisk::free);
  }

  private void assertRefused(Download download, String... words) {
    assertThatThrownBy(() -> fetch().fetch(download))
        .isInstanceOf(UserException.class)
        .message()
        .contains(words);
  }

  private void assertFetched() throws IOException {
    assertThat(Files.readAllBytes(folder.resolve("shapes.bin"))).isEqualTo(CONTENT);
    assertThat(names()).containsExactly("shapes.bin");
  }

  private String[] names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toArray(String[]::new);
    }
  }

  @Test
  void a_file_is_fetched_checked_and_not_fetched_twice() throws IOException {
    try (FileServer server = new FileServer(CONTENT)) {
      assertThat(fetch().fetch(known(server))).contains("SHA-256 as expected");
      assertFetched();
      assertThat(fetch().fetch(known(server))).isEqualTo("is there");
      assertThat(server.ranges()).containsExactly("");
    }
  }

  @Test
  void a_transfer_resumes_where_it_was_cut() throws IOException {
    try (FileServer server = new FileServer(CONTENT).cutting(2, 50_000)) {
      fetch().fetch(known(server));
      assertFetched();
      assertThat(server.ranges()).hasSize(3).startsWith("");
      assertThat(server.ranges().get(2)).startsWith("bytes=");
    }
  }

  @Test
  void a_later_command_resumes_what_an_earlier_one_left() throws IOException {
    Files.write(folder.resolve("shapes.bin.part"), Arrays.copyOf(CONTENT, 70_000));
    try (FileServer server = new FileServer(CONTENT)) {
      fetch().fetch(known(server));
      assertFetched();
      assertThat(server.ranges()).containsExactly("bytes=70000-");
    }
  }

  @Test
  void a_server_that_ignores_ranges_sends_all_again() throws IOException {
    Files.write(folder.resolve("shapes.bin.part"), Arrays.copyOf(CONTENT, 70_000));
    try (FileServer server = new FileServer(CONTENT).ignoringRanges()) {
      fetch().fetch(known(server));
      assertFetched();
    }
  }

  @Test
  void a_part_is_not_continued_with_the_rest_of_another_version() throws IOException {
    byte[] other = content(CONTENT.length, 3);
    Files.write(folder.resolve("shapes.bin.part"), Arrays.copyOf(other, 70_000));
    Files.writeString(folder.resolve("shapes.bin.part.etag"), "\"0\"");
    try (FileServer server = new FileServer(CONTENT)) {
      fetch().fetch(known(server));
      assertFetched();
    }
  }

  @Test
  void a_connection_that_is_cut_again_and_again_is_reported_and_its_part_is_kept()
      throws IOException {
    try (FileServer server = new FileServer(CONTENT).cutting(100, 0)) {
      Files.write(folder.resolve("shapes.bin.part"), Arrays.copyOf(CONTENT, 70_000));
      assertRefused(known(server), "cut off after 70000 of 200000 bytes", "resumes", "--from");
      assertThat(names()).contains("shapes.bin.part");
    }
  }

  @Test
  void a_silent_server_is_left() {
    try (FileServer server = new FileServer(CONTENT).stalling()) {
      assertRefused(file(server).build(), "nothing came any more");
    }
  }

  @Test
  void a_file_with_a_wrong_hash_is_kept_aside_and_named() throws IOException {
    byte[] other = content(CONTENT.length, 3);
    try (FileServer server = new FileServer(other)) {
      Path aside = folder.resolve("shapes.bin.refused");
      assertRefused(
          known(server),
          "SHA-256 " + Sha256.of(other),
          "expected " + Sha256.of(CONTENT),
          aside.toString());
      assertThat(Files.readAllBytes(aside)).isEqualTo(other);
      assertThat(names()).containsExactly("shapes.bin.refused");
      server.replacing(CONTENT);
      fetch().fetch(known(server));
      assertThat(names()).contains("shapes.bin");
    }
  }

  @Test
  void where_the_authors_publish_an_md5_alone_it_is_what_is_checked() throws IOException {
    byte[] hello = "hello".getBytes(StandardCharsets.US_ASCII);
    try (FileServer server = new FileServer(hello)) {
      Download right = file(server).md5("5d41402abc4b2a76b9719d911017c592").build();
      assertThat(fetch().fetch(right)).contains("MD5 as published", "no SHA-256 is known");
      Files.delete(folder.resolve("shapes.bin"));
      assertRefused(
          file(server).md5("5d41402abc4b2a76b9719d911017c593").build(),
          "MD5 5d41402abc4b2a76b9719d911017c592");
    }
  }

  @Test
  void a_file_of_another_size_is_refused_before_it_is_fetched() throws IOException {
    try (FileServer server = new FileServer(CONTENT)) {
      assertRefused(file(server).size(7).build(), "200000 bytes", "expected 7", "--from");
      assertThat(names()).doesNotContain("shapes.bin");
    }
  }

  @Test
  void an_address_without_the_file_is_reported_with_its_status() {
    try (FileServer server = new FileServer(CONTENT).answering(404)) {
      assertRefused(known(server), server.address("shapes.bin"), "404", "--from");
    }
    try (FileServer server = new FileServer(CONTENT).answering(503)) {
      assertRefused(known(server), "status 503", "run the command again");
      assertThat(server.ranges()).hasSize(4);
    }
  }

  @Test
  void a_file_got_elsewhere_is_checked_like_a_fetched_one() throws IOException {
    Path elsewhere = Files.createTempDirectory(folder, "elsewhere").resolve("mine.bin");
    Files.write(elsewhere, CONTENT);
    Path to = folder.resolve("to");
    DatasetFetch fetch = new DatasetFetch(to, Monitor.NONE);
    try (FileServer server = new FileServer(CONTENT)) {
      assertThat(fetch.take(known(server), elsewhere)).contains("SHA-256 as expected");
      assertThat(Files.readAllBytes(to.resolve("shapes.bin"))).isEqualTo(CONTENT);
      assertThat(elsewhere).exists();
      assertThat(server.ranges()).isEmpty();
      Files.delete(to.resolve("shapes.bin"));
      Files.write(elsewhere, content(CONTENT.length, 3));
      assertThatThrownBy(() -> fetch.take(known(server), elsewhere))
          .isInstanceOf(UserException.class)
          .hasMessageContaining(elsewhere + " has the SHA-256");
      assertThat(to.resolve("shapes.bin")).doesNotExist();
    }
  }

  @Test
  void a_disk_without_room_is_reported_before_anything_is_fetched() {
    try (FileServer server = new FileServer(CONTENT)) {
      DatasetFetch fetch =
          new DatasetFetch(folder, Monitor.NONE, SHORT, path -> Optional.of(150_000L));
      assertThatThrownBy(() -> fetch.fetch(known(server)))
          .isInstanceOf(UserException.class)
          .hasMessageContainingAll("150.0 kB free", "200.0 kB are needed", "--to");
      assertThat(server.ranges()).isEmpty();
    }
  }

  @Test
  void a_disk_that_is_full_meanwhile_is_reported_as_such() throws IOException {
    Path device = Path.of("/dev/full");
    assumeTrue(Files.isWritable(device));
    Path full = Files.createSymbolicLink(folder.resolve("shapes.bin.part"), device);
    try (FileServer server = new FileServer(CONTENT)) {
      RemoteFile remote =
          new RemoteFile(HttpClient.newHttpClient(), known(server), SHORT, Monitor.NONE);
      assertThatThrownBy(() -> remote.transfer(full))
          .isInstanceOf(IOException.class)
          .satisfies(e -> assertThat(FullDisk.caused((IOException) e)).isTrue())
          .satisfies(
              e ->
                  assertThat(FullDisk.error(full, (IOException) e, true))
                      .hasMessageContainingAll(
                          "the disk of " + folder + " is full", "resumes", "--to"));
    }
  }

  @Test
  void another_command_that_fetches_into_the_folder_is_waited_for() throws IOException {
    try (FileServer server = new FileServer(CONTENT);
        FileChannel channel =
            FileChannel.open(
                folder.resolve(".fetch.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      assertThat(lock.isValid()).isTrue();
      assertRefused(known(server), "another command fetches into " + folder);
    }
  }
}
