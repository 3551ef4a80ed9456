package org.robustgrid.base.yaml;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.robustgrid.base.UserException;

/** The text of a file that a user wrote, or why there is none. */
public final class YamlFile {

  private YamlFile() {}

  /**
   * Reads a file.
   *
   * @param what the file is to be, for messages: a grid, a policy
   * @throws UserException when there is none, or it is not UTF-8 text
   */
  public static String read(Path file, String what) {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new UserException(
          "there is no " + what + " " + file + "; give the path of a YAML file", e);
    } catch (IOException e) {
      if (Files.isDirectory(file)) {
        throw new UserException(
            file + " is a folder; give the path of a " + what + ", which is a YAML file", e);
      }
      throw new UserException("cannot read " + what + " " + file + ": " + e, e);
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
    if (result.isError()) {
      throw new UserException(
          "the "
              + what
              + " "
              + file
              + " is not UTF-8 text: its line "
              + line(bytes, in.position())
              + String.format(" holds the byte 0x%02x", bytes[in.position()])
              + "; save it in UTF-8 (or is it a model?)");
    }
    return out.flip().toString();
  }

  private static int line(byte[] bytes, int position) {
    int line = 1;
    for (int i = 0; i < position; i++) {
      if (bytes[i] == '\n') {
        line++;
      }
    }
    return line;
  }
}
