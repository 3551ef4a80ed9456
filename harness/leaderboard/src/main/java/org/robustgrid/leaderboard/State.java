package org.robustgrid.leaderboard;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How far a row, or a part of its evaluation, has come. */
public enum State {
  /** Every result is there. */
  COMPLETE,
  /** Some results of a row are not there yet. */
  INCOMPLETE,
  /** Checks that are still to be made. */
  MISSING,
  /** No result: the work failed. */
  FAILED;

  /** Its name in files and reports. */
  @JsonValue
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
