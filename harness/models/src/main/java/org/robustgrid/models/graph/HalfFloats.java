package org.robustgrid.models.graph;

/** Widens numbers of 16 bits, exactly. */
public final class HalfFloats {

  private HalfFloats() {}

  /** The upper half of an IEEE 754 binary32. */
  public static float brain(short bits) {
    return Float.intBitsToFloat(bits << 16);
  }

  /** IEEE 754 binary16: a sign, 5 bits of exponent with bias 15, 10 of fraction. */
  public static float half(short bits) {
    int sign = (bits & 0x8000) << 16;
    int exponent = bits >> 10 & 0x1f;
    int fraction = bits & 0x3ff;
    if (exponent == 0) {
      float value = fraction * 0x1p-24f;
      return sign == 0 ? value : -value;
    }
    int wide = exponent == 0x1f ? 0xff : exponent - 15 + 127;
    return Float.intBitsToFloat(sign | wide << 23 | fraction << 13);
  }
}
