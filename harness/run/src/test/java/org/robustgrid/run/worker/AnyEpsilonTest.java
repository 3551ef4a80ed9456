package org.robustgrid.run.worker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.robustgrid.spi.Domain;

class AnyEpsilonTest {

  private static final Domain PLANE = new Domain(-20, 20);

  @Test
  void anyImageMayBecomeGreyAtHalfTheRange() {
    assertThat(AnyEpsilon.of("linf", Domain.UNIT, 1, 28, 28)).hasValue(0.5);
  }

  @Test
  void otherDataNeedTheWholeRange() {
    assertThat(AnyEpsilon.of("linf", PLANE, 2)).hasValue(40);
  }

  @Test
  void underOtherNormsTheDiameterIsNeeded() {
    assertThat(AnyEpsilon.of("l2", PLANE, 4)).hasValue(80);
    assertThat(AnyEpsilon.of("l2", Domain.UNIT, 1, 28, 28)).hasValue(28);
    assertThat(AnyEpsilon.of("l1", PLANE, 4)).hasValue(160);
  }

  @Test
  void withoutABoxThereIsNone() {
    assertThat(AnyEpsilon.of("linf", Domain.UNBOUNDED, 2)).isEmpty();
  }
}
