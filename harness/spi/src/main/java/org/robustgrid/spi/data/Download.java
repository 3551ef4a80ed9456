package org.robustgrid.spi.data;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * A file from which a data set comes: its official address, what is known of its content, and what
 * it becomes. The harness fetches it if the user asks for it, and never otherwise.
 *
 * <pre>{@code
 * Download.builder("https://www.example.org/shapes.tar.gz")
 *     .size(170_052_171)
 *     .sha256("c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd")
 *     .unpacks(200_000_000, "shapes/train.bin", "shapes/test.bin")
 *     .build();
 * }</pre>
 *
 * @since 0.1
 */
public final class Download {

  private static final Pattern SAFE_PATH =
      Pattern.compile("[^/\\\\:\\p{Cntrl}]+(/[^/\\\\:\\p{Cntrl}]+)*");

  private final URI address;
  private final OptionalLong size;
  private final Optional<String> sha256;
  private final Optional<String> md5;
  private final Optional<String> optional;
  private final OptionalLong unpackedSize;
  private final List<String> paths;
  private final List<String> names;

  private Download(Builder b) {
    this.address = b.address;
    this.size = b.size;
    this.sha256 = b.sha256;
    this.md5 = b.md5;
    this.optional = b.optional;
    this.unpackedSize = b.unpackedSize;
    this.paths = List.copyOf(b.paths);
    this.names = List.copyOf(b.names);
  }

  /**
   * Starts the description of a file.
   *
   * @param address of HTTP or HTTPS; its last part is the file's name
   * @throws IllegalArgumentException when it has another form
   */
  public static Builder builder(String address) {
    return new Builder(URI.create(address));
  }

  /** Where the file is fetched. */
  public URI address() {
    return address;
  }

  /** The file's name. */
  public String fileName() {
    return nameOf(address);
  }

  /** Its length in bytes. */
  public OptionalLong size() {
    return size;
  }

  /** The SHA-256 of its content in lower-case hexadecimal. */
  public Optional<String> sha256() {
    return sha256;
  }

  /** The MD5 of its content in lower-case hexadecimal. */
  public Optional<String> md5() {
    return md5;
  }

  /** What it is for, if the data set does without it. */
  public Optional<String> optional() {
    return optional;
  }

  /** Whether it is an archive that is unpacked. */
  public boolean archive() {
    return unpackedSize.isPresent();
  }

  /** The most bytes that its archive may unpack to, skipped entries included. */
  public OptionalLong unpackedSize() {
    return unpackedSize;
  }

  /**
   * The files or folders that are in the data set's folder when it has been fetched, with {@code /}
   * between names: its own name, or those it unpacks to.
   */
  public List<String> paths() {
    return paths.isEmpty() ? List.of(fileName()) : paths;
  }

  /** Other names under which the data set reads the file, such as that of the unpacked one. */
  public List<String> otherNames() {
    return names;
  }

  private static String nameOf(URI address) {
    String path = address.getPath() == null ? "" : address.getPath();
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /**
   * Builds a {@link Download}; fields may be added here without breaking a plugin.
   *
   * @since 0.1
   */
  public static final class Builder {
    private final URI address;
    private OptionalLong size = OptionalLong.empty();
    private Optional<String> sha256 = Optional.empty();
    private Optional<String> md5 = Optional.empty();
    private Optional<String> optional = Optional.empty();
    private OptionalLong unpackedSize = OptionalLong.empty();
    private final List<String> paths = new ArrayList<>();
    private final List<String> names = new ArrayList<>();

    private Builder(URI address) {
      boolean web = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
      if (!web || address.getHost() == null) {
        throw new IllegalArgumentException(
            "'" + address + "' is no address that begins with http:// or https:// and a host");
      }
      safe(nameOf(address), "the last part of " + address);
      this.address = address;
    }

    private static String safe(String path, String what) {
      boolean climbs =
          List.of(path.split("/")).stream().anyMatch(part -> part.equals("..") || part.equals("."));
      if (climbs || !SAFE_PATH.matcher(path).matches()) {
        throw new IllegalArgumentException(
            what + " is '" + path + "', expected names joined by '/', none of them '.' or '..'");
      }
      return path;
    }

    private static String hash(String text, int digits, String what) {
      if (!text.matches("[0-9a-f]{" + digits + "}")) {
        throw new IllegalArgumentException(
            "the " + what + " '" + text + "' must be " + digits + " digits of 0-9 and a-f");
      }
      return text;
    }

    /** Its length in bytes. */
    public Builder size(long bytes) {
      if (bytes < 1) {
        throw new IllegalArgumentException("a file of " + bytes + " bytes is not worth fetching");
      }
      size = OptionalLong.of(bytes);
      return this;
    }

    /** The SHA-256 of its content in lower-case hexadecimal. */
    public Builder sha256(String hash) {
      sha256 = Optional.of(hash(hash, 64, "SHA-256"));
      return this;
    }

    /** The MD5 of its content in lower-case hexadecimal, as many authors publish it. */
    public Builder md5(String hash) {
      md5 = Optional.of(hash(hash, 32, "MD5"));
      return this;
    }

    /**
     * Declares that the data set does without it.
     *
     * @param purpose what it is for, in words
     */
    public Builder optional(String purpose) {
      optional = Optional.of(Objects.requireNonNull(purpose, "purpose"));
      return this;
    }

    /**
     * Declares that it is an archive ({@code .tar}, {@code .tar.gz} or {@code .zip}).
     *
     * @param largest the most bytes that it may unpack to, skipped entries included
     * @param wanted files and folders within that are unpacked, with {@code /} between names;
     *     others are skipped
     */
    public Builder unpacks(long largest, String... wanted) {
      if (largest < 1 || wanted.length == 0) {
        throw new IllegalArgumentException("an archive unpacks to something of a bounded size");
      }
      unpackedSize = OptionalLong.of(largest);
      for (String path : wanted) {
        paths.add(safe(path, "a path that " + address + " unpacks to"));
      }
      return this;
    }

    /** Adds names under which the data set reads the file, too. */
    public Builder otherNames(String... added) {
      for (String name : added) {
        names.add(safe(name, "another name of " + address));
      }
      return this;
    }

    public Download build() {
      return new Download(this);
    }
  }
}
