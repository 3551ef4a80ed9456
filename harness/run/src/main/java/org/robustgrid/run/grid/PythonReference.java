package org.robustgrid.run.grid;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.robustgrid.run.python.PythonFunction;

/**
 * A Python file and the function in it that returns a model, as {@code models.py:load} names them.
 *
 * @param file as written
 * @param function {@value PythonFunction#DEFAULT_NAME} if none is named
 */
public record PythonReference(String file, String function) {

  private static final Pattern FORM = Pattern.compile("(.*\\.py)(?::(\\w+))?", Pattern.DOTALL);

  /** The function that a text names; empty if its file is not a Python file. */
  public static Optional<PythonReference> of(String text) {
    Matcher form = FORM.matcher(text);
    return form.matches()
        ? Optional.of(
            new PythonReference(
                form.group(1),
                Optional.ofNullable(form.group(2)).orElse(PythonFunction.DEFAULT_NAME)))
        : Optional.empty();
  }
}
