package org.robustgrid.models.onnx;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import onnx.Onnx;
import onnx.Onnx.TensorProto;
import org.robustgrid.models.graph.HalfFloats;
import org.robustgrid.models.graph.HostTensor;
import org.robustgrid.models.graph.Refused;

/** Reads tensors of an ONNX file; numbers outside it only from files of its own folder. */
final class TensorReader {

  private static final long LARGEST = Integer.MAX_VALUE - 8L;

  private final Path folder;

  /**
   * A reader.
   *
   * @param folder of the model's file
   */
  TensorReader(Path folder) {
    this.folder = folder;
  }

  /**
   * Reads a tensor.
   *
   * @param name for messages
   * @throws Refused when it is of a type that is not read, or its numbers do not fit its shape
   */
  HostTensor read(TensorProto tensor, String name) {
    long[] shape = shape(tensor, name);
    int count = (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    if (tensor.hasSegment()) {
      throw refused(name, "is stored in segments, which are not read");
    }
    int type = tensor.getDataType();
    if (tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
      return decode(external(tensor, name, bytes(type, count, name)), type, shape, count, name);
    }
    if (!tensor.getRawData().isEmpty() || count == 0) {
      long needed = bytes(type, count, name);
      if (tensor.getRawData().size() != needed) {
        throw refused(
            name,
            "has "
                + tensor.getRawData().size()
                + " bytes, but its shape "
                + Arrays.toString(shape)
                + " needs "
                + needed);
      }
      ByteBuffer bytes = tensor.getRawData().asReadOnlyByteBuffer();
      return decode(bytes.order(ByteOrder.LITTLE_ENDIAN), type, shape, count, name);
    }
    return typed(tensor, type, shape, count, name);
  }

  private static Refused refused(String name, String why) {
    return new Refused("tensor '" + name + "' " + why);
  }

  private static long[] shape(TensorProto tensor, String name) {
    long[] shape = tensor.getDimsList().stream().mapToLong(Long::longValue).toArray();
    long count = 1;
    for (long extent : shape) {
      if (extent < 0) {
        throw refused(name, "has a negative dimension in its shape " + Arrays.toString(shape));
      }
      if (extent > LARGEST || (count *= Math.max(1, extent)) > LARGEST) {
        throw refused(
            name,
            "has the shape " + Arrays.toString(shape) + ", too large for the bytes of any file");
      }
    }
    return shape;
  }

  private static int width(int type, String name) {
    return switch (type) {
      case TensorProto.DataType.BOOL_VALUE,
              TensorProto.DataType.INT8_VALUE,
              TensorProto.DataType.UINT8_VALUE ->
          1;
      case TensorProto.DataType.FLOAT16_VALUE,
              TensorProto.DataType.BFLOAT16_VALUE,
              TensorProto.DataType.INT16_VALUE,
              TensorProto.DataType.UINT16_VALUE ->
          2;
      case TensorProto.DataType.FLOAT_VALUE,
              TensorProto.DataType.INT32_VALUE,
              TensorProto.DataType.UINT32_VALUE ->
          4;
      case TensorProto.DataType.DOUBLE_VALUE,
              TensorProto.DataType.INT64_VALUE,
              TensorProto.DataType.UINT64_VALUE ->
          8;
      default -> throw refused(name, "has the type " + type(type) + ", which is not supported");
    };
  }

  static String type(int type) {
    TensorProto.DataType known = TensorProto.DataType.forNumber(type);
    return known == null ? "number " + type : known.name().toLowerCase(java.util.Locale.ROOT);
  }

  private static long bytes(int type, int count, String name) {
    return (long) width(type, name) * count;
  }

  private ByteBuffer external(TensorProto tensor, String name, long needed) {
    Map<String, String> entries = new HashMap<>();
    for (Onnx.StringStringEntryProto entry : tensor.getExternalDataList()) {
      entries.put(entry.getKey(), entry.getValue());
    }
    String location = entries.getOrDefault("location", "");
    Path file = inside(location, name);
    long offset = number(entries, "offset", 0, name, location);
    long length = number(entries, "length", needed, name, location);
    if (length != needed) {
      throw refused(
          name,
          "says that external data '"
              + location
              + "' hold "
              + length
              + " bytes of it, but its shape needs "
              + needed);
    }
    try (FileChannel channel = FileChannel.open(file)) {
      if (offset > channel.size() - needed) {
        throw refused(
            name,
            "needs bytes "
                + offset
                + " to "
                + (offset + needed)
                + " of external data '"
                + location
                + "', beyond its end at "
                + channel.size());
      }
      ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(needed));
      while (bytes.hasRemaining() && channel.read(bytes, offset + bytes.position()) > 0) {
        // a read may stop early
      }
      if (bytes.hasRemaining()) {
        throw refused(name, "needs more bytes than external data '" + location + "' have");
      }
      return bytes.flip().order(ByteOrder.LITTLE_ENDIAN);
    } catch (IOException e) {
      throw new Refused(
          "tensor '"
              + name
              + "': external data '"
              + location
              + "' cannot be read: "
              + e.getMessage(),
          e);
    }
  }

