package org.robustgrid.models.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.engine.Networks;
import org.robustgrid.engine.model.ModelJson;
import org.robustgrid.models.ClassifiedData;
import org.robustgrid.models.ImportSettings;
import org.robustgrid.models.ImportedModel;
import org.robustgrid.models.Skeleton;
import org.robustgrid.models.weights.SafetensorsExport;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.network.Architecture;
import org.robustgrid.spi.network.ArchitectureRequest;
import org.robustgrid.spi.network.Network;
import org.robustgrid.spi.network.TensorNames;
import org.robustgrid.spi.network.TensorPlace;

/** Weights that find their places in the network of an architecture. */
class WeightsFormatTest {

  private static final long[] SHAPE = {2, 3, 3};

  @TempDir private Path folder;

  private final INDArray images = Nd4j.rand(DataType.DOUBLE, 4, 2, 3, 3);

  /** A convolution and a dense layer, whose weights PyTorch code calls otherwise. */
  private static final class Counterpart implements Architecture {

    @Override
    public ComputationGraphConfiguration configuration(ArchitectureRequest request) {
      try {
        return ModelJson.configuration(
            new ObjectMapper()
                .readTree(
                    "{\"input\":[2,3,3],\"classes\":"
                        + request.classes()
                        + ",\"layers\":["
                        + "{\"type\":\"conv2d\",\"name\":\"c\",\"out\":3,\"kernel\":2},"
                        + "{\"type\":\"flatten\",\"name\":\"f\"},"
                        + "{\"type\":\"linear\",\"name\":\"z\",\"out\":"
                        + request.classes()
                        + "}]}"));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public List<TensorNames> tensorNames(ArchitectureRequest request) {
      int classes = request.classes();
      Map<String, TensorPlace> places = new LinkedHashMap<>();
      places.put("features.0.weight", new TensorPlace(new long[] {3, 2, 2, 2}, "c", "W", false));
      places.put("features.0.bias", new TensorPlace(new long[] {3}, "c", "b", false));
      places.put("head.weight", new TensorPlace(new long[] {classes, 12}, "z", "W", true));
      places.put("head.bias", new TensorPlace(new long[] {classes}, "z", "b", false));
      return List.of(
          new TensorNames(
              "torchvision",
              places,
              Map.of("head.unused", new long[] {1}),
              Optional.of(new TensorNames.Normalisation("mu", "sigma"))));
    }
  }

  private static ImportSettings settings(int classes) {
    return ImportSettings.NONE
        .within(Optional.of(new Skeleton("counterpart", new Counterpart(), classes)))
        .forInput(SHAPE);
  }

  private static Network fresh() {
    ArchitectureRequest request =
        ArchitectureRequest.builder().inputShape(SHAPE).classes(4).seed(5).build();
    return Networks.create(new Counterpart().configuration(request), DataType.DOUBLE);
  }

  private Path exported(Network network) {
    Path file = folder.resolve("own.safetensors");
    SafetensorsExport.write(network, file);
    return file;
  }

  /** The exported file with other names, and with more tensors of one number a channel. */
  private Path renamed(Path file, Map<String, String> names, Map<String, double[]> more)
      throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    byte[] header = new byte[(int) in.getLong()];
    in.get(header);
    ObjectMapper json = new ObjectMapper();
    ObjectNode before = (ObjectNode) json.readTree(header);
    ObjectNode after = json.createObjectNode();
    before.fieldNames().forEachRemaining(n -> after.set(names.getOrDefault(n, n), before.get(n)));
    long end = in.remaining();
    int extra = more.values().stream().mapToInt(v -> v.length * Double.BYTES).sum();
    ByteBuffer data = ByteBuffer.allocate((int) end + extra).order(ByteOrder.LITTLE_ENDIAN);
    data.put(in);
    for (Map.Entry<String, double[]> entry : more.entrySet()) {
      ObjectNode tensor = after.putObject(entry.getKey()).put("dtype", "F64");
      tensor.putArray("shape").add(1).add(entry.getValue().length).add(1).add(1);
      tensor.putArray("data_offsets").add(data.position()).add(data.position() + 16);
      for (double value : entry.getValue()) {
        data.putDouble(value);
      }
    }
    byte[] text = json.writeValueAsString(after).getBytes(StandardCharsets.UTF_8);
    ByteBuffer out = ByteBuffer.allocate(8 + text.length + data.capacity());
    out.order(ByteOrder.LITTLE_ENDIAN).putLong(text.length).put(text).put(data.array());
    return Files.write(folder.resolve("theirs.safetensors"), out.array());
  }

