package org.robustgrid.numerics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EightBitsTest {

  private static final float TENTH = 0.1f;

  private static float level(float image, float original) {
    return EightBits.round(new float[] {image}, new float[] {original})[0] * 255;
  }

  @Test
  void the_nearest_level_is_taken() {
    assertThat(level(100.4f / 255, 0)).isEqualTo(100);
    assertThat(level(100.6f / 255, 0)).isEqualTo(101);
  }

  @Test
  void halfway_between_two_levels_the_original_decides() {
    // 25.5 levels
    assertThat(level(TENTH, 0)).isEqualTo(25);
    assertThat(level(1 - TENTH, 1)).isEqualTo(230);
    float grey = 100f / 255;
    assertThat(level(grey + TENTH, grey)).isEqualTo(125);
    assertThat(level(grey - TENTH, grey)).isEqualTo(75);
  }

  @Test
  void the_ends_of_the_range_stay() {
    assertThat(level(0, 0)).isZero();
    assertThat(level(1, 1)).isEqualTo(255);
  }
}
