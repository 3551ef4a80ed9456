package org.robustgrid.testkit.golden;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.nd4j.linalg.api.buffer.DataType;

@Tag("slow")
class GoldenVectorsTest {

  @TestFactory
  Stream<DynamicTest> everyCaseMatchesInDouble() {
    return GoldenVectors.tests(DataType.DOUBLE);
  }
}
