package org.robustgrid.run.fetch;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.robustgrid.base.UserException;
import org.robustgrid.spi.Monitor;
import org.robustgrid.spi.data.Download;

/**
 * Unpacks an untrusted archive. It is refused as a whole if an entry leads outside the folder, is a
 * link or device, occurs twice, or has more bytes than declared.
 */
final class Archive {

  private static final int BUFFER = 1 << 16;
  private static final int MAGIC = 265;
  private static final int USTAR = 257;

  private final Path file;
  private final Download download;
  private final Monitor monitor;
  private long unpacked;

  Archive(Path file, Download download, Monitor monitor) {
    this.file = file;
    this.download = download;
    this.monitor = monitor;
  }

  /**
   * Unpacks what is wanted of it.
   *
   * @param folder an empty one
   * @throws UserException when the archive is refused or damaged, or the disk is full
   */
  void unpack(Path folder) {
    try {
      byte[] magic = magic();
      if (magic[0] == 'P' && magic[1] == 'K') {
        zip(folder);
      } else if ((magic[0] & 0xFF) == 0x1F && (magic[1] & 0xFF) == 0x8B) {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file), BUFFER)) {
          tar(in, folder);
        }
      } else if (new String(magic, USTAR, 5, StandardCharsets.US_ASCII).equals("ustar")) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER)) {
          tar(in, folder);
        }
      } else {
        throw refused("is no .tar, .tar.gz or .zip archive");
      }
    } catch (FileAlreadyExistsException e) {
      throw refused("holds " + folder.relativize(Path.of(e.getFile())) + " twice");
    } catch (IOException | IllegalArgumentException e) {
      if (e instanceof IOException io && FullDisk.caused(io)) {
        throw FullDisk.error(folder, io, false);
      }
      throw refused("cannot be unpacked (" + e.getMessage() + ")");
    }
    for (String path : download.paths()) {
      if (!Files.exists(folder.resolve(path))) {
        throw refused("holds no " + path);
      }
    }
  }

  private byte[] magic() throws IOException {
    byte[] magic = new byte[MAGIC];
    try (InputStream in = Files.newInputStream(file)) {
      in.readNBytes(magic, 0, MAGIC);
    }
    return magic;
  }

  private void tar(InputStream in, Path folder) throws IOException {
    try (TarArchiveInputStream tar = new TarArchiveInputStream(new Bounded(in))) {
      for (TarArchiveEntry entry = tar.getNextTarEntry();
          entry != null;
          entry = tar.getNextTarEntry()) {
        if (entry.isSymbolicLink() || entry.isLink()) {
          throw refused("holds the link " + entry.getName() + " to " + entry.getLinkName());
        }
        boolean device = entry.isCharacterDevice() || entry.isBlockDevice() || entry.isFIFO();
        if (device || entry.isSparse()) {
          throw refused(
              "holds " + entry.getName() + ", which is neither a plain file nor a folder");
        }
        unpack(entry.getName(), entry.isDirectory(), tar, folder);
      }
    }
  }

  private void zip(Path folder) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (ZipArchiveEntry entry : Collections.list(zip.getEntriesInPhysicalOrder())) {
        if (entry.isUnixSymlink()) {
          throw refused("holds the link " + entry.getName());
        }
        if (!zip.canReadEntryData(entry)) {
          throw refused("holds " + entry.getName() + ", which is encrypted or packed unusually");
        }
        try (InputStream in = new Bounded(zip.getInputStream(entry))) {
          unpack(entry.getName(), entry.isDirectory(), in, folder);
        }
      }
    }
  }

  private void unpack(String entry, boolean directory, InputStream in, Path folder)
      throws IOException {
    String name = checked(entry);
    if (name.isEmpty() || !wanted(name)) {
      return;
    }
    Path target = folder.resolve(name);
    if (directory) {
      Files.createDirectories(target);
      return;
    }
    Files.createDirectories(target.getParent());
    monitor.progress(unpacked, download.unpackedSize().getAsLong(), "unpacking " + name);
    monitor.check();
    byte[] buffer = new byte[BUFFER];
    try (OutputStream out = Files.newOutputStream(target, StandardOpenOption.CREATE_NEW)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        out.write(buffer, 0, n);
      }
    }
  }

  /** An entry's name without {@code .} and a final slash. */
  private String checked(String entry) {
    List<String> parts =
        List.of(entry.split("/")).stream()
            .filter(part -> !part.isEmpty() && !part.equals("."))
            .toList();
    boolean outside =
        entry.startsWith("/")
            || parts.contains("..")
            || entry.chars().anyMatch(c -> c == '\\' || c == ':' || Character.isISOControl(c));
    if (outside) {
      throw refused("holds '" + entry + "', a name that may lead out of its folder");
    }
    return String.join("/", parts);
  }

  private boolean wanted(String name) {
    return download.paths().stream()
        .anyMatch(path -> name.equals(path) || name.startsWith(path + "/"));
  }

  private UserException refused(String why) {
    return new UserException(file + " " + why + "; nothing of it is used");
  }

  /** Counts what comes out of a decompressor, and stops at the declared bound. */
  private final class Bounded extends FilterInputStream {

    Bounded(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int value = super.read();
      count(value < 0 ? 0 : 1);
      return value;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int n = super.read(target, offset, length);
      count(Math.max(0, n));
      return n;
    }

    @Override
    public long skip(long n) throws IOException {
      long skipped = super.skip(n);
      count(skipped);
      return skipped;
    }

    private void count(long bytes) {
      unpacked += bytes;
      if (unpacked > download.unpackedSize().getAsLong()) {
        throw refused(
            "unpacks to more than the "
                + download.unpackedSize().getAsLong()
                + " bytes that it may");
      }
    }
  }
}
