package org.robustgrid.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.robustgrid.numerics.HostArrays.read;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.spi.DataException;
import org.robustgrid.spi.Network;

class ModelFileTest {

  @TempDir private Path folder;

  private final ReferenceModel reference = ReferenceModel.of("forward-cnn-bn");
  private Path file;

  @BeforeEach
  void saveAModel() {
    file = folder.resolve("model.zip");
    ModelFile.save(graph(DataType.FLOAT), file);
  }

  private ComputationGraph graph(DataType precision) {
    return ModelJson.loadGraph(reference.model(), reference.arrays(), precision);
  }

  @ParameterizedTest
  @ValueSource(strings = {"FLOAT", "DOUBLE"})
  void plainDeeplearning4jLoadsWhatWasSavedAndScoresIdentically(String type) throws IOException {
    DataType precision = DataType.valueOf(type);
    ModelFile.save(graph(precision), file);
    INDArray images = reference.input().castTo(precision);

    ComputationGraph loaded = ModelSerializer.restoreComputationGraph(file.toFile());

    assertThat(read(loaded.outputSingle(images)))
        .isEqualTo(read(graph(precision).outputSingle(images)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"FLOAT", "DOUBLE"})
  void whatDeeplearning4jSavedLoadsWithTheSameWeights(String type) throws IOException {
    DataType precision = DataType.valueOf(type);
    ModelSerializer.writeModel(graph(precision), file.toFile(), true);

    ComputationGraph loaded = ModelFile.loadGraph(file, precision);

    assertThat(read(loaded.params())).isEqualTo(read(graph(precision).params()));
    assertThat(WeightHash.of(loaded.getConfiguration(), loaded.params()))
        .isEqualTo(WeightHash.of(graph(precision).getConfiguration(), loaded.params()));
  }

  @Test
  void aModelLoadsInAnotherPrecisionThanItWasSavedIn() {
    ComputationGraph loaded = ModelFile.loadGraph(file, DataType.DOUBLE);

    assertThat(loaded.params().dataType()).isEqualTo(DataType.DOUBLE);
    assertThat(read(loaded.params())).isEqualTo(read(graph(DataType.FLOAT).params()));
    assertThat(loaded.outputSingle(reference.input()).dataType()).isEqualTo(DataType.DOUBLE);
  }

  @Test
  void aLoadedNetworkKnowsItsInputShapeAndClasses() {
    Network network = ModelFile.load(file, DataType.FLOAT);

    assertThat(network.inputShape()).containsExactly(3, 8, 8);
    assertThat(network.classes()).isEqualTo(5);
    assertThatCode(() -> ModelFile.requireFits(network, new long[] {3, 8, 8}, 5, file))
        .doesNotThrowAnyException();
  }

  @Test
  void dataOfAnotherShapeAreRefusedWithBothShapes() {
    Network network = ModelFile.load(file, DataType.FLOAT);

    assertThatThrownBy(() -> ModelFile.requireFits(network, new long[] {1, 28, 28}, 5, file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("[3, 8, 8]")
        .hasMessageContaining("[1, 28, 28]")
        .hasMessageContaining(file.toString());
  }

  @Test
  void dataOfOtherClassesAreRefused() {
    Network network = ModelFile.load(file, DataType.FLOAT);

    assertThatThrownBy(() -> ModelFile.requireFits(network, new long[] {3, 8, 8}, 10, file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("10 classes");
  }

  @Test
  void aModelThatDoesNotTellItsImageSizeIsRefusedByTheEngine() throws IOException {
    change(
        ModelSerializer.CONFIGURATION_JSON,
        json ->
            json.replaceFirst(
                "\"preProcessor\" : \\{[^}]*FeedForwardToCnn[^}]*\\}", "\"preProcessor\" : null"));

    assertThatThrownBy(() -> ModelFile.load(file, DataType.FLOAT))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("height and width");
  }

  @Test
  void aMissingFileIsNamed() {
    assertThatThrownBy(() -> ModelFile.loadGraph(folder.resolve("none.zip"), DataType.FLOAT))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("none.zip")
        .hasMessageContaining("does not exist");
  }

  @Test
  void whatIsNoZipIsRefused() throws IOException {
    Files.writeString(file, "weights");

    assertRefused("no zip");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 10, 100, 1000})
  void aTruncatedZipIsRefused(int kept) throws IOException {
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), kept));

    assertRefused("model.zip");
  }

  @Test
  void everyFlippedBitInTheDataIsNoticed() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    // local headers and names may change without harm; the compressed data begin after 60 bytes
    for (int position = 100; position < bytes.length - 400; position += 211) {
      byte[] damaged = bytes.clone();
      damaged[position] ^= 16;
      Files.write(file, damaged);
      try {
        INDArray loaded = ModelFile.loadGraph(file, DataType.FLOAT).params();
        assertThat(read(loaded)).isEqualTo(read(graph(DataType.FLOAT).params()));
      } catch (DataException e) {
        assertThat(e).hasMessageContaining("model.zip");
      }
    }
  }

