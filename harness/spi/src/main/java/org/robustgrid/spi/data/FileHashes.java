package org.robustgrid.spi.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32;

/**
 * Hashes of files, kept in a folder: a file is read again only if its size, the time of its last
 * change, the time of the last change of its attributes or its number in the file system is not
 * what it was. (The last two are compared on systems that have them; a program cannot set them.)
 *
 * <p>Damaged entries are ignored, and files that changed a moment ago are not stored: they might
 * change again within the same tick of the file system's clock. A hash that cannot be stored is
 * computed again the next time, without a warning. Thread-safe.
 */
final class FileHashes {

  private static final long TICK_SECONDS = 2;
  private static final int BUFFER = 1 << 16;
  private static final char SEPARATOR = '\t';

  private final Optional<Path> folder;
  private final Clock clock;
  private final Map<Path, Map<String, String>> known = new ConcurrentHashMap<>();
  private final Map<Path, Path> lists = new ConcurrentHashMap<>();
  private final AtomicInteger computed = new AtomicInteger();

  FileHashes(Optional<Path> folder, Clock clock) {
    this.folder = folder;
    this.clock = clock;
  }

  /** Those in the user's cache folder. */
  static FileHashes ofUser() {
    return new FileHashes(DataFolders.cache(), Clock.systemUTC());
  }

  /** How many hashes were computed from files' content. */
  int computed() {
    return computed.get();
  }

  /**
   * The SHA-256 of a file's content, in hexadecimal.
   *
   * @throws IOException when it cannot be read
   */
  String of(Path file) throws IOException {
    Path absolute = file.toAbsolutePath();
    // the state names the file itself, whatever links lead to it; '..' after a link does not
    Path named = absolute.equals(absolute.normalize()) ? absolute : file.toRealPath();
    String state = state(named);
    String name = named.getFileName() == null ? "" : named.getFileName().toString();
    boolean keeps = folder.isPresent() && name.chars().noneMatch(Character::isISOControl);
    Path list = keeps ? lists.computeIfAbsent(named.getParent(), this::list) : null;
    if (keeps) {
      String entry = entries(list).get(name);
      if (entry != null && entry.startsWith(state + SEPARATOR)) {
        return entry.substring(state.length() + 1);
      }
    }
    String hash = compute(named);
    // a change while it was read, or within the clock's tick, would go unnoticed
    if (keeps && state(named).equals(state) && settled(named)) {
      keep(list, name, state + SEPARATOR + hash);
    }
    return hash;
  }

  private String compute(Path file) throws IOException {
    computed.incrementAndGet();
    MessageDigest digest = ContentHash.digest();
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    }
    return ContentHash.hex(digest.digest());
  }

  /** Detects a change of a file: size, times and number. */
  private static String state(Path file) throws IOException {
    if (unix(file)) {
      // one question to the system instead of three: a folder may hold many files
      Map<String, Object> values =
          Files.readAttributes(file, "unix:size,lastModifiedTime,ctime,fileKey");
      return String.join(
          String.valueOf(SEPARATOR),
          values.get("size").toString(),
          Long.toString(((FileTime) values.get("lastModifiedTime")).to(TimeUnit.NANOSECONDS)),
          Long.toString(((FileTime) values.get("ctime")).to(TimeUnit.NANOSECONDS)),
          values.get("fileKey") == null ? "-" : values.get("fileKey").toString());
    }
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    return String.join(
        String.valueOf(SEPARATOR),
        Long.toString(attributes.size()),
        Long.toString(attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS)),
        "-",
        attributes.fileKey() == null ? "-" : attributes.fileKey().toString());
  }

  /** When a file's content or attributes last changed, if the system reports it. */
  private static Optional<FileTime> changed(Path file) throws IOException {
    return unix(file)
        ? Optional.of((FileTime) Files.getAttribute(file, "unix:ctime"))
        : Optional.empty();
  }

  private static boolean unix(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("unix");
  }

  private boolean settled(Path file) throws IOException {
    long now = clock.millis();
    long modified = Files.getLastModifiedTime(file).toMillis();
    long changed = changed(file).map(FileTime::toMillis).orElse(modified);
    return Math.max(modified, changed) < now - TimeUnit.SECONDS.toMillis(TICK_SECONDS);
  }

  /** The list of the hashes of a folder's files. */
  private Path list(Path of) {
    byte[] path = of.toString().getBytes(StandardCharsets.UTF_8);
    return folder.orElseThrow().resolve("hashes").resolve(ContentHash.of(path) + ".tsv");
  }

  /** State and hash by name; the last entry of a name counts. */
  private Map<String, String> entries(Path list) {
    return known.computeIfAbsent(list, FileHashes::read);
  }

  private static Map<String, String> read(Path list) {
    Map<String, String> entries = new ConcurrentHashMap<>();
    try {
      if (Files.isRegularFile(list)) {
        for (String line : Files.readAllLines(list)) {
          int name = line.indexOf(SEPARATOR);
          int check = line.lastIndexOf(SEPARATOR);
          if (name > 0
              && check > name
              && line.substring(check + 1).equals(check(line.substring(0, check)))) {
            entries.put(line.substring(0, name), line.substring(name + 1, check));
          }
        }
      }
    } catch (IOException e) {
      return new ConcurrentHashMap<>();
    }
    return entries;
  }

  private synchronized void keep(Path list, String name, String entry) {
    entries(list).put(name, entry);
    String line = name + SEPARATOR + entry;
    try {
      Files.createDirectories(list.getParent());
      Files.writeString(
          list,
          line + SEPARATOR + check(line) + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      // computed again the next time
      return;
    }
  }

  private static String check(String line) {
    CRC32 sum = new CRC32();
    sum.update(line.getBytes(StandardCharsets.UTF_8));
    return Long.toHexString(sum.getValue());
  }
}
