package org.robustgrid.engine.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.robustgrid.base.files.Sha256;
import org.robustgrid.engine.GraphBacked;
import org.robustgrid.spi.network.Network;

/**
 * The identity of a trained network: SHA-256 over its configuration and its parameters' values, not
 * over a file's bytes.
 *
 * <p>Of the configuration, what cannot change an answer is left out (seed, counters, caching,
 * precision), keys are sorted. Parameters enter as doubles, so that a model loaded in another
 * precision that holds its values exactly keeps its hash.
 */
public final class WeightHash {

  private static final int CHUNK = 8192;
  private static final List<String> WITHOUT_EFFECT =
      List.of(
          "cacheMode",
          "dataType",
          "epochCount",
          "inferenceWorkspaceMode",
          "iterationCount",
          "seed",
          "topologicalOrder",
          "topologicalOrderStr",
          "trainingWorkspaceMode",
          "variables");
  private static final ObjectMapper JSON =
      new ObjectMapper().configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true);

  private WeightHash() {}

  /** The hash, in hex. */
  public static String of(Network network) {
    ComputationGraph graph = GraphBacked.graphOf(network);
    return of(graph.getConfiguration(), network.parameters());
  }

  static String of(ComputationGraphConfiguration configuration, INDArray parameters) {
    MessageDigest digest = Sha256.digest();
    digest.update(canonical(configuration).getBytes(StandardCharsets.UTF_8));
    INDArray flat = parameters.reshape(parameters.length());
    ByteBuffer bytes = ByteBuffer.allocate(CHUNK * Double.BYTES);
    for (long from = 0; from < flat.length(); from += CHUNK) {
      long to = Math.min(flat.length(), from + CHUNK);
      bytes.clear();
      for (double value : flat.get(NDArrayIndex.interval(from, to)).toDoubleVector()) {
        bytes.putDouble(value);
      }
      digest.update(bytes.flip());
    }
    return Sha256.hex(digest.digest());
  }

  private static String canonical(ComputationGraphConfiguration configuration) {
    try {
      JsonNode tree = JSON.readTree(configuration.toJson());
      strip(tree);
      // through plain maps: only those are sorted
      return JSON.writeValueAsString(JSON.treeToValue(tree, Object.class));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Deeplearning4j wrote a configuration that is no JSON", e);
    }
  }

  private static void strip(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.remove(WITHOUT_EFFECT);
    }
    node.forEach(WeightHash::strip);
  }
}
