package org.robustgrid.engine.model;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

/**
 * Reads the parameter vector of a Deeplearning4j zip: ND4J's array format (shape buffer, then
 * values, each with a header of allocation mode, length and type; big-endian).
 *
 * <p>ND4J's own reader allocates what the headers claim and accepts any codec; this one takes plain
 * floats and doubles, as many as the configuration needs.
 */
final class Coefficients {

  private static final int LONGEST_SHAPE = 2 * 32 + 4;

  private Coefficients() {}

  /**
   * Reads values.
   *
   * @param expected how many the configuration needs
   * @throws IOException saying what does not fit; EOFException where the stream ends early
   */
  static double[] read(InputStream in, long expected) throws IOException {
    DataInputStream data = new DataInputStream(in);
    Header shape = Header.read(data);
    if (shape.length > LONGEST_SHAPE || !shape.type.equals("LONG")) {
      throw new IOException("its shape cannot be understood");
    }
    data.skipNBytes(shape.length * Long.BYTES);
    Header values = Header.read(data);
    if (values.length != expected) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "it holds %d parameters, but the configuration needs %d",
              values.length,
              expected));
    }
    double[] parameters = new double[Math.toIntExact(expected)];
    boolean floats = values.type.equals("FLOAT");
    if (!floats && !values.type.equals("DOUBLE")) {
      throw new IOException("its parameters are of type " + values.type + ", not FLOAT or DOUBLE");
    }
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = floats ? data.readFloat() : data.readDouble();
      if (!Double.isFinite(parameters[i])) {
        throw new IOException("parameter " + i + " is " + parameters[i] + "; train it again");
      }
    }
    return parameters;
  }

  private record Header(long length, String type) {
    static Header read(DataInputStream data) throws IOException {
      String allocation = data.readUTF();
      // the oldest three allocation modes wrote their length as an int
      boolean old =
          switch (allocation) {
            case "DIRECT", "HEAP", "JAVACPP" -> true;
            case "LONG_SHAPE", "MIXED_DATA_TYPES" -> false;
            default -> throw new IOException("its allocation mode is '" + allocation + "'");
          };
      long length = old ? data.readInt() : data.readLong();
      if (length < 0) {
        throw new IOException("it claims a negative length");
      }
      return new Header(length, data.readUTF());
    }
  }
}
