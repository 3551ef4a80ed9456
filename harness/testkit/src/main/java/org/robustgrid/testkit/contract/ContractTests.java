package org.robustgrid.testkit.contract;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DynamicTest;

/** Turns the checks of a contract into tests of JUnit 5. */
public final class ContractTests {

  private ContractTests() {}

  /** One test for each check; it fails with what was broken. */
  public static Stream<DynamicTest> of(List<ContractCheck> checks) {
    return checks.stream().map(ContractTests::test);
  }

  private static DynamicTest test(ContractCheck check) {
    return DynamicTest.dynamicTest(
        check.name(),
        () -> {
          List<String> violations = check.violations();
          if (!violations.isEmpty()) {
            Assertions.fail(check.name() + ": " + String.join("; ", violations));
          }
        });
  }
}
