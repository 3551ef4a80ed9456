package org.robustgrid.testkit.contract;

import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * One promise of a contract, and how it is put to the test.
 *
 * @param name the promise, as a sentence about the plugin
 * @param trial lists what was broken, one sentence each
 */
public record ContractCheck(String name, Supplier<List<String>> trial) {

  public ContractCheck {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(trial, "trial");
  }

  /** Runs the trial: what was broken, an exception included; empty when the promise is kept. */
  public List<String> violations() {
    try {
      return List.copyOf(trial.get());
    } catch (RuntimeException | AssertionError e) {
      return List.of("it throws " + e);
    }
  }
}
