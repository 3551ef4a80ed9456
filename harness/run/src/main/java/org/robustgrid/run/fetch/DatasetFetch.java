package org.robustgrid.run.fetch;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.function.Function;
import org.robustgrid.base.UserException;
import org.robustgrid.run.folder.RunFolder;
import org.robustgrid.spi.Monitor;
import org.robustgrid.spi.data.Download;

/**
 * Puts the files of a data set into a folder. A file gets its name only after it was verified, and
 * an archive's files only after all were unpacked. A partial file is kept and completed the next
 * time.
 */
public final class DatasetFetch {

  /** Ending of a file that was fetched, but is not the one that was declared. */
  public static final String REFUSED = ".refused";

  private static final String PART = ".part";
  private static final String UNPACKING = ".unpacking";
  private static final String LOCK = ".fetch.lock";

  private final Path folder;
  private final Monitor monitor;
  private final RemoteFile.Patience patience;
  private final Function<Path, Optional<Long>> free;

  /**
   * Fetches into a folder, which is made if it is missing.
   *
   * @param monitor hears bytes done and bytes in all, file by file
   */
  public DatasetFetch(Path folder, Monitor monitor) {
    this(folder, monitor, RemoteFile.Patience.USUAL, FullDisk::free);
  }

  DatasetFetch(
      Path folder,
      Monitor monitor,
      RemoteFile.Patience patience,
      Function<Path, Optional<Long>> free) {
    this.folder = folder.toAbsolutePath();
    this.monitor = monitor;
    this.patience = patience;
    this.free = free;
  }

  /**
   * Fetches a file from its address, unless what it becomes is there.
   *
   * @return what was done, in words
   * @throws UserException when it cannot be fetched, is another file than declared, or cannot be
   *     unpacked; the message says what is kept
   */
  public String fetch(Download download) {
    return locked(
        download,
        () -> {
          Path part = folder.resolve(download.fileName() + PART);
          requireRoom(download, Files.isRegularFile(part) ? Files.size(part) : 0);
          HttpClient client =
              HttpClient.newBuilder()
                  .followRedirects(HttpClient.Redirect.NORMAL)
                  .connectTimeout(patience.answer())
                  .build();
          new RemoteFile(client, download, patience, monitor).into(part);
          Optional<String> difference = new Content(download, monitor).difference(part);
          Files.deleteIfExists(RemoteFile.tag(part));
          if (difference.isPresent()) {
            Path aside = folder.resolve(download.fileName() + REFUSED);
            Files.move(part, aside, StandardCopyOption.REPLACE_EXISTING);
            throw new UserException(
                download.address()
                    + " "
                    + difference.get()
                    + "; it is kept as "
                    + aside
                    + " and not used. Fetch it again, or get it elsewhere and give it with --from");
          }
          finish(download, part);
          Files.deleteIfExists(part);
          return "fetched, " + Content.check(download);
        });
  }

  /**
   * Takes a file that was got elsewhere, which stays as it is.
   *
   * @return what was done, in words
   * @throws UserException when it is another file than declared, or cannot be unpacked
   */
  public String take(Download download, Path file) {
    if (!Files.isRegularFile(file)) {
      throw new UserException("there is no file " + file + " (--from)");
    }
    return locked(
        download,
        () -> {
          requireRoom(download, 0);
          Optional<String> difference = new Content(download, monitor).difference(file);
          if (difference.isPresent()) {
            throw new UserException(
                file + " " + difference.get() + "; it is not used. Get " + download.address());
          }
          if (download.archive()) {
            finish(download, file);
          } else {
            Path part = folder.resolve(download.fileName() + PART);
            Files.copy(file, part, StandardCopyOption.REPLACE_EXISTING);
            finish(download, part);
          }
          return "taken from " + file + ", " + Content.check(download);
        });
  }

  /** What is done while nobody else writes to the folder. */
  private interface Work {
    String run() throws IOException;
  }

  private String locked(Download download, Work work) {
    if (DatasetFiles.has(folder, download)) {
      return "is there";
    }
    try {
      Files.createDirectories(folder);
      requireWay(download);
      Path file = folder.resolve(LOCK);
      try (FileChannel channel =
              FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = lock(channel)) {
        if (lock == null) {
          throw new UserException("another command fetches into " + folder + "; wait for its end");
        }
        try {
          return work.run();
        } finally {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      throw FullDisk.error(folder.resolve(download.fileName()), e, true);
    }
  }

  private static FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private void requireRoom(Download download, long have) {
    long needed = Math.max(0, download.size().orElse(0) - have) + download.unpackedSize().orElse(0);
    free.apply(folder).ifPresent(bytes -> FullDisk.requireRoom(folder, needed, bytes));
  }

  /** Folders are not merged: a half of one data set with a half of another would be neither. */
  private void requireWay(Download download) {
    for (String path : download.paths()) {
      Path target = folder.resolve(path);
      if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)
          && !Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)) {
        throw new UserException(
            target
                + " is in the way and incomplete; move it away, or name another folder with --to");
      }
    }
  }

  private void finish(Download download, Path whole) throws IOException {
    if (!download.archive()) {
      Files.move(
          whole,
          folder.resolve(download.fileName()),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
      return;
    }
    Path unpacking = folder.resolve(UNPACKING);
    RunFolder.delete(unpacking);
    Files.createDirectories(unpacking);
    try {
      new Archive(whole, download, monitor).unpack(unpacking);
      for (String path : download.paths()) {
        Path target = folder.resolve(path);
        Files.createDirectories(target.getParent());
        Files.move(unpacking.resolve(path), target, StandardCopyOption.REPLACE_EXISTING);
      }
    } finally {
      RunFolder.delete(unpacking);
    }
  }
}
