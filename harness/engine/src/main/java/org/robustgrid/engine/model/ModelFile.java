package org.robustgrid.engine.model;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.base.UserException;
import org.robustgrid.base.files.AtomicFile;
import org.robustgrid.engine.GraphBacked;
import org.robustgrid.engine.Networks;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.network.Network;

/**
 * Models as Deeplearning4j zips: what is saved here, plain Deeplearning4j loads and scores
 * identically; what Deeplearning4j saved, loads here if it is made of listed classes.
 */
public final class ModelFile {

  private static final int LARGEST_CONFIGURATION = 16 << 20;

  private ModelFile() {}

  /**
   * Saves a network atomically.
   *
   * @throws UserException naming the file, when it cannot be written
   */
  public static void save(Network network, Path file) {
    save(GraphBacked.graphOf(network), file);
  }

  static void save(ComputationGraph graph, Path file) {
    AtomicFile.write(file, out -> ModelSerializer.writeModel(graph, out, false));
  }

  /**
   * Loads a network, to be executed by the engine.
   *
   * @param precision FLOAT or DOUBLE, whatever the file was saved in
   * @throws DataException as {@link #loadGraph}, and if the file does not state its input shape
   */
  public static Network load(Path file, DataType precision) {
    return network(loadGraph(file, precision), file);
  }

  /**
   * Loads a network for given data. If the file does not state the size of its images, or reads
   * each as a row of as many features, the network reads images as the data are.
   *
   * @param precision FLOAT or DOUBLE, whatever the file was saved in
   * @param inputShape [channels, height, width] or [features]
   * @throws DataException as {@link #loadGraph}, and when the data do not fit
   */
  public static Network load(Path file, DataType precision, long[] inputShape) {
    return network(loadGraph(file, precision, inputShape), file);
  }

  private static Network network(ComputationGraph graph, Path file) {
    try {
      return Networks.of(graph);
    } catch (IllegalArgumentException e) {
      throw new DataException("model file " + file + ": " + e.getMessage(), e);
    }
  }

  /**
   * Loads a graph. Nothing that the file names is instantiated before it was found on a list, and
   * nothing is deserialised by Java.
   *
   * @param precision FLOAT or DOUBLE, whatever the file was saved in
   * @throws DataException when the file is missing, damaged, holds something else or something that
   *     is not loaded from files
   */
  public static ComputationGraph loadGraph(Path file, DataType precision) {
    return loadGraph(file, precision, Optional.empty());
  }

  /**
   * Loads a graph that is to answer given data, as {@link #load(Path, DataType, long[])} does.
   *
   * @param precision FLOAT or DOUBLE, whatever the file was saved in
   * @param inputShape [channels, height, width] or [features]
   * @throws DataException as {@link #loadGraph(Path, DataType)}, and when the data do not fit
   */
  public static ComputationGraph loadGraph(Path file, DataType precision, long[] inputShape) {
    return loadGraph(file, precision, Optional.of(inputShape));
  }

  private static ComputationGraph loadGraph(
      Path file, DataType precision, Optional<long[]> inputShape) {
    if (!Files.isRegularFile(file)) {
      throw new DataException(
          "model file "
              + file
              + (Files.isDirectory(file) ? " is a folder" : " does not exist")
              + "; check the path");
    }
    String source = "model file " + file;
    try (ZipFile zip = new ZipFile(file.toFile())) {
      UnpackedSize.require(zip, file);
      refuseNormaliser(zip, ModelSerializer.NORMALIZER_BIN, source);
      refuseNormaliser(zip, ModelSerializer.PREPROCESSOR_BIN, source);
      ComputationGraphConfiguration configuration = configuration(zip, source);
      requireOneInputAndOutput(configuration, source);
      inputShape.ifPresent(shape -> DataInput.fit(configuration, shape, source));
      double[] parameters = parameters(zip, source, parameterCount(configuration));
      return graph(configuration, parameters, precision, source);
    } catch (ZipException e) {
      throw new DataException(
          source
              + " is not a zip file, or is truncated ("
              + e.getMessage()
              + "); a model saved by Deeplearning4j or by 'robustgrid train' is needed",
          e);
    } catch (IOException e) {
      throw new DataException(source + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static ComputationGraph graph(
      ComputationGraphConfiguration configuration,
      double[] parameters,
      DataType precision,
      String source) {
    try {
      configuration.setDataType(precision);
      ComputationGraph graph = new ComputationGraph(configuration);
      graph.init(Nd4j.createFromArray(parameters).castTo(precision), false);
      return graph;
    } catch (RuntimeException e) {
      throw new DataException(
          source + ": Deeplearning4j cannot build its network: " + e.getMessage(), e);
    }
  }

  private static void refuseNormaliser(ZipFile zip, String entry, String source) {
    if (zip.getEntry(entry) != null) {
      throw new DataException(
          source
              + " comes with a normaliser ("
              + entry
              + "), which would have to be deserialised by Java and is never loaded; build the"
              + " normalisation into the network and save it without");
    }
  }

  private static ComputationGraphConfiguration configuration(ZipFile zip, String source)
      throws IOException {
    ZipEntry entry = entry(zip, ModelSerializer.CONFIGURATION_JSON, source);
    try (CheckedInputStream in = new CheckedInputStream(zip.getInputStream(entry), new CRC32())) {
      byte[] bytes = in.readNBytes(LARGEST_CONFIGURATION + 1);
      if (bytes.length > LARGEST_CONFIGURATION) {
        throw new DataException(source + ": configuration.json is larger than 16 MiB");
      }
      requireChecksum(in, entry, source);
      return TrustedConfiguration.parse(new String(bytes, StandardCharsets.UTF_8), source);
    }
  }

  private static double[] parameters(ZipFile zip, String source, long expected) throws IOException {
    ZipEntry entry = entry(zip, ModelSerializer.COEFFICIENTS_BIN, source);
    try (CheckedInputStream in = new CheckedInputStream(zip.getInputStream(entry), new CRC32())) {
      double[] parameters;
      try {
        parameters = Coefficients.open(in, entry.getSize()).read(expected);
      } catch (ZipException e) {
        throw e;
      } catch (IOException e) {
        throw new DataException(source + ": coefficients.bin " + e.getMessage(), e);
      }
      requireChecksum(in, entry, source);
      return parameters;
    }
  }

  private static void requireOneInputAndOutput(
      ComputationGraphConfiguration configuration, String source) {
    int inputs = configuration.getNetworkInputs().size();
    int outputs = configuration.getNetworkOutputs().size();
    if (inputs != 1 || outputs != 1) {
      throw new DataException(
          source
              + " has "
              + inputs
              + " inputs and "
              + outputs
              + " outputs, but a classifier with one of each is needed");
    }
  }

  private static ZipEntry entry(ZipFile zip, String name, String source) {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw new DataException(
          source + " has no entry " + name + ", so it is not a model saved by Deeplearning4j");
    }
    return entry;
  }

  private static void requireChecksum(CheckedInputStream in, ZipEntry entry, String source) {
    if (in.getChecksum().getValue() != entry.getCrc()) {
      throw new DataException(
          source + ": the checksum of " + entry.getName() + " is wrong; the file is damaged");
    }
  }

  private static long parameterCount(ComputationGraphConfiguration configuration) {
    long count = 0;
    for (GraphVertex vertex : configuration.getVertices().values()) {
      count = Math.addExact(count, vertex.numParams(false));
    }
    return count;
  }
}
