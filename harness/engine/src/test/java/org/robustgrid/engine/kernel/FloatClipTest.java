package org.robustgrid.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.engine.library.NativeLibrary;

class FloatClipTest {

  @ParameterizedTest
  @CsvSource({"0, 6", "-1, 1", "-2.5, 0", "-Infinity, 3", "0, Infinity"})
  void gives_the_bits_that_comparisons_give(float low, float high) {
    NativeLibrary.select();
    float[] values = new float[5000];
    Random random = new Random(1);
    for (int i = 0; i < values.length; i++) {
      values[i] = 4 * (float) random.nextGaussian();
    }
    float[] special = {
      Float.NaN,
      Float.intBitsToFloat(0xffc00000),
      Float.POSITIVE_INFINITY,
      Float.NEGATIVE_INFINITY,
      0f,
      -0f,
      6f,
      Math.nextUp(6f),
      -1f,
      Float.MIN_VALUE,
      -Float.MIN_VALUE,
      Float.MAX_VALUE
    };
    System.arraycopy(special, 0, values, 0, special.length);
    INDArray x = Nd4j.createFromArray(values);
    INDArray y = Nd4j.zeros(x.dataType(), x.length());

    new FloatClip(x, y, low, high).run();

    float[] clipped = y.toFloatVector();
    for (int i = 0; i < values.length; i++) {
      float expected = Math.min(Math.max(values[i], low), high);
      assertThat(Float.floatToIntBits(clipped[i])).isEqualTo(Float.floatToIntBits(expected));
    }
  }
}
