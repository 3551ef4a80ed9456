package org.robustgrid.models.keras;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Group;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.robustgrid.models.ImportSettings;
import org.robustgrid.models.ImportedModel;
import org.robustgrid.models.ModelFormat;
import org.robustgrid.models.graph.Refused;
import org.robustgrid.models.onnx.OnnxFormat;
import org.robustgrid.models.onnx.export.OnnxBuilder;
import org.robustgrid.spi.data.DataException;

/**
 * Whole networks that Keras saved: HDF5 files, and the archives {@code .keras} of Keras 3. They are
 * translated to ONNX and read on as such; the layers' classes are names, and none of their code
 * runs.
 *
 * @since 0.1
 */
public final class KerasFormat implements ModelFormat {

  private static final byte[] HDF5 = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ARCHIVED_WEIGHTS = "model.weights.h5";
  private static final String ARCHIVED_CONFIG = "config.json";
  private static final long LARGEST_CONFIG = 64L << 20;

  /** Keras stores weights as they are; who packs them again hardly makes them half as large. */
  private static final long MOST_RATIO = 16;

  private static final long MOST_UNPACKED = 1L << 20;

  @Override
  public String id() {
    return "keras";
  }

  @Override
  public boolean recognises(Path file) {
    return isArchive(file) || isHdf5(file);
  }

  private static boolean isArchive(Path file) {
    return file.toString().toLowerCase(Locale.ROOT).endsWith(".keras") && !isHdf5(file);
  }

