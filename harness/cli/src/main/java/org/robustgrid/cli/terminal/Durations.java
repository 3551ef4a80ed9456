package org.robustgrid.cli.terminal;

import java.util.Locale;

/** Spans of time in words. */
public final class Durations {

  private Durations() {}

  /** Seconds as {@code 8.3 s}, {@code 2 min 5 s} or {@code 3 h 12 min}. */
  public static String words(double seconds) {
    if (seconds < 59.95) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    return whole(seconds);
  }

  /** The same in whole seconds, as suits an estimate. */
  public static String whole(double seconds) {
    long whole = Math.round(seconds);
    if (whole < 60) {
      return whole + " s";
    }
    if (whole < 3600) {
      return whole / 60 + " min " + whole % 60 + " s";
    }
    return whole / 3600 + " h " + whole % 3600 / 60 + " min";
  }
}
