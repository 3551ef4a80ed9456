package org.robustgrid.run.python;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.robustgrid.base.files.Sha256;

/**
 * A function of a Python file that returns a model.
 *
 * @param file the Python file, absolute
 * @param name of the function
 * @param arguments by name, plain values of JSON
 * @param seconds how long the process may take to start, and for each answer
 */
public record PythonFunction(
    Path file, String name, Map<String, Object> arguments, double seconds) {

  /** The function that is called unless another is named. */
  public static final String DEFAULT_NAME = "load";

  /** A large model on a slow machine answers a batch in less. */
  public static final double DEFAULT_SECONDS = 300;

  public PythonFunction {
    arguments = new TreeMap<>(arguments);
  }

  /** Whether a file's name is that of Python code. */
  public static boolean isPython(Path file) {
    return file.toString().endsWith(".py");
  }

  /**
   * The hash of the code and of the files that arguments name, relative to the code's folder. What
   * the code imports or opens besides is not known.
   *
   * @param hash of one file
   * @throws org.robustgrid.spi.data.DataException when the file cannot be read
   */
  public String hash(Function<Path, String> hash) {
    List<Path> named = named();
    if (named.isEmpty()) {
      return hash.apply(file);
    }
    StringBuilder all = new StringBuilder(hash.apply(file));
    named.forEach(each -> all.append('\n').append(hash.apply(each)));
    return Sha256.of(all.toString());
  }

  private List<Path> named() {
    List<Path> named = new ArrayList<>();
    for (Object value : arguments.values()) {
      if (value instanceof String text && !text.isBlank() && text.indexOf('\0') < 0) {
        Path path = file.resolveSibling(text);
        if (Files.isRegularFile(path)) {
          named.add(path);
        }
      }
    }
    return named;
  }

  @Override
  public String toString() {
    return file.getFileName() + ":" + name;
  }
}
