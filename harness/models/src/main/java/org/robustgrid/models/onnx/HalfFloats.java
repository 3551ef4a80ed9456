package org.robustgrid.models.onnx;

import onnx.Onnx.TensorProto;

/** Widens numbers of 16 bits, exactly. */
final class HalfFloats {

  private HalfFloats() {}

  static float widen(short bits, int type) {
    return type == TensorProto.DataType.BFLOAT16_VALUE
        ? Float.intBitsToFloat(bits << 16)
        : half(bits);
  }

  /** IEEE 754 binary16: a sign, 5 bits of exponent with bias 15, 10 of fraction. */
  private static float half(short bits) {
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
