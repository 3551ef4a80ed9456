package org.robustgrid.testkit.contract;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.robustgrid.spi.attack.AttackProvider;

/**
 * The contract of attacks as tests of JUnit 5: a plugin's test class implements this and says which
 * attack it is about.
 *
 * <pre>{@code
 * class MyAttackTest implements AttackContractSuite {
 *   public AttackProvider provider() { return new MyAttackProvider(); }
 * }
 * }</pre>
 */
public interface AttackContractSuite {

  /** The attack on trial. */
  AttackProvider provider();

  /** Its parameters, for a trial that takes seconds: few steps, few queries. */
  default Map<String, ?> parameters() {
    return Map.of();
  }

  /** A test for each promise, in each norm the attack declares. */
  @TestFactory
  default Stream<DynamicTest> keepsTheContract() {
    return ContractTests.of(AttackContract.checks(provider(), parameters()));
  }
}