  private static boolean isHdf5(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(HDF5.length), HDF5);
    } catch (IOException e) {
      // the format of its file name reports it
      return false;
    }
  }

  @Override
  public ImportedModel read(Path file, ImportSettings settings) {
    String source = "model file " + file;
    try {
      return isArchive(file) ? archive(source, file, settings) : hdf5(source, file, settings);
    } catch (Refused e) {
      throw new DataException(source + " " + e.getMessage(), e);
    } catch (DataException e) {
      throw e;
    } catch (RuntimeException | IOException | StackOverflowError e) {
      // whatever a malformed file runs into is the file's fault
      throw new DataException(source + " cannot be read as a file of Keras: " + e.getMessage(), e);
    }
  }

  private static ImportedModel hdf5(String source, Path file, ImportSettings settings) {
    try (HdfFile hdf = new HdfFile(file)) {
      Attribute config = hdf.getAttribute("model_config");
      if (config == null) {
        throw new Refused(
            hdf.getChildren().containsKey("layer_names") || hdf.getAttribute("layer_names") != null
                ? "holds weights and no network; save the whole model by model.save(…)"
                : "is HDF5 without a network of Keras (no attribute model_config); save the whole"
                    + " model by model.save(…)");
      }
      if (!(hdf.getChild("model_weights") instanceof Group weights)) {
        throw new Refused("has no group model_weights");
      }
      Attribute attribute = hdf.getAttribute("keras_version");
      String version = attribute == null ? "" : text(attribute);
      if (version.startsWith("1.")) {
        throw new Refused(
            "was saved by Keras "
                + version
                + ", which names layers and weights differently; load it in Keras 2 and save it"
                + " again");
      }
      boolean recent = version.startsWith("3");
      return network(source, json(text(config)), KerasWeights.of(hdf, weights), recent, settings);
    }
  }

  private static String text(Attribute attribute) {
    Object data = attribute.getData();
    if (data instanceof String text) {
      return text;
    }
    throw new Refused("has an attribute '" + attribute.getName() + "' that is not a text");
  }

  private static ImportedModel archive(String source, Path file, ImportSettings settings)
      throws IOException {
    Path unpacked = Files.createTempFile("robustgrid-keras", ".h5");
    try (ZipFile zip = new ZipFile(file.toFile())) {
      String config =
          new String(bytes(zip, ARCHIVED_CONFIG, LARGEST_CONFIG), StandardCharsets.UTF_8);
      ZipEntry weights = zip.getEntry(ARCHIVED_WEIGHTS);
      if (weights == null) {
        throw new Refused("has no " + ARCHIVED_WEIGHTS);
      }
      copy(zip, weights, unpacked, MOST_UNPACKED + MOST_RATIO * Files.size(file));
      try (HdfFile hdf = new HdfFile(unpacked)) {
        return network(source, json(config), KerasWeights.of(hdf, hdf), true, settings);
      }
    } finally {
      Files.deleteIfExists(unpacked);
    }
  }

  private static byte[] bytes(ZipFile zip, String name, long most) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw new Refused("has no " + name);
    }
    try (InputStream in = zip.getInputStream(entry)) {
      byte[] bytes = in.readNBytes(Math.toIntExact(most));
      if (in.read() >= 0) {
        throw new Refused("has a " + name + " of more than " + most + " bytes");
      }
      return bytes;
    }
  }

  private static void copy(ZipFile zip, ZipEntry entry, Path to, long most) throws IOException {
    try (InputStream in = zip.getInputStream(entry);
        var out = Files.newOutputStream(to)) {
      byte[] buffer = new byte[1 << 16];
      long done = 0;
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        done += read;
        if (done > most) {
          throw new Refused(
              "unpacks to more than "
                  + most
                  + " bytes, more than weights in a file of this size can have");
        }
        out.write(buffer, 0, read);
      }
    }
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new Refused("describes its network by damaged JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static ImportedModel network(
      String source,
      JsonNode description,
      KerasWeights weights,
      boolean recent,
      ImportSettings settings) {
    KerasGraph graph = new KerasGraph(weights);
    KerasNetwork network = new KerasNetwork(graph, description, List.of(), root(weights), recent);
    long[] shape = inputShape(network.inputShape(), settings);
    boolean images = shape.length == 3 && network.channelsLast();
    KerasValue input = new KerasValue(OnnxBuilder.INPUT, shape, images);
    long[] own = shape.length == 3 ? input.image() : shape;
    if (shape.length == 2) {
      // grey images without an axis of channels
      own = new long[] {1, shape[0], shape[1]};
      input =
          graph.reshaped(
              new KerasLayer(
                  "InputLayer", description, new KerasPlace(List.of("input"), ""), recent),
              new KerasValue(OnnxBuilder.INPUT, own, false),
              shape);
    }
    KerasValue logits = network.run(input);
    if (logits.rank() != 1) {
      throw new Refused(
          "answers " + Arrays.toString(logits.shape()) + ", but one row of logits is needed");
    }
    return OnnxFormat.read(
        source, graph.onnx().finish(logits.name(), own, logits.last()), settings.channelsFirst());
  }

  /** Keras 2.12 calls the folder of layers otherwise. */
  private static String root(KerasWeights weights) {
    String old = "_layer_checkpoint_dependencies";
    return weights.datasets().keySet().stream().anyMatch(path -> path.startsWith(old + "/"))
        ? old
        : "layers";
  }

  private static long[] inputShape(JsonNode given, ImportSettings settings) {
    long[] data = settings.inputShape().orElse(new long[0]);
    if (given == null) {
      throw new Refused(
          "does not say what shape its input has; build the model before it is saved, by an Input"
              + " layer");
    }
    List<Long> shape = new ArrayList<>();
    for (int axis = 1; axis < given.size(); axis++) {
      if (given.get(axis).isIntegralNumber()) {
        shape.add(given.get(axis).asLong());
      } else if (given.size() == 4 && data.length == 3) {
        shape.add(data[axis % 3]);
      } else {
        throw new Refused(
            "has an input of the open shape " + given + "; give the shape of the images");
      }
    }
    if (shape.isEmpty() || shape.size() > 3 || shape.stream().anyMatch(size -> size < 1)) {
      throw new Refused(
          "has an input of the shape " + given + ", but images or rows of features are needed");
    }
    return shape.stream().mapToLong(Long::longValue).toArray();
  }
}
