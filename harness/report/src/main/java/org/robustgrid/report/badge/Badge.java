package org.robustgrid.report.badge;

import java.util.LinkedHashMap;
import java.util.Map;
import org.robustgrid.base.files.PrettyJson;
import org.robustgrid.leaderboard.Board;
import org.robustgrid.leaderboard.Distance;
import org.robustgrid.leaderboard.Row;
import org.robustgrid.report.text.Distances;
import org.robustgrid.report.text.Numerals;
import org.robustgrid.report.text.Outcome;

/**
 * The worst case of a row with its interval. Its colour shows whether the figure is reliable, not
 * whether it is high, since that depends on the task.
 *
 * @param label left part
 * @param message right part
 * @param reliability whether the figure can be relied on
 * @param description all of it in a sentence, for those who do not see the image
 */
public record Badge(String label, String message, Reliability reliability, String description) {

  /** The reliability of a figure. */
  public enum Reliability {
    /** Measured, without a flag of a check. */
    RELIABLE("blue", "#0b5394"),
    /** An upper bound: a check found signs that attacks failed. */
    BOUND("orange", "#96500b"),
    /** There is no figure. */
    NONE("lightgrey", "#59626d");

    private final String name;
    private final String colour;

    Reliability(String name, String colour) {
      this.name = name;
      this.colour = colour;
    }
  }

  /**
   * A row's badge.
   *
   * @param title of the board
   * @param label left part; null for what is measured and the board's title
   */
  public static Badge of(Board board, String title, Row row, String label) {
    Distance distance = Distances.worst(row);
    Outcome outcome = Outcome.worst(row);
    String what = board.threatModel().minimumDistance() ? "median distance" : "worst-case accuracy";
    String message = outcome.word();
    boolean measured = true;
    if (distance != null) {
      message = Distances.median(distance, row) + " " + Distances.medianInterval(distance);
    } else if (outcome instanceof Outcome.Measured rate) {
      message = rate.sign() + Numerals.rate(rate.rate());
    } else {
      measured = false;
    }
    return new Badge(
        label == null ? what + ", " + title : label,
        message,
        !measured ? Reliability.NONE : row.unreliable() ? Reliability.BOUND : Reliability.RELIABLE,
        row.label() + " on " + board.dataset() + ", " + title + ": " + what + " " + message);
  }

  /** The badge as JSON of the endpoint that shields.io reads (schema version 1). */
  public String json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("schemaVersion", 1);
    json.put("label", label);
    json.put("message", message);
    json.put("color", reliability.name);
    if (reliability == Reliability.NONE) {
      json.put("isError", true);
    }
    return PrettyJson.write(json);
  }

  /** The badge as an SVG image. */
  public String svg() {
    return BadgeSvg.draw(this, reliability.colour);
  }
}
