package org.robustgrid.engine;

import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;

/**
 * A small network of the sweep.
 *
 * @param refusal a part of the message where it is refused, or {@code null} where it is computed
 * @param trainingRefusal the same where it is computed, but not trained
 */
record SweepCase(
    String name,
    Supplier<ComputationGraphConfiguration> configuration,
    String refusal,
    String trainingRefusal) {

  static SweepCase right(String name, Supplier<ComputationGraphConfiguration> configuration) {
    return new SweepCase(name, configuration, null, null);
  }

  SweepCase refusedAs(String message) {
    return new SweepCase(name, configuration, message, null);
  }

  SweepCase notTrainedAs(String message) {
    return new SweepCase(name, configuration, null, message);
  }

  @Override
  public String toString() {
    return name;
  }
}
