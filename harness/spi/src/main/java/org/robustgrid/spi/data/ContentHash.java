package org.robustgrid.spi.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * SHA-256 in lower-case hexadecimal, for a data set's {@link Dataset#identity} and for the keys of
 * artifacts.
 *
 * @since 0.1
 */
public final class ContentHash {

  private static final int BLOCK = 256;
  private static final FileHashes FILES = FileHashes.ofUser();

  private ContentHash() {}

  /** Of bytes. */
  public static String of(byte[] content) {
    return hex(digest().digest(content));
  }

  /** Of hashes, in order: the identity of several files together. */
  public static String of(List<String> hashes) {
    return of(String.join("\n", hashes).getBytes(StandardCharsets.US_ASCII));
  }

  /**
   * Of all images and labels of a view.
   *
   * @param length numbers per image
   */
  public static String of(DataView view, int length) {
    MessageDigest digest = digest();
    float[] images = new float[BLOCK * length];
    int[] labels = new int[BLOCK];
    ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES * BLOCK * (length + 1));
    for (int from = 0; from < view.size(); from += BLOCK) {
      int rows = Math.min(BLOCK, view.size() - from);
      int[] indices = new int[rows];
      for (int i = 0; i < rows; i++) {
        indices[i] = from + i;
      }
      view.read(indices, images, labels);
      bytes.clear();
      bytes.asIntBuffer().put(labels, 0, rows);
      bytes.position(Integer.BYTES * rows);
      bytes.asFloatBuffer().put(images, 0, rows * length);
      digest.update(bytes.array(), 0, Integer.BYTES * rows * (length + 1));
    }
    return hex(digest.digest());
  }

  /**
   * Of a file. The hash is kept in the user's cache folder ({@code ~/.cache/robustgrid}, or what
   * the system property {@code robustgrid.cache} names; {@code none} keeps nothing), and the file
   * read again only if its size, times or number in the file system are not what they were.
   *
   * @throws DataException when the file cannot be read
   */
  public static String of(Path file) {
    try {
      return FILES.of(file);
    } catch (NoSuchFileException e) {
      throw new DataException(file + " does not exist; check the path", e);
    } catch (IOException e) {
      throw new DataException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  static String hex(byte[] hash) {
    return HexFormat.of().formatHex(hash);
  }

  static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
