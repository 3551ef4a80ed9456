package org.robustgrid.testkit.golden;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.nd4j.linalg.api.buffer.DataType;

/** A class of its own, so that it runs beside {@link GoldenVectorsTest}. */
@Tag("slow")
class GoldenVectorsInFloatTest {

  @TestFactory
  Stream<DynamicTest> everyCaseMatchesInFloatWithinItsRelativeTolerance() {
    return GoldenVectors.tests(DataType.FLOAT);
  }
}
