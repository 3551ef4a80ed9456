package org.robustgrid.testkit.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.nd4j.linalg.api.buffer.DataType;

@Tag("slow")
class GoldenVectorsTest {

  private static final Path FOLDER = Path.of("src", "test", "resources", "golden");

  @TestFactory
  Stream<DynamicTest> everyCaseMatchesInDouble() {
    return tests(DataType.DOUBLE);
  }

  @TestFactory
  Stream<DynamicTest> everyCaseMatchesInFloatWithinItsRelativeTolerance() {
    return tests(DataType.FLOAT);
  }

  private static Stream<DynamicTest> tests(DataType precision) {
    return GoldenSuite.cases(FOLDER).stream()
        .map(name -> DynamicTest.dynamicTest(name, () -> matches(FOLDER.resolve(name), precision)));
  }

  private static void matches(Path folder, DataType precision) {
    GoldenOutcome outcome = GoldenSuite.runCase(folder, precision);
    assertThat(outcome.passed()).as("%s (%s)", outcome.message(), outcome.largestError()).isTrue();
  }
}
