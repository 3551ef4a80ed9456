package org.robustgrid.run.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.robustgrid.base.UserException;
import org.robustgrid.spi.Monitor;
import org.robustgrid.spi.data.Download;

/** Compares a file with its declared size and hash. */
final class Content {

  private static final int BUFFER = 1 << 16;

  private final Download download;
  private final Monitor monitor;

  Content(Download download, Monitor monitor) {
    this.download = download;
    this.monitor = monitor;
  }

  /** What the file is compared with, in words. */
  static String check(Download download) {
    if (download.sha256().isPresent()) {
      return "SHA-256 as expected";
    }
    if (download.md5().isPresent()) {
      return "MD5 as published; no SHA-256 is known";
    }
    return download.size().isPresent()
        ? "size as expected; no hash is known"
        : "not checked: neither size nor hash is known";
  }

  /** What is wrong with a file; empty if it is the one that was declared. */
  Optional<String> difference(Path file) {
    try {
      long size = Files.size(file);
      if (download.size().isPresent() && size != download.size().getAsLong()) {
        return Optional.of("has " + size + " bytes, expected " + download.size().getAsLong());
      }
      Optional<String> sha256 = difference(file, "SHA-256", download.sha256());
      // MD5 adds nothing to a SHA-256 that is right
      return download.sha256().isPresent() ? sha256 : difference(file, "MD5", download.md5());
    } catch (IOException e) {
      throw new UserException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private Optional<String> difference(Path file, String algorithm, Optional<String> expected)
      throws IOException {
    if (expected.isEmpty()) {
      return Optional.empty();
    }
    String hash = hash(file, algorithm);
    return hash.equals(expected.get())
        ? Optional.empty()
        : Optional.of("has the " + algorithm + " " + hash + ", expected " + expected.get());
  }

  private String hash(Path file, String algorithm) throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + algorithm, e);
    }
    long size = Files.size(file);
    long done = 0;
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
        done += n;
        monitor.progress(done, size, "checking " + download.fileName());
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
