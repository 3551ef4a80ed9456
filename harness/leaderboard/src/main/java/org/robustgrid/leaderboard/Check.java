package org.robustgrid.leaderboard;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A check that a leaderboard's own outcome bits decide, by the name that grids and flags give it.
 * All others are analyses of plugins, whose evidence a leaderboard records.
 */
public enum Check {
  /** More samples survive a larger ball than the smaller one inside it. */
  LARGER_EPSILON_HELPS("larger-epsilon-helps"),
  /** One gradient step breaks what many steps do not. */
  SINGLE_STEP_WINS("single-step-wins");

  private final String id;

  Check(String id) {
    this.id = id;
  }

  @JsonValue
  public String id() {
    return id;
  }

  /** The ids of all such checks. */
  public static List<String> ids() {
    return Arrays.stream(values()).map(Check::id).toList();
  }

  /** Finds a check. */
  public static Optional<Check> of(String id) {
    return Arrays.stream(values()).filter(check -> check.id.equals(id)).findFirst();
  }
}
