package org.robustgrid.run.plan;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.robustgrid.run.python.PythonFunction;
import org.robustgrid.spi.Access;

/**
 * How the Python code of a model is called, and which answers the model provides.
 *
 * @param function of the file that returns the model
 * @param arguments of the function
 * @param gives what attacks can see of it
 * @param randomised whether it says that it draws randomness
 * @param seconds how long it may take for an answer; decides no result
 */
public record PlannedPython(
    String function,
    Map<String, Object> arguments,
    Access gives,
    boolean randomised,
    double seconds) {

  public PlannedPython {
    arguments = new TreeMap<>(arguments);
  }

  /** The function of a file. */
  public PythonFunction of(Path file) {
    return new PythonFunction(file.toAbsolutePath().normalize(), function, arguments, seconds);
  }

  /** As a grid says it. */
  Map<String, Object> shown() {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("function", function);
    if (!arguments.isEmpty()) {
      shown.put("arguments", arguments);
    }
    return shown;
  }
}
