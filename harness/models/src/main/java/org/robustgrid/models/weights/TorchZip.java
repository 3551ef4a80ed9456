package org.robustgrid.models.weights;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.robustgrid.models.graph.Refused;

/**
 * Reads the layout that PyTorch writes since 1.6: a zip with {@code data.pkl} and a file for each
 * storage.
 */
final class TorchZip {

  private static final int LARGEST_PICKLE = 256 << 20;

  private TorchZip() {}

  static StateDict read(Path file) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      String root = root(zip);
      ByteOrder order = order(zip, root);
      byte[] pickle = bytes(zip, zip.getEntry(root + "data.pkl"), LARGEST_PICKLE);
      Object object = Pickle.read(ByteBuffer.wrap(pickle));
      return new TorchTensors(storage -> storage(zip, root, order, storage)).read(object);
    } catch (ZipException e) {
      throw new Refused("is not a zip file, or is truncated or corrupt: " + e.getMessage(), e);
    }
  }

  /** The folder in the archive, with its slash. */
  private static String root(ZipFile zip) {
    List<String> names = zip.stream().map(ZipEntry::getName).toList();
    for (String name : names) {
      if (name.endsWith("constants.pkl") || name.contains("/code/")) {
        throw new Refused(
            "is a TorchScript archive (torch.jit.save), which holds a program; save the module's"
                + " state_dict(), or export it as ONNX");
      }
    }
    List<String> pickles = names.stream().filter(name -> name.endsWith("data.pkl")).toList();
    if (pickles.size() != 1) {
      throw new Refused("is a zip, but not a checkpoint of PyTorch: it has no data.pkl");
    }
    return pickles.get(0).substring(0, pickles.get(0).length() - "data.pkl".length());
  }

  private static ByteOrder order(ZipFile zip, String root) throws IOException {
    ZipEntry entry = zip.getEntry(root + "byteorder");
    boolean big =
        entry != null
            && new String(bytes(zip, entry, 64), StandardCharsets.US_ASCII).startsWith("big");
    return big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
  }

  /** An entry's bytes, at most as many as it may have: a zip may unpack to terabytes. */
  private static byte[] bytes(ZipFile zip, ZipEntry entry, int most) throws IOException {
    try (InputStream in = zip.getInputStream(entry)) {
      byte[] bytes = in.readNBytes(most);
      if (in.read() >= 0) {
        throw new Refused(
            "has an entry " + entry.getName() + " of more than " + most + " bytes, too large");
      }
      return bytes;
    }
  }

  private static ByteBuffer storage(
      ZipFile zip, String root, ByteOrder order, Pickle.Storage storage) {
    String name = root + "data/" + storage.key();
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw new Refused("is missing: the archive has no entry " + name);
    }
    long needed = Math.multiplyExact(storage.count(), (long) storage.type().width());
    if (storage.count() < 0 || needed > Integer.MAX_VALUE - 8 || entry.getSize() < needed) {
      throw new Refused(
          "'"
              + name
              + "' has "
              + entry.getSize()
              + " bytes, but needs "
              + needed
              + ": it is too short");
    }
    try (InputStream in = zip.getInputStream(entry)) {
      byte[] bytes = in.readNBytes((int) needed);
      if (bytes.length < needed) {
        throw new Refused("'" + name + "' is truncated");
      }
      return ByteBuffer.wrap(bytes).order(order);
    } catch (IOException e) {
      throw new Refused("'" + name + "' cannot be read: " + e.getMessage(), e);
    }
  }
}
