package org.robustgrid.models.weights;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.robustgrid.models.graph.HostTensor;
import org.robustgrid.models.graph.Refused;

/** Reads safetensors: a length of 8 bytes, a header in JSON, the numbers. */
final class Safetensors {

  private static final long LARGEST_HEADER = 100_000_000;

  /** Refuses a key that stands twice, which another reader might take differently. */
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

  private record Entry(String name, ElementType type, long[] shape, long begin, long end) {}

  private Safetensors() {}

  static StateDict read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      long size = channel.size();
      if (size < 8) {
        throw new Refused("is too short for a header: " + size + " bytes");
      }
      long length = bytes(channel, 0, 8).getLong(0);
      if (length < 2 || length > LARGEST_HEADER || length > size - 8) {
        throw new Refused(
            "has a header of the length "
                + Long.toUnsignedString(length)
                + ", but "
                + size
                + " bytes in all");
      }
      List<Entry> entries = entries(header(channel, (int) length), size - 8 - length);
      Map<String, HostTensor> tensors = new LinkedHashMap<>();
      for (Entry entry : entries) {
        ByteBuffer data =
            bytes(channel, 8 + length + entry.begin, Math.toIntExact(entry.end - entry.begin));
        int[] indices = new int[HostTensor.count(entry.shape)];
        Arrays.setAll(indices, i -> i);
        tensors.put(entry.name, entry.type.tensor(entry.shape, data, indices));
      }
      return new StateDict(tensors);
    }
  }

  private static ByteBuffer bytes(FileChannel channel, long from, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, from + bytes.position()) < 0) {
        throw new Refused("ends early, it is truncated");
      }
    }
    return bytes.flip();
  }

  private static JsonNode header(FileChannel channel, int length) throws IOException {
    try {
      JsonNode header = JSON.readTree(bytes(channel, 8, length).array());
      if (!header.isObject()) {
        throw new Refused("has a header that is no JSON object");
      }
      return header;
    } catch (JsonProcessingException e) {
      throw new Refused("has a header that is not JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static List<Entry> entries(JsonNode header, long size) {
    List<Entry> entries = new java.util.ArrayList<>();
    Iterator<Map.Entry<String, JsonNode>> fields = header.fields();
    while (fields.hasNext()) {
      Map.Entry<String, JsonNode> field = fields.next();
      if (!field.getKey().equals("__metadata__")) {
        entries.add(entry(field.getKey(), field.getValue(), size));
      }
    }
    List<Entry> ordered = entries.stream().sorted(Comparator.comparingLong(Entry::begin)).toList();
    long at = 0;
    String before = "";
    for (Entry entry : ordered) {
      if (entry.begin < at) {
        throw new Refused(
            "has tensor '"
                + entry.name
                + "' at offset "
                + entry.begin
                + ", where it overlaps '"
                + before
                + "'");
      }
      if (entry.begin > at) {
        throw new Refused(
            "has a hole: bytes " + at + " to " + entry.begin + " belong to no tensor");
      }
      at = entry.end;
      before = entry.name;
    }
    if (at != size) {
      throw new Refused((size - at) + " bytes at its end belong to no tensor");
    }
    return entries;
  }

  private static Entry entry(String name, JsonNode node, long size) {
    if (!node.has("dtype")) {
      throw refused(name, "has no 'dtype'");
    }
    String dtype = node.path("dtype").asText();
    ElementType type =
        ElementType.ofCode(dtype)
            .orElseThrow(
                () -> refused(name, "has the dtype '" + dtype + "', which is not supported"));
    long[] shape = longs(name, node.path("shape"), "shape");
    long[] offsets = longs(name, node.path("data_offsets"), "data_offsets");
    if (offsets.length != 2 || offsets[0] < 0 || offsets[1] < offsets[0] || offsets[1] > size) {
      throw refused(
          name,
          "has the offsets "
              + Arrays.toString(offsets)
              + ", out of the range of the file's "
              + size
              + " bytes of data: they are negative, reversed, or beyond its end");
    }
    long count = 1;
    for (long extent : shape) {
      if (extent < 0 || extent > Integer.MAX_VALUE || (count *= extent) > Integer.MAX_VALUE) {
        throw refused(name, "has the shape " + Arrays.toString(shape) + ", larger than its bytes");
      }
    }
    if (count * type.width() != offsets[1] - offsets[0]) {
      throw refused(
          name,
          "has "
              + (offsets[1] - offsets[0])
              + " bytes, but its shape "
              + Arrays.toString(shape)
              + " of "
              + dtype
              + " needs "
              + count * type.width());
    }
    return new Entry(name, type, shape, offsets[0], offsets[1]);
  }

  private static long[] longs(String name, JsonNode list, String key) {
    if (!list.isArray()) {
      throw refused(name, "has no list '" + key + "'");
    }
    long[] values = new long[list.size()];
    for (int i = 0; i < values.length; i++) {
      if (!list.get(i).isIntegralNumber() || !list.get(i).canConvertToLong()) {
        throw refused(name, "has " + list.get(i) + " in '" + key + "' (shape or offset)");
      }
      values[i] = list.get(i).longValue();
    }
    return values;
  }

  private static Refused refused(String name, String why) {
    return new Refused("has a tensor '" + name + "' that " + why);
  }
}
