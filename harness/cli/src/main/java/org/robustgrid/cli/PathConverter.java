package org.robustgrid.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads paths, and says what to do where this process cannot spell them. */
final class PathConverter implements ITypeConverter<Path> {

  private final String encoding;

  PathConverter() {
    this(System.getProperty("sun.jnu.encoding", "unknown"));
  }

  /**
   * A converter.
   *
   * @param encoding of the names of files
   */
  PathConverter(String encoding) {
    this.encoding = encoding;
  }

  @Override
  public Path convert(String value) {
    try {
      return Path.of(value);
    } catch (InvalidPathException e) {
      throw new TypeConversionException(
          "'"
              + value
              + "' is not a path: "
              + e.getReason()
              + (encoding.equalsIgnoreCase("UTF-8")
                  ? ""
                  : "; Java takes the names of files for "
                      + encoding
                      + " here: start by the script robustgrid, or set LC_ALL=C.UTF-8"));
    }
  }
}