  private static final Map<String, String> THEIRS =
      Map.of(
          "c.weight", "module.model.features.0.weight",
          "c.bias", "module.model.features.0.bias",
          "z.weight", "module.model.head.weight",
          "z.bias", "module.model.head.bias");

  private static double[] logits(Network network, INDArray images) {
    return HostArrays.read(network.logits(images));
  }

  private double[] logits(ImportedModel model) {
    try (Network network = model.network(DataType.DOUBLE)) {
      return logits(network, images);
    }
  }

  @Test
  void weights_that_export_wrote_give_the_same_logits() {
    try (Network network = fresh()) {
      ImportedModel model = ModelFormats.read(exported(network), settings(4));
      assertThat(logits(model)).containsExactly(logits(network, images));
      assertThat(model.notes()).singleElement().asString().contains("robustgrid");
    }
  }

  @Test
  void names_of_another_code_base_behind_a_prefix_are_found() throws IOException {
    try (Network network = fresh()) {
      Path file = renamed(exported(network), THEIRS, Map.of());
      ImportedModel model = ModelFormats.read(file, settings(4));
      assertThat(logits(model)).containsExactly(logits(network, images));
      assertThat(model.notes()).singleElement().asString().contains("torchvision");
    }
  }

  @Test
  void pixels_are_normalised_by_the_tensors_that_a_file_holds_for_it() throws IOException {
    try (Network network = fresh()) {
      Map<String, double[]> by = new LinkedHashMap<>();
      by.put("module.model.mu", new double[] {0.5, 0.25});
      by.put("module.model.sigma", new double[] {0.5, 2});
      Path file = renamed(exported(network), THEIRS, by);
      ImportedModel model = ModelFormats.read(file, settings(4));
      INDArray mean = Nd4j.createFromArray(0.5, 0.25).reshape(1, 2, 1, 1);
      INDArray deviation = Nd4j.createFromArray(0.5, 2.0).reshape(1, 2, 1, 1);
      assertThat(logits(model))
          .containsExactly(logits(network, images.sub(mean).div(deviation)), within(1e-12));
      assertThat(model.notes()).anyMatch(note -> note.contains("'mu' and 'sigma'"));
    }
  }

  @Test
  void what_is_missing_left_over_or_of_another_shape_is_listed() throws IOException {
    try (Network network = fresh()) {
      Map<String, String> names = new LinkedHashMap<>(THEIRS);
      names.put("z.bias", "module.model.head.extra");
      Path file = renamed(exported(network), names, Map.of());
      assertThatThrownBy(() -> ModelFormats.read(file, settings(7)))
          .isInstanceOf(DataException.class)
          .hasMessageContainingAll(
              "theirs.safetensors",
              "lacks the tensors [head.bias]",
              "[head.extra]",
              "'head.weight' of shape [4, 12], but the network needs [7, 12]",
              "architecture 'counterpart'");
    }
  }

  @Test
  void an_examination_says_that_an_architecture_is_needed_and_notes_whose_names_are_read() {
    try (Network network = fresh()) {
      Path file = exported(network);
      Optional<ClassifiedData> data =
          Optional.of(new ClassifiedData("clouds", List.of(2L, 3L, 3L), 4));
      assertThat(ModelFormats.examine(file, ImportSettings.NONE, data).problem())
          .hasValueSatisfying(what -> assertThat(what).contains("architecture", "4 named weights"));
      assertThat(ModelFormats.examine(file, settings(4), data).problem()).isEmpty();
    }
  }
}
