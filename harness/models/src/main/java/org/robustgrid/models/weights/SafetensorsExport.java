package org.robustgrid.models.weights;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.base.files.AtomicFile;
import org.robustgrid.engine.GraphBacked;
import org.robustgrid.engine.model.ModelExport;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.spi.network.Network;

/**
 * Writes a network's weights as safetensors, named and laid out as PyTorch has them. The layers are
 * not in the file: whoever reads it names the architecture.
 *
 * @since 0.1
 */
public final class SafetensorsExport {

  private static final int ALIGNMENT = 8;

  private SafetensorsExport() {}

  /**
   * Writes a network's weights atomically, in its own precision; equal weights give equal bytes.
   */
  public static void write(Network network, Path file) {
    Map<String, INDArray> weights = ModelExport.weights(GraphBacked.graphOf(network));
    boolean wide = network.precision() == DataType.DOUBLE;
    AtomicFile.write(file, out -> write(weights, wide, out));
  }

  private static void write(Map<String, INDArray> weights, boolean wide, OutputStream out)
      throws IOException {
    ObjectMapper json = new ObjectMapper();
    ObjectNode header = json.createObjectNode();
    int width = wide ? Double.BYTES : Float.BYTES;
    long offset = 0;
    for (Map.Entry<String, INDArray> entry : weights.entrySet()) {
      ObjectNode tensor = header.putObject(entry.getKey());
      tensor.put("dtype", wide ? "F64" : "F32");
      Arrays.stream(entry.getValue().shape()).forEach(tensor.putArray("shape")::add);
      long end = offset + entry.getValue().length() * width;
      tensor.putArray("data_offsets").add(offset).add(end);
      offset = end;
    }
    byte[] text = json.writeValueAsString(header).getBytes(StandardCharsets.UTF_8);
    int padded = (text.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    ByteBuffer start = little(Long.BYTES + padded).putLong(padded).put(text);
    while (start.hasRemaining()) {
      start.put((byte) ' ');
    }
    out.write(start.array());
    for (INDArray values : weights.values()) {
      double[] numbers = HostArrays.read(values);
      ByteBuffer bytes = little(numbers.length * width);
      for (double number : numbers) {
        if (wide) {
          bytes.putDouble(number);
        } else {
          bytes.putFloat((float) number);
        }
      }
      out.write(bytes.array());
    }
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