  @Test
  void aClassThatIsNotOnTheListIsNamedAndNeverInstantiated() throws IOException {
    change(
        ModelSerializer.CONFIGURATION_JSON,
        json -> json.replace("org.nd4j.linalg.activations.impl.ActivationReLU", Evil.NAME));

    assertRefused(Evil.NAME);
    assertThat(Evil.instantiated).isFalse();
  }

  /** Jackson would instantiate it if it were asked to. */
  public static final class Evil {
    static final String NAME = Evil.class.getName();
    static boolean instantiated;

    public Evil() {
      instantiated = true;
    }
  }

  @Test
  void aSecondClassNameOfTheSameObjectIsRefused() throws IOException {
    change(
        ModelSerializer.CONFIGURATION_JSON,
        json ->
            json.replaceFirst(
                "\"@class\"",
                Matcher.quoteReplacement("\"@class\" : \"" + Evil.NAME + "\", \"@class\"")));

    assertRefused("Duplicate");
  }

  @Test
  void aClassNameUnderTypeIsRefused() throws IOException {
    change(
        ModelSerializer.CONFIGURATION_JSON,
        json -> json.replaceFirst("\\{", "{ \"x\" : { \"type\" : \"java.lang.Runtime\" },"));

    assertRefused("java.lang.Runtime");
  }

  @ParameterizedTest
  @ValueSource(strings = {"normalizer.bin", "preprocessor.bin"})
  void aJavaSerialisedNormaliserIsRefused(String entry) throws IOException {
    Map<String, byte[]> entries = entries();
    entries.put(entry, new byte[] {(byte) 0xAC, (byte) 0xED, 0, 5});
    write(entries);

    assertRefused(entry);
  }

  @ParameterizedTest
  @ValueSource(strings = {"configuration.json", "coefficients.bin"})
  void aMissingEntryIsNamed(String entry) throws IOException {
    Map<String, byte[]> entries = entries();
    entries.remove(entry);
    write(entries);

    assertRefused(entry);
  }

  @Test
  void tooFewParametersAreNoticedBeforeAnythingIsAllocated() throws IOException {
    change(
        ModelSerializer.CONFIGURATION_JSON,
        json -> json.replace("\"nout\" : 5", "\"nout\" : 1000000000"));

    assertRefused("too few");
  }

  @Test
  void anotherNumberOfParametersThanTheConfigurationNeedsIsRefused() throws IOException {
    change(
        ModelSerializer.CONFIGURATION_JSON, json -> json.replace("\"nout\" : 5", "\"nout\" : 4"));

    assertRefused("parameters");
  }

  @Test
  void weightsThatAreNotFiniteAreRefused() {
    ComputationGraph graph = graph(DataType.FLOAT);
    graph.params().putScalar(3, Float.NaN);
    ModelFile.save(graph, file);

    assertRefused("NaN");
  }

  @Test
  void aMultiLayerNetworkIsRefusedWithTheWayOut() throws IOException {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .list()
                .layer(new OutputLayer.Builder().nIn(2).nOut(2).build())
                .build());
    network.init();
    ModelSerializer.writeModel(network, file.toFile(), false);

    assertRefused("toComputationGraph");
  }

  @Test
  void anUnwritablePlaceIsNamed() throws IOException {
    Files.writeString(folder.resolve("blocked"), "a file where a folder is needed");

    assertThatThrownBy(() -> ModelFile.save(graph(DataType.FLOAT), folder.resolve("blocked/m.zip")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("blocked");
  }

  private void assertRefused(String reason) {
    assertThatThrownBy(() -> ModelFile.loadGraph(file, DataType.FLOAT))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(reason);
  }

  private void change(String entry, UnaryOperator<String> edit) throws IOException {
    Map<String, byte[]> entries = entries();
    String before = new String(entries.get(entry), StandardCharsets.UTF_8);
    String after = edit.apply(before);
    assertThat(after).isNotEqualTo(before);
    entries.put(entry, after.getBytes(StandardCharsets.UTF_8));
    write(entries);
  }

  private Map<String, byte[]> entries() throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
      }
    }
    return entries;
  }

  private void write(Map<String, byte[]> entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
      }
    }
    Files.write(file, bytes.toByteArray());
  }
}
