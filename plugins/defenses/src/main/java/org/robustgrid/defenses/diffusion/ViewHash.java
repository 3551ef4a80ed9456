package org.robustgrid.defenses.diffusion;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.robustgrid.spi.data.DataView;

/** SHA-256 of what a view holds, so that artifacts are shared between rows by content. */
final class ViewHash {

  private static final int BLOCK = 256;

  private ViewHash() {}

  /**
   * Hashes all images and labels.
   *
   * @param length numbers per image
   */
  static String of(DataView view, int length) {
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
    return HexFormat.of().formatHex(digest.digest());
  }

  static String of(byte[] content) {
    return HexFormat.of().formatHex(digest().digest(content));
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
