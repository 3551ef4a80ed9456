package org.robustgrid.run.fetch;

import java.util.Locale;

/** Numbers of bytes in words. */
public final class ByteCount {

  private static final int STEP = 1000;

  private ByteCount() {}

  /** In decimal units, for example {@code 170.1 MB}. */
  public static String words(long bytes) {
    if (bytes < STEP) {
      return bytes + " bytes";
    }
    double value = bytes;
    int unit = 0;
    while (value >= STEP && unit < 4) {
      value /= STEP;
      unit++;
    }
    return String.format(
        Locale.ROOT, "%.1f %s", value, new String[] {"", "kB", "MB", "GB", "TB"}[unit]);
  }
}
