package org.robustgrid.architectures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.robustgrid.engine.Networks;
import org.robustgrid.engine.model.NpzFile;
import org.robustgrid.models.graph.HostTensor;
import org.robustgrid.models.weights.StateDict;
import org.robustgrid.models.weights.WeightsFile;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.network.Architecture;
import org.robustgrid.spi.network.ArchitectureProvider;
import org.robustgrid.spi.network.ArchitectureRequest;
import org.robustgrid.spi.network.Network;
import org.robustgrid.spi.network.TensorNames;
import org.robustgrid.spi.network.TensorPlace;

/**
 * Compares logits with PyTorch's, for weights that PyTorch saved. The property {@code
 * robustgrid.counterparts} names a folder with a folder for each network: {@code case.json} (id,
 * parameters, classes, family), {@code model.pt} and {@code arrays.npz} (x, logits).
 */
@EnabledIfSystemProperty(named = "robustgrid.counterparts", matches = ".+")
class CounterpartTest {

  @TestFactory
  Stream<DynamicTest> logits_agree_with_py_torch() throws IOException {
    List<Path> cases;
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("robustgrid.counterparts")))) {
      cases = files.filter(file -> Files.exists(file.resolve("case.json"))).sorted().toList();
    }
    assertThat(cases).isNotEmpty();
    return cases.stream()
        .map(folder -> DynamicTest.dynamicTest(folder.getFileName() + "", () -> compare(folder)));
  }

  private static void compare(Path folder) throws IOException {
    JsonNode description = new ObjectMapper().readTree(folder.resolve("case.json").toFile());
    Map<String, INDArray> arrays = NpzFile.read(folder.resolve("arrays.npz"));
    INDArray x = arrays.get("x");
    ArchitectureProvider provider =
        ServiceLoader.load(ArchitectureProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(p -> p.descriptor().id().equals(description.path("id").asText()))
            .findFirst()
            .orElseThrow();
    @SuppressWarnings("unchecked")
    Map<String, ?> parameters =
        new ObjectMapper().convertValue(description.path("parameters"), Map.class);
    Architecture architecture = provider.create(Parameters.of(provider.descriptor(), parameters));
    ArchitectureRequest request =
        ArchitectureRequest.builder()
            .inputShape(x.size(1), x.size(2), x.size(3))
            .classes(description.path("classes").asInt())
            .seed(1)
            .build();
    TensorNames names =
        architecture.tensorNames(request).stream()
            .filter(n -> n.family().equals(description.path("family").asText()))
            .findFirst()
            .orElseThrow();
    ComputationGraph graph = new ComputationGraph(architecture.configuration(request));
    graph.init();
    StateDict weights = fitting(names, x.size(1), WeightsFile.read(folder.resolve("model.pt")));
    names.places().forEach((name, place) -> put(graph, place, weights.tensors().get(name)));
    names.normalisation().ifPresent(by -> normalise(x, by, weights.tensors()));
    double[] expected = HostArrays.read(arrays.get("logits"));
    double scale = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
    double[] actual;
    try (Network network = Networks.of(graph)) {
      actual = HostArrays.read(network.logits(x.castTo(DataType.FLOAT)));
    }
    double largest = 0;
    for (int i = 0; i < expected.length; i++) {
      largest = Math.max(largest, Math.abs(actual[i] - expected[i]));
    }
    Files.writeString(folder.resolve("error.txt"), largest / scale + "\n");

    assertThat(actual).hasSameSizeAs(expected);
    assertThat(largest / scale).isCloseTo(0, within(1e-5));
  }

  private static StateDict fitting(TensorNames names, long channels, StateDict weights) {
    Map<String, long[]> unread = new HashMap<>(names.unread());
    names
        .normalisation()
        .ifPresent(
            by -> {
              unread.put(by.mean(), new long[] {channels, 1, 1});
              unread.put(by.deviation(), new long[] {channels, 1, 1});
            });
    Map<String, long[]> shapes = new HashMap<>(unread);
    names.places().forEach((name, place) -> shapes.put(name, place.shape()));
    return weights.requireFits(shapes, unread.keySet());
  }

  private static void normalise(
      INDArray x, TensorNames.Normalisation by, Map<String, HostTensor> tensors) {
    if (tensors.containsKey(by.mean())) {
      double[] mean = tensors.get(by.mean()).values();
      double[] deviation = tensors.get(by.deviation()).values();
      for (int c = 0; c < mean.length; c++) {
        INDArray channel = x.get(NDArrayIndex.all(), NDArrayIndex.point(c));
        channel.subi(mean[c]).divi(deviation[c]);
      }
    }
  }

  private static void put(ComputationGraph graph, TensorPlace place, HostTensor tensor) {
    INDArray to = graph.getVertex(place.layer()).paramTable(false).get(place.parameter());
    INDArray from =
        Nd4j.createFromArray(tensor.values()).castTo(to.dataType()).reshape('c', place.shape());
    to.assign(place.transposed() ? from.transpose() : from.reshape('c', to.shape()));
  }
}
