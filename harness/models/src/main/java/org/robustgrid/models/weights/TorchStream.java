package org.robustgrid.models.weights;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.robustgrid.models.graph.Refused;

/**
 * Reads the layout that PyTorch wrote before 1.6: pickles of a magic number, a version, facts about
 * the machine, the object and the storages' names, then every storage with its length.
 */
final class TorchStream {

  private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);

  private TorchStream() {}

  static StateDict read(Path file) throws IOException {
    if (Files.size(file) > Integer.MAX_VALUE - 16L) {
      throw new Refused(
          "is larger than 2 GiB in the older layout; save it with PyTorch 1.6 or later");
    }
    ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    if (!in.hasRemaining()) {
      throw new Refused("is empty");
    }
    Object magic = Pickle.read(in);
    if (!MAGIC.equals(magic)) {
      // a pickle of another kind is read to the end, so that what it names is said
      return new TorchTensors(
              storage -> {
                throw new Refused("is not in the file: the format is not recognised");
              })
          .read(magic);
    }
    Pickle.read(in);
    Object machine = Pickle.read(in);
    boolean little =
        !(machine instanceof Map<?, ?> facts) || !Boolean.FALSE.equals(facts.get("little_endian"));
    Object root = Pickle.read(in);
    Object keys = Pickle.read(in);
    if (!(keys instanceof List<?> names)) {
      throw new Refused("is a malformed checkpoint: it has no list of storages");
    }
    Map<String, ByteBuffer> rest = new LinkedHashMap<>();
    Map<String, Pickle.Storage> known = new HashMap<>();
    collect(root, known);
    for (Object name : names) {
      String key = name.toString();
      Pickle.Storage storage = known.get(key);
      if (in.remaining() < Long.BYTES) {
        throw new Refused("is truncated: it ends before storage " + key);
      }
      long count = in.getLong();
      int width = storage == null ? 0 : storage.type().width();
      if (storage == null || count < 0 || count > in.remaining() / width) {
        throw new Refused("is truncated: storage " + key + " needs more bytes than the file has");
      }
      int length = (int) count * width;
      ByteBuffer bytes = in.slice(in.position(), length);
      rest.put(key, bytes.order(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN));
      in.position(in.position() + length);
    }
    return new TorchTensors(
            storage -> {
              ByteBuffer bytes = rest.get(storage.key());
              if (bytes == null) {
                throw new Refused("'" + storage.key() + "' is missing");
              }
              return bytes;
            })
        .read(root);
  }

  /** The storages that an object refers to, walked without recursion: it may be nested deeply. */
  private static void collect(Object root, Map<String, Pickle.Storage> into) {
    java.util.Deque<Object> open = new java.util.ArrayDeque<>(List.of(root));
    java.util.Set<Object> seen =
        java.util.Collections.newSetFromMap(new java.util.IdentityHashMap<>());
    while (!open.isEmpty()) {
      Object object = open.pop();
      if (!seen.add(object)) {
        continue;
      }
      if (object instanceof Pickle.Tensor tensor) {
        into.put(tensor.storage().key(), tensor.storage());
      } else if (object instanceof Map<?, ?> dict) {
        open.addAll(dict.values());
      } else if (object instanceof List<?> list) {
        open.addAll(list);
      } else if (object instanceof Pickle.Tuple tuple) {
        open.addAll(tuple.items());
      }
    }
  }
}
