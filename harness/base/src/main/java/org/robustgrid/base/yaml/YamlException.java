package org.robustgrid.base.yaml;

import java.util.List;
import org.robustgrid.base.UserException;

/** A grid cannot be run; all that is wrong with it, at once. */
public final class YamlException extends UserException {

  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  /**
   * @param source the grid's file
   * @param problems each with its place, what was expected and what exists
   */
  public YamlException(String source, List<String> problems) {
    super(
        "the grid "
            + source
            + " has "
            + (problems.size() == 1 ? "a mistake" : problems.size() + " mistakes")
            + ":\n  "
            + String.join("\n  ", problems));
    this.problems = List.copyOf(problems);
  }

  public List<String> problems() {
    return problems;
  }
}
