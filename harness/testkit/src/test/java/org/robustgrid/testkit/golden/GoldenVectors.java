package org.robustgrid.testkit.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.nd4j.linalg.api.buffer.DataType;

/** A test for each reference vector of this module. */
final class GoldenVectors {

  private static final Path RESOURCES = Path.of("src", "test", "resources");
  private static final List<Path> FOLDERS =
      List.of(
          RESOURCES.resolve("golden"),
          RESOURCES.resolve("golden-analyses"),
          RESOURCES.resolve("golden-attacks"));

  private GoldenVectors() {}

  static Stream<DynamicTest> tests(DataType precision) {
    return FOLDERS.stream()
        .flatMap(folder -> GoldenSuite.cases(folder).stream().map(folder::resolve))
        .map(
            folder ->
                DynamicTest.dynamicTest(
                    folder.getFileName().toString(), () -> matches(folder, precision)));
  }

  private static void matches(Path folder, DataType precision) {
    GoldenOutcome outcome = GoldenSuite.runCase(folder, precision);
    assertThat(outcome.passed()).as("%s (%s)", outcome.message(), outcome.largestError()).isTrue();
  }
}
