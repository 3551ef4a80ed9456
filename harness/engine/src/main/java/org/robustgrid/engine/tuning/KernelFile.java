package org.robustgrid.engine.tuning;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.robustgrid.base.files.Sha256;

/** Tables of kernels as JSON files, which carry a hash of their content. */
public final class KernelFile {

  private static final int FORMAT = 1;

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          // one text on every system
          .defaultPrettyPrinter(
              new DefaultPrettyPrinter()
                  .withObjectIndenter(new DefaultIndenter("  ", "\n"))
                  .withArrayIndenter(new DefaultIndenter("  ", "\n")))
          .build();

  private KernelFile() {}

  @JsonPropertyOrder({"format", "nativeLibrary", "cpu", "threads", "kernels", "sha256"})
  private record Document(
      int format,
      String nativeLibrary,
      String cpu,
      int threads,
      List<Kernel> kernels,
      String sha256) {

    static Document of(KernelTable table, String sha256) {
      return new Document(
          FORMAT, table.nativeLibrary(), table.cpu(), table.threads(), table.kernels(), sha256);
    }
  }

  /** The hash that a table's file carries. */
  static String sha256(KernelTable table) {
    try {
      return Sha256.of(MAPPER.writeValueAsString(Document.of(table, "")));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record of texts and numbers can always be written", e);
    }
  }

  /** A table's file: one text for each table. */
  public static String text(KernelTable table) {
    try {
      return MAPPER
              .writerWithDefaultPrettyPrinter()
              .writeValueAsString(Document.of(table, table.sha256()))
          + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record of texts and numbers can always be written", e);
    }
  }

  /**
   * Reads a table.
   *
   * @param nativeLibrary that is to use it
   * @throws IllegalStateException when the file is missing, damaged, or of another native library
   */
  public static KernelTable read(Path file, String nativeLibrary) {
    Document document = document(file);
    if (document.format() != FORMAT) {
      throw damaged(file, "its format is " + document.format() + ", not " + FORMAT);
    }
    KernelTable table;
    try {
      table =
          new KernelTable(
              document.nativeLibrary(), document.cpu(), document.threads(), document.kernels());
    } catch (IllegalArgumentException e) {
      throw damaged(file, e.getMessage());
    }
    if (!table.sha256().equals(document.sha256())) {
      throw damaged(file, "its content does not match its sha256");
    }
    if (!table.nativeLibrary().equals(nativeLibrary)) {
      throw new IllegalStateException(
          "the table of kernels "
              + file
              + " was measured with the native library "
              + table.nativeLibrary()
              + ", but "
              + nativeLibrary
              + " computes here; measure here (--convolutions measured), or choose that library"
              + " (--native "
              + table.nativeLibrary()
              + ")");
    }
    return table;
  }

  private static Document document(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new IllegalStateException(
          "there is no table of kernels " + file + "; give the kernels.json of a measured run");
    }
    try {
      return MAPPER.readValue(Files.readAllBytes(file), Document.class);
    } catch (JsonProcessingException e) {
      throw damaged(file, e.getOriginalMessage());
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private static IllegalStateException damaged(Path file, String what) {
    return new IllegalStateException(
        file
            + " is no table of kernels, or was changed after it was written ("
            + what
            + "); put the original back, or measure anew (--convolutions measured)");
  }
}
