package org.robustgrid.engine.model;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UTFDataFormatException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.bytedeco.javacpp.indexer.Bfloat16Indexer;
import org.bytedeco.javacpp.indexer.HalfIndexer;

/**
 * Reads the parameter vector of a Deeplearning4j zip: ND4J's array format (shape buffer, then
 * values, each with a header of allocation mode, length and type; big-endian).
 *
 * <p>ND4J's own reader allocates what the headers claim and accepts any codec; this one takes plain
 * numbers of the types that networks are saved in, as many as the configuration needs. Half and
 * bfloat16 numbers are floats, too: none is rounded.
 */
public final class Coefficients {

  private static final int LONGEST_SHAPE = 2 * 32 + 4;

  private final DataInputStream data;
  private final Type type;
  private final long length;
  private final long size;
  private final long headers;

  /** How a parameter is written. */
  private enum Type {
    DOUBLE(8) {
      @Override
      double read(DataInputStream data) throws IOException {
        return data.readDouble();
      }
    },
    FLOAT(4) {
      @Override
      double read(DataInputStream data) throws IOException {
        return data.readFloat();
      }
    },
    HALF(2) {
      @Override
      double read(DataInputStream data) throws IOException {
        return HalfIndexer.toFloat(data.readUnsignedShort());
      }
    },
    BFLOAT16(2) {
      @Override
      double read(DataInputStream data) throws IOException {
        return Bfloat16Indexer.toFloat(data.readUnsignedShort());
      }
    };

    private final int width;

    Type(int width) {
      this.width = width;
    }

    abstract double read(DataInputStream data) throws IOException;

    static Type of(String name) throws IOException {
      Optional<Type> type = Arrays.stream(values()).filter(t -> t.name().equals(name)).findFirst();
      return type.orElseThrow(
          () ->
              new IOException(
                  "has parameters of type "
                      + name
                      + ", not "
                      + Arrays.stream(values()).map(Type::name).collect(Collectors.joining(", "))
                      + "; convert the network with convertDataType(DataType.FLOAT) and save it"
                      + " again"));
    }
  }

  private Coefficients(DataInputStream data, Type type, long length, long size, long headers) {
    this.data = data;
    this.type = type;
    this.length = length;
    this.size = size;
    this.headers = headers;
  }

  /**
   * Reads the headers and compares what they claim with the size of the whole.
   *
   * @param size bytes that the stream has
   * @throws IOException saying what is wrong, as what follows the name of the file
   */
  public static Coefficients open(InputStream in, long size) throws IOException {
    DataInputStream data = new DataInputStream(new BufferedInputStream(in, 1 << 16));
    Coefficients coefficients;
    try {
      Header shape = Header.read(data);
      if (shape.length > LONGEST_SHAPE || !shape.type.equals("LONG")) {
        throw new IOException("has a header that cannot be understood");
      }
      data.skipNBytes(shape.length * Long.BYTES);
      Header values = Header.read(data);
      Type type = Type.of(values.type);
      long headers = shape.bytes() + shape.length * Long.BYTES + values.bytes();
      coefficients = new Coefficients(data, type, values.length, size, headers);
    } catch (UTFDataFormatException e) {
      throw new IOException("is not an ND4J array: its header is not text", e);
    } catch (EOFException e) {
      throw new IOException(
          "ends within its header, after " + size + " bytes; copy or save the model again", e);
    }
    coefficients.requireSize();
    return coefficients;
  }

  private void requireSize() throws IOException {
    long there = (size - headers) / type.width;
    if (there < length) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "ends before the last parameter: %d of %d are there; copy or save the model again",
              there,
              length));
    }
    long end = headers + length * type.width;
    if (size > end) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "continues for %d bytes after the last of %d parameters; save the model again",
              size - end,
              length));
    }
  }

  /**
   * Reads the values.
   *
   * @param expected how many the configuration needs
   * @throws IOException saying what does not fit
   */
  double[] read(long expected) throws IOException {
    if (length != expected) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "holds %d parameters, too %s for the %d that the configuration needs; the two"
                  + " entries are of different models",
              length,
              length < expected ? "few" : "many",
              expected));
    }
    double[] parameters = new double[Math.toIntExact(expected)];
    for (int i = 0; i < parameters.length; i++) {
      try {
        parameters[i] = type.read(data);
      } catch (EOFException e) {
        throw new IOException(
            "ends before the last parameter: " + i + " of " + expected + " are there", e);
      }
      if (!Double.isFinite(parameters[i])) {
        throw new IOException(
            "holds " + parameters[i] + " as parameter " + i + "; train the model again");
      }
    }
    if (data.read() >= 0) {
      throw new IOException("continues after the last of " + length + " parameters");
    }
    return parameters;
  }

  private record Header(String allocation, boolean old, long length, String type) {

    /** Of its own in the file: each text has its length in two bytes before it. */
    long bytes() {
      int lengths = 2 * Short.BYTES + (old ? Integer.BYTES : Long.BYTES);
      return lengths + allocation.length() + type.length();
    }

    static Header read(DataInputStream data) throws IOException {
      String allocation = data.readUTF();
      // the oldest three allocation modes wrote their length as an int
      boolean old =
          switch (allocation) {
            case "DIRECT", "HEAP", "JAVACPP" -> true;
            case "LONG_SHAPE", "MIXED_DATA_TYPES" -> false;
            default ->
                throw new IOException(
                    "is not an ND4J array: its allocation mode is '" + allocation + "'");
          };
      long length = old ? data.readInt() : data.readLong();
      if (length < 0) {
        throw new IOException("has a header that claims a negative length, " + length);
      }
      return new Header(allocation, old, length, data.readUTF());
    }
  }
}