  /** A file of the model's folder, or of one below it, links followed. */
  Path inside(String location, String name) {
    try {
      Path given = Path.of(location);
      Path file = folder.resolve(given).normalize();
      boolean climbs = given.isAbsolute();
      for (Path part : given) {
        climbs |= part.toString().equals("..");
      }
      if (location.isEmpty() || climbs || !file.startsWith(folder.normalize())) {
        throw refused(
            name,
            "has external data at '"
                + location
                + "', outside the folder of the model, which is never read");
      }
      if (!Files.isRegularFile(file)) {
        throw refused(name, "has external data at '" + location + "', which does not exist");
      }
      if (!file.toRealPath().startsWith(folder.toRealPath())) {
        throw refused(
            name,
            "has external data at '" + location + "', a link to outside the folder of the model");
      }
      return file;
    } catch (IOException | java.nio.file.InvalidPathException e) {
      throw new Refused(
          "tensor '"
              + name
              + "': external data '"
              + location
              + "' cannot be found: "
              + e.getMessage(),
          e);
    }
  }

  private static long number(
      Map<String, String> entries, String key, long otherwise, String name, String location) {
    String text = entries.get(key);
    try {
      long value = text == null ? otherwise : Long.parseLong(text);
      if (value >= 0) {
        return value;
      }
    } catch (NumberFormatException e) {
      // refused below
    }
    throw refused(
        name,
        "has the "
            + key
            + " '"
            + text
            + "' in external data '"
            + location
            + "', which must not be negative");
  }

  private static HostTensor decode(
      ByteBuffer bytes, int type, long[] shape, int count, String name) {
    switch (type) {
      case TensorProto.DataType.FLOAT_VALUE -> {
        float[] values = new float[count];
        bytes.asFloatBuffer().get(values);
        return HostTensor.floating(shape, values);
      }
      case TensorProto.DataType.DOUBLE_VALUE -> {
        double[] values = new double[count];
        bytes.asDoubleBuffer().get(values);
        return HostTensor.of(HostTensor.Kind.FLOATING, shape, values);
      }
      case TensorProto.DataType.FLOAT16_VALUE, TensorProto.DataType.BFLOAT16_VALUE -> {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
          values[i] = widen(bytes.getShort(), type);
        }
        return HostTensor.floating(shape, values);
      }
      default -> {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
          values[i] =
              switch (type) {
                case TensorProto.DataType.INT64_VALUE, TensorProto.DataType.UINT64_VALUE ->
                    bytes.getLong();
                case TensorProto.DataType.INT32_VALUE -> bytes.getInt();
                case TensorProto.DataType.UINT32_VALUE -> Integer.toUnsignedLong(bytes.getInt());
                case TensorProto.DataType.INT16_VALUE -> bytes.getShort();
                case TensorProto.DataType.UINT16_VALUE -> Short.toUnsignedInt(bytes.getShort());
                case TensorProto.DataType.UINT8_VALUE -> Byte.toUnsignedInt(bytes.get());
                case TensorProto.DataType.INT8_VALUE, TensorProto.DataType.BOOL_VALUE ->
                    bytes.get();
                default -> throw refused(name, "has the type " + type(type) + ", not read");
              };
        }
        return HostTensor.of(kind(type), shape, values);
      }
    }
  }

  private static float widen(short bits, int type) {
    return type == TensorProto.DataType.BFLOAT16_VALUE
        ? HalfFloats.brain(bits)
        : HalfFloats.half(bits);
  }

  private static HostTensor.Kind kind(int type) {
    return type == TensorProto.DataType.BOOL_VALUE
        ? HostTensor.Kind.BOOLEAN
        : HostTensor.Kind.INTEGER;
  }

  private static HostTensor typed(
      TensorProto tensor, int type, long[] shape, int count, String name) {
    switch (type) {
      case TensorProto.DataType.FLOAT_VALUE -> {
        requireCount(tensor.getFloatDataCount(), shape, count, name);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
          values[i] = tensor.getFloatData(i);
        }
        return HostTensor.floating(shape, values);
      }
      case TensorProto.DataType.FLOAT16_VALUE, TensorProto.DataType.BFLOAT16_VALUE -> {
        requireCount(tensor.getInt32DataCount(), shape, count, name);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
          values[i] = widen((short) tensor.getInt32Data(i), type);
        }
        return HostTensor.floating(shape, values);
      }
      case TensorProto.DataType.DOUBLE_VALUE -> {
        return numbers(tensor.getDoubleDataList(), HostTensor.Kind.FLOATING, shape, count, name);
      }
      case TensorProto.DataType.INT64_VALUE -> {
        return numbers(tensor.getInt64DataList(), HostTensor.Kind.INTEGER, shape, count, name);
      }
      case TensorProto.DataType.UINT64_VALUE, TensorProto.DataType.UINT32_VALUE -> {
        return numbers(tensor.getUint64DataList(), HostTensor.Kind.INTEGER, shape, count, name);
      }
      case TensorProto.DataType.STRING_VALUE ->
          throw refused(name, "holds text, which is not supported");
      default -> {
        width(type, name);
        return numbers(tensor.getInt32DataList(), kind(type), shape, count, name);
      }
    }
  }

  private static HostTensor numbers(
      List<? extends Number> given, HostTensor.Kind kind, long[] shape, int count, String name) {
    requireCount(given.size(), shape, count, name);
    return HostTensor.of(kind, shape, given.stream().mapToDouble(Number::doubleValue).toArray());
  }

  private static void requireCount(int given, long[] shape, int count, String name) {
    if (given != count) {
      throw refused(
          name,
          "has " + given + " numbers, but its shape " + Arrays.toString(shape) + " needs " + count);
    }
  }
}
