package org.robustgrid.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.robustgrid.base.UserException;

/** Collects what is wrong with a command's options and its grid, to report all of it at once. */
final class OptionProblems {

  private static final int MOST = 1024;

  private final List<String> messages = new ArrayList<>();

  /**
   * Requires a sensible number of processes or threads.
   *
   * @param value null if the option was not given
   */
  void requireCount(String option, Integer value) {
    if (value != null && (value < 1 || value > MOST)) {
      messages.add(
          option
              + ": expected 1 to "
              + MOST
              + ", found "
              + value
              + " (there are "
              + Runtime.getRuntime().availableProcessors()
              + " cores here); leave the option out to have it chosen");
    }
  }

  /** Reads a value; one that the user must mend is noted, and {@code otherwise} returned. */
  <T> T read(Supplier<T> value, T otherwise) {
    try {
      return value.get();
    } catch (UserException e) {
      messages.add(e.getMessage());
      return otherwise;
    }
  }

  /**
   * Reads the last value, after which nothing more can be wrong.
   *
   * @throws UserException with all that was wrong
   */
  <T> T readLast(Supplier<T> value) {
    T result = read(value, null);
    if (!messages.isEmpty()) {
      throw new UserException(String.join("\n", messages));
    }
    return result;
  }
}
