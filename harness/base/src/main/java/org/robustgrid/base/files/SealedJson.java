package org.robustgrid.base.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A JSON file that carries a hash of its own content, so that a changed byte is noticed: {@code
 * {"content":…,"seal":"SHA-256 of the content's bytes"}}.
 */
public final class SealedJson {

  private static final String HEAD = "{\"content\":";
  private static final String MIDDLE = ",\n\"seal\":\"";
  private static final String TAIL = "\"}\n";
  private static final int HASH_LENGTH = 64;

  private SealedJson() {}

  /** Writes a value, atomically. */
  public static void write(Path file, Object content) {
    String text = CanonicalJson.write(content);
    AtomicFile.write(file, HEAD + text + MIDDLE + Sha256.of(text) + TAIL);
  }

  /**
   * Reads a value back.
   *
   * @throws DamagedFileException when the file is not what was written
   */
  public static <T> T read(Path file, Class<T> type) {
    String text = text(file);
    int end = text.length() - TAIL.length() - HASH_LENGTH - MIDDLE.length();
    boolean shaped =
        end >= HEAD.length()
            && text.startsWith(HEAD)
            && text.startsWith(MIDDLE, end)
            && text.endsWith(TAIL);
    if (!shaped) {
      throw new DamagedFileException(file, "it is not a complete result file");
    }
    String content = text.substring(HEAD.length(), end);
    String seal = text.substring(end + MIDDLE.length(), text.length() - TAIL.length());
    if (!Sha256.of(content).equals(seal)) {
      throw new DamagedFileException(file, "its content does not match its seal");
    }
    try {
      return CanonicalJson.read(content, type);
    } catch (IllegalArgumentException e) {
      throw new DamagedFileException(file, e.getMessage());
    }
  }

  private static String text(Path file) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new DamagedFileException(file, "it is not UTF-8 text");
    } catch (IOException e) {
      throw new DamagedFileException(file, "it cannot be read: " + e.getMessage());
    }
  }
}
