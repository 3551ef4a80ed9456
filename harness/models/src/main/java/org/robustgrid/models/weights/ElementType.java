package org.robustgrid.models.weights;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.robustgrid.models.graph.HalfFloats;
import org.robustgrid.models.graph.HostTensor;

/** What the numbers of a stored tensor are. */
enum ElementType {
  FLOAT64("F64", "DoubleStorage", 8),
  FLOAT32("F32", "FloatStorage", 4),
  FLOAT16("F16", "HalfStorage", 2),
  BFLOAT16("BF16", "BFloat16Storage", 2),
  INT64("I64", "LongStorage", 8),
  INT32("I32", "IntStorage", 4),
  INT16("I16", "ShortStorage", 2),
  INT8("I8", "CharStorage", 1),
  UINT8("U8", "ByteStorage", 1),
  BOOL("BOOL", "BoolStorage", 1);

  private final String code;
  private final String storage;
  private final int width;

  ElementType(String code, String storage, int width) {
    this.code = code;
    this.storage = storage;
    this.width = width;
  }

  static Optional<ElementType> ofCode(String code) {
    return Arrays.stream(values()).filter(type -> type.code.equals(code)).findFirst();
  }

  static Optional<ElementType> ofStorage(String storage) {
    return Arrays.stream(values()).filter(type -> type.storage.equals(storage)).findFirst();
  }

  /** Bytes of a number. */
  int width() {
    return width;
  }

  private boolean isFloating() {
    return this == FLOAT64 || this == FLOAT32 || this == FLOAT16 || this == BFLOAT16;
  }

  /** The number at an index, in the buffer's byte order. */
  private double read(ByteBuffer bytes, int index) {
    int at = index * width;
    return switch (this) {
      case FLOAT64 -> bytes.getDouble(at);
      case FLOAT32 -> bytes.getFloat(at);
      case FLOAT16 -> HalfFloats.half(bytes.getShort(at));
      case BFLOAT16 -> HalfFloats.brain(bytes.getShort(at));
      case INT64 -> bytes.getLong(at);
      case INT32 -> bytes.getInt(at);
      case INT16 -> bytes.getShort(at);
      case INT8 -> bytes.get(at);
      case UINT8 -> Byte.toUnsignedInt(bytes.get(at));
      case BOOL -> bytes.get(at) == 0 ? 0 : 1;
    };
  }

  /** A tensor of the numbers at indices, C order. */
  HostTensor tensor(long[] shape, ByteBuffer bytes, int[] indices) {
    if (isFloating() && this != FLOAT64) {
      float[] values = new float[indices.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) read(bytes, indices[i]);
      }
      return HostTensor.floating(shape, values);
    }
    double[] values = new double[indices.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = read(bytes, indices[i]);
    }
    HostTensor.Kind kind =
        isFloating()
            ? HostTensor.Kind.FLOATING
            : this == BOOL ? HostTensor.Kind.BOOLEAN : HostTensor.Kind.INTEGER;
    return HostTensor.of(kind, shape, values);
  }
}
