package org.robustgrid.testkit.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.nd4j.linalg.api.buffer.DataType;

/** Tries a promise in several precisions, and names the one in which it was broken. */
final class InPrecisions {

  private InPrecisions() {}

  /** What was broken, an exception included, each with its precision. */
  static List<String> violations(
      List<DataType> precisions, Function<DataType, List<String>> trial) {
    List<String> all = new ArrayList<>();
    for (DataType precision : precisions) {
      ContractCheck check = new ContractCheck("", () -> trial.apply(precision));
      String where = "in " + precision.name().toLowerCase(Locale.ROOT) + ": ";
      check.violations().forEach(violation -> all.add(where + violation));
    }
    return all;
  }
}
