package org.robustgrid.run.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.robustgrid.base.UserException;
import org.robustgrid.spi.Monitor;
import org.robustgrid.spi.data.Download;

/**
 * A file on a server, transferred piece by piece. What came before a cut stays in the part file,
 * and the next transfer asks for the rest (RFC 9110, section 14); a server that ignores ranges
 * sends the whole file again, which replaces the part.
 */
final class RemoteFile {

  private static final int TRIES = 4;
  private static final int BUFFER = 1 << 16;

  /** The most that is taken from a server if no size is declared. */
  private static final long LARGEST = 1L << 40;

  private static final int OK = 200;
  private static final int PARTIAL = 206;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int RANGE_NOT_SATISFIABLE = 416;
  private static final int SERVER_ERROR = 500;
  private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d+)-\\d+/(\\d+|\\*)");

  /**
   * How long a server is waited for.
   *
   * @param answer for the head of an answer
   * @param silence for the next piece
   * @param pause before the transfer is tried again; longer each time
   */
  record Patience(Duration answer, Duration silence, Duration pause) {

    static final Patience USUAL =
        new Patience(Duration.ofSeconds(60), Duration.ofSeconds(60), Duration.ofSeconds(2));
  }

  private final HttpClient client;
  private final Download download;
  private final Patience patience;
  private final Monitor monitor;

  RemoteFile(HttpClient client, Download download, Patience patience, Monitor monitor) {
    this.client = client;
    this.download = download;
    this.patience = patience;
    this.monitor = monitor;
  }

  /** The file beside a part that holds the version the server gave it. */
  static Path tag(Path part) {
    return part.resolveSibling(part.getFileName() + ".etag");
  }

  /**
   * Transfers the file, or what is missing of it.
   *
   * @param part holds what came before, if it exists
   * @throws UserException when the server has no such file, sends another one, or is cut off too
   *     often; the part is kept
   */
  void into(Path part) {
    for (int tries = 1; ; tries++) {
      long before = length(part);
      try {
        transfer(part);
        return;
      } catch (IOException e) {
        if (FullDisk.caused(e)) {
          throw FullDisk.error(part, e, true);
        }
        tries = length(part) > before ? 0 : tries;
        if (tries >= TRIES) {
          throw cut(part, e);
        }
        sleep(patience.pause().multipliedBy(tries + 1));
      } catch (InterruptedException e) {
        throw interrupted();
      }
    }
  }

  /** Transfers what one connection yields; what came is in the part, however it ends. */
  void transfer(Path part) throws IOException, InterruptedException {
    long have = length(part);
    if (download.size().isPresent() && have >= download.size().getAsLong()) {
      // whole; the check of its content judges it
      return;
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(download.address())
            .timeout(patience.answer())
            .header("User-Agent", "robustgrid");
    if (have > 0) {
      request.header("Range", "bytes=" + have + "-");
      readTag(part).ifPresent(tag -> request.header("If-Range", tag));
    }
    HttpResponse<InputStream> response =
        client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) {
      long start = start(response, have);
      if (response.statusCode() == RANGE_NOT_SATISFIABLE) {
        // the part is not of this file, or is all of it without a declared size: begin again
        Files.deleteIfExists(part);
        throw new IOException("the server has no bytes after " + have);
      }
      OptionalLong total = total(response, start);
      requireSize(total);
      writeTag(part, response);
      receive(body, part, start, total);
    }
  }

  /** Where the bytes of an answer begin. */
  private long start(HttpResponse<?> response, long have) throws IOException {
    int status = response.statusCode();
    if (status == OK || status == RANGE_NOT_SATISFIABLE) {
      return 0;
    }
    if (status == PARTIAL) {
      Matcher range = contentRange(response);
      if (have == 0 || !range.matches() || Long.parseLong(range.group(1)) != have) {
        throw new IOException("the server sent another range than " + have + "-");
      }
      return have;
    }
    if (status >= SERVER_ERROR || status == TOO_MANY_REQUESTS) {
      throw new IOException("the server answers with status " + status);
    }
    throw new UserException(
        download.address()
            + " answers with status "
            + status
            + "; look for "
            + download.fileName()
            + " with a browser, and give the file with --from");
  }

  private static Matcher contentRange(HttpResponse<?> response) {
    return CONTENT_RANGE.matcher(response.headers().firstValue("Content-Range").orElse(""));
  }

  private static OptionalLong total(HttpResponse<?> response, long start) {
    OptionalLong length = response.headers().firstValueAsLong("Content-Length");
    return length.isPresent() ? OptionalLong.of(start + length.getAsLong()) : length;
  }

  private void requireSize(OptionalLong total) {
    if (total.isPresent()
        && download.size().isPresent()
        && total.getAsLong() != download.size().getAsLong()) {
      throw new UserException(
          download.address()
              + " has "
              + total.getAsLong()
              + " bytes, expected "
              + download.size().getAsLong()
              + ": the file there is another one; get the right one elsewhere and give it with"
              + " --from");
    }
  }

  private void receive(InputStream body, Path part, long start, OptionalLong total)
      throws IOException {
    OptionalLong expected = download.size().isPresent() ? download.size() : total;
    long have = start;
    try (StallGuard guard = new StallGuard(body, patience.silence());
        OutputStream out = open(part, start)) {
      byte[] buffer = new byte[BUFFER];
      for (int n = read(body, buffer, guard); n >= 0; n = read(body, buffer, guard)) {
        have += n;
        if (have > expected.orElse(LARGEST)) {
          throw new UserException(
              download.address()
                  + " sends more than the "
                  + expected.orElse(LARGEST)
                  + " bytes that were expected; nothing of it is used");
        }
        out.write(buffer, 0, n);
        guard.sign();
        monitor.progress(have, expected.orElse(0), download.fileName());
        monitor.check();
      }
    }
    if (expected.isPresent() && have < expected.getAsLong()) {
      throw new IOException("the connection ended");
    }
  }

  private static int read(InputStream body, byte[] buffer, StallGuard guard) throws IOException {
    try {
      int n = body.read(buffer);
      if (n < 0 && guard.stalled()) {
        throw new IOException("nothing came any more");
      }
      return n;
    } catch (IOException e) {
      throw guard.stalled() ? new IOException("nothing came any more", e) : e;
    }
  }

  private static OutputStream open(Path part, long start) throws IOException {
    return start > 0
        ? Files.newOutputStream(part, StandardOpenOption.APPEND)
        : Files.newOutputStream(part);
  }

  /** Remembers the version of the file, so that a part is not continued with another one's rest. */
  private static void writeTag(Path part, HttpResponse<?> response) throws IOException {
    Optional<String> tag = response.headers().firstValue("ETag").filter(t -> t.startsWith("\""));
    if (tag.isPresent()) {
      Files.writeString(tag(part), tag.get());
    } else {
      Files.deleteIfExists(tag(part));
    }
  }

  private static Optional<String> readTag(Path part) throws IOException {
    return Files.isRegularFile(tag(part))
        ? Optional.of(Files.readString(tag(part)))
        : Optional.empty();
  }

  private static long length(Path part) {
    try {
      return Files.isRegularFile(part) ? Files.size(part) : 0;
    } catch (IOException e) {
      return 0;
    }
  }

  private UserException cut(Path part, IOException cause) {
    String reason =
        cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    return new UserException(
        download.address()
            + " was cut off after "
            + length(part)
            + (download.size().isPresent() ? " of " + download.size().getAsLong() : "")
            + " bytes, "
            + TRIES
            + " times ("
            + reason
            + "); run the command again, which resumes, or get the file elsewhere and give it with"
            + " --from",
        cause);
  }

  private void sleep(Duration pause) {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private UserException interrupted() {
    Thread.currentThread().interrupt();
    return new UserException(
        "fetching "
            + download.address()
            + " was interrupted; run the command again, which resumes");
  }
}
