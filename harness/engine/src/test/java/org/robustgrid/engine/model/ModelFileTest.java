package org.robustgrid.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
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
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.robustgrid.base.UserException;
import org.robustgrid.engine.SampleGraphs;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.network.Network;

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
  void plain_deeplearning4j_loads_what_was_saved_and_scores_identically(String type)
      throws IOException {
    DataType precision = DataType.valueOf(type);
    ModelFile.save(graph(precision), file);
    INDArray images = reference.input().castTo(precision);

    ComputationGraph loaded = ModelSerializer.restoreComputationGraph(file.toFile());

    assertThat(read(loaded.outputSingle(images)))
        .isEqualTo(read(graph(precision).outputSingle(images)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"FLOAT", "DOUBLE"})
  void what_deeplearning4j_saved_loads_with_the_same_weights(String type) throws IOException {
    DataType precision = DataType.valueOf(type);
    ModelSerializer.writeModel(graph(precision), file.toFile(), true);

    ComputationGraph loaded = ModelFile.loadGraph(file, precision);

    assertThat(read(loaded.params())).isEqualTo(read(graph(precision).params()));
    assertThat(WeightHash.of(loaded.getConfiguration(), loaded.params()))
        .isEqualTo(WeightHash.of(graph(precision).getConfiguration(), loaded.params()));
  }

  @Test
  void a_model_loads_in_another_precision_than_it_was_saved_in() {
    ComputationGraph loaded = ModelFile.loadGraph(file, DataType.DOUBLE);

    assertThat(loaded.params().dataType()).isEqualTo(DataType.DOUBLE);
    assertThat(read(loaded.params())).isEqualTo(read(graph(DataType.FLOAT).params()));
    assertThat(loaded.outputSingle(reference.input()).dataType()).isEqualTo(DataType.DOUBLE);
  }

  @Test
  void a_loaded_network_knows_its_input_shape_and_classes() {
    Network network = ModelFile.load(file, DataType.FLOAT);

    assertThat(network.inputShape()).containsExactly(3, 8, 8);
    assertThat(network.classes()).isEqualTo(5);
  }

  @Test
  void a_model_that_does_not_tell_its_image_size_is_refused_by_the_engine() throws IOException {
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

  private static GraphBuilder builder() {
    return new NeuralNetConfiguration.Builder()
        .seed(3)
        .activation(Activation.IDENTITY)
        .graphBuilder()
        .addInputs("in");
  }

  private static ComputationGraphConfiguration flat() {
    GraphBuilder graph = builder();
    graph.addLayer(
        "hidden",
        new DenseLayer.Builder().nIn(3 * 4 * 5).nOut(6).activation(Activation.TANH).build(),
        "in");
    graph.addLayer(
        "out",
        new OutputLayer.Builder().activation(Activation.SOFTMAX).nIn(6).nOut(5).build(),
        "hidden");
    return graph.setOutputs("out").build();
  }

  /** As Deeplearning4j's zoo builds its networks: no layer keeps the size of images. */
  private static ComputationGraphConfiguration convolutional() {
    GraphBuilder graph = builder();
    graph.addLayer(
        "convolution", new ConvolutionLayer.Builder(2, 2).nOut(4).hasBias(true).build(), "in");
    graph.addLayer("norm", new BatchNormalization(), "convolution");
    graph.addLayer(
        "out", new OutputLayer.Builder().activation(Activation.SOFTMAX).nOut(5).build(), "norm");
    return graph.setOutputs("out").setInputTypes(InputType.convolutional(4, 5, 3)).build();
  }

  private static ComputationGraph initialised(ComputationGraphConfiguration configuration) {
    ComputationGraph graph = new ComputationGraph(configuration);
    graph.init();
    return graph;
  }

  @Test
  void a_network_over_flat_input_reads_the_images_of_the_data_in_the_order_of_their_pixels() {
    ComputationGraph graph = initialised(flat());
    ModelFile.save(graph, file);
    INDArray images = SampleGraphs.random(DataType.FLOAT, 1, 7, 3, 4, 5);

    Network network = ModelFile.load(file, DataType.FLOAT, new long[] {3, 4, 5});

    assertThat(network.inputShape()).containsExactly(3, 4, 5);
    assertThat(read(Transforms.softmax(network.logits(images), true)))
        .containsExactly(read(graph.outputSingle(images.reshape(7, 60))), within(1e-6));
    assertThat(ModelFile.load(file, DataType.FLOAT, new long[] {60}).inputShape())
        .containsExactly(60);
  }

  @Test
  void a_network_that_does_not_tell_its_image_size_reads_the_images_of_the_data() {
    ComputationGraph graph = initialised(convolutional());
    ModelFile.save(graph, file);
    INDArray images = SampleGraphs.random(DataType.FLOAT, 1, 7, 3, 4, 5);

    Network network = ModelFile.load(file, DataType.FLOAT, new long[] {3, 4, 5});

    assertThat(network.inputShape()).containsExactly(3, 4, 5);
    assertThat(read(Transforms.softmax(network.logits(images), true)))
        .containsExactly(read(graph.outputSingle(images)), within(1e-6));
  }

  @Test
  void a_batch_norm_that_reads_images_first_does_not_pass_for_flat_input() {
    GraphBuilder g = builder();
    g.addLayer("norm", new BatchNormalization(), "in");
    g.addLayer("convolution", new ConvolutionLayer.Builder(2, 2).nOut(4).build(), "norm");
    g.addLayer(
        "out",
        new OutputLayer.Builder().activation(Activation.SOFTMAX).nOut(5).build(),
        "convolution");
    ComputationGraph graph =
        initialised(g.setOutputs("out").setInputTypes(InputType.convolutional(4, 5, 3)).build());
    ModelFile.save(graph, file);
    INDArray images = SampleGraphs.random(DataType.FLOAT, 1, 7, 3, 4, 5);

    Network network = ModelFile.load(file, DataType.FLOAT, new long[] {3, 4, 5});

    assertThat(read(Transforms.softmax(network.logits(images), true)))
        .containsExactly(read(graph.outputSingle(images)), within(1e-6));
  }

  @Test
  void images_with_their_channels_last_are_refused_by_name() {
    GraphBuilder g = builder();
    g.addLayer(
        "c", new ConvolutionLayer.Builder(2, 2).nOut(4).dataFormat(CNN2DFormat.NHWC).build(), "in");
    g.addLayer("p", new GlobalPoolingLayer(PoolingType.AVG), "c");
    g.addLayer(
        "out", new OutputLayer.Builder().activation(Activation.SOFTMAX).nOut(5).build(), "p");
    InputType last = InputType.convolutional(4, 5, 3, CNN2DFormat.NHWC);
    ModelFile.save(initialised(g.setOutputs("out").setInputTypes(last).build()), file);

    assertThatThrownBy(() -> ModelFile.load(file, DataType.FLOAT, new long[] {3, 4, 5}))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("layer 'c'")
        .hasMessageContaining("NHWC");
  }

  @ParameterizedTest
  @ValueSource(strings = {"HALF", "BFLOAT16"})
  void narrow_numbers_load_exactly_as_floats(String type) throws IOException {
    ComputationGraph narrow = graph(DataType.FLOAT).convertDataType(DataType.valueOf(type));
    ModelSerializer.writeModel(narrow, file.toFile(), true);

    ComputationGraph loaded = ModelFile.loadGraph(file, DataType.FLOAT);

    assertThat(loaded.params().dataType()).isEqualTo(DataType.FLOAT);
    assertThat(read(loaded.params())).isEqualTo(read(narrow.params().castTo(DataType.FLOAT)));
    INDArray images = reference.input().castTo(DataType.FLOAT);
    assertThat(loaded.outputSingle(images).dataType()).isEqualTo(DataType.FLOAT);
    assertThat(ModelFile.load(file, DataType.FLOAT).logits(images).isNaN().any()).isFalse();
  }

  private void coefficients(UnaryOperator<byte[]> edit) throws IOException {
    Map<String, byte[]> entries = entries();
    entries.put("coefficients.bin", edit.apply(entries.get("coefficients.bin")));
    write(entries);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 400})
  void coefficients_that_end_early_are_said_to_end(int missing) throws IOException {
    long count = graph(DataType.FLOAT).numParams();
    coefficients(bytes -> Arrays.copyOf(bytes, bytes.length - missing));

    long there = count - (missing + 3) / 4;
    assertRefused(
        "coefficients.bin ends before the last parameter: " + there + " of " + count + " are");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 20, 60})
  void coefficients_without_whole_headers_are_said_to_end_there(int kept) throws IOException {
    coefficients(bytes -> Arrays.copyOf(bytes, kept));

    assertRefused("coefficients.bin ends within its header, after " + kept + " bytes");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 8, 400})
  void coefficients_that_go_on_are_said_to(int more) throws IOException {
    coefficients(bytes -> Arrays.copyOf(bytes, bytes.length + more));

    assertRefused("coefficients.bin continues for " + more + " bytes after the last");
  }

  private static byte[] retyped(byte[] bytes, String type) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    assertThat(text).contains("FLOAT");
    return text.replaceFirst("FLOAT", type).getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void coefficients_of_another_type_are_named() throws IOException {
    coefficients(bytes -> retyped(bytes, "INT32"));

    assertRefused("coefficients.bin has parameters of type INT32, not DOUBLE, FLOAT, HALF");
  }

  @Test
  void what_is_no_array_in_place_of_the_coefficients_is_said_to_be_none() throws IOException {
    coefficients(bytes -> "not an array of ND4J".getBytes(StandardCharsets.UTF_8));

    assertRefused("coefficients.bin");
  }

  @Test
  void a_zip_without_entries_holds_no_configuration() throws IOException {
    write(Map.of());

    assertRefused("no entry configuration.json");
  }

  @Test
  void an_empty_configuration_describes_no_graph() throws IOException {
    Map<String, byte[]> entries = entries();
    entries.put("configuration.json", new byte[0]);
    write(entries);

    assertRefused("configuration.json describes no ComputationGraph");
  }

  @Test
  void a_folder_is_named_as_one() {
    assertThatThrownBy(() -> ModelFile.loadGraph(folder, DataType.FLOAT))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("is a folder");
  }

  @Test
  void a_missing_file_is_named() {
    assertThatThrownBy(() -> ModelFile.loadGraph(folder.resolve("none.zip"), DataType.FLOAT))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("none.zip")
        .hasMessageContaining("does not exist");
  }

  @Test
  void what_is_no_zip_is_refused() throws IOException {
    Files.writeString(file, "weights");

    assertRefused("is not a zip file");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 10, 100, 1000})
  void a_truncated_zip_is_refused(int kept) throws IOException {
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), kept));

    assertRefused("model.zip");
  }

  @Test
  void every_flipped_bit_in_the_data_is_noticed() throws IOException {
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
  void a_class_that_is_not_on_the_list_is_named_and_never_instantiated() throws IOException {
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
  void a_second_class_name_of_the_same_object_is_refused() throws IOException {
    change(
        ModelSerializer.CONFIGURATION_JSON,
        json ->
            json.replaceFirst(
                "\"@class\"",
                Matcher.quoteReplacement("\"@class\" : \"" + Evil.NAME + "\", \"@class\"")));

    assertRefused("Duplicate");
  }

  @Test
  void a_class_name_under_type_is_refused() throws IOException {
    change(
        ModelSerializer.CONFIGURATION_JSON,
        json -> json.replaceFirst("\\{", "{ \"x\" : { \"type\" : \"java.lang.Runtime\" },"));

    assertRefused("java.lang.Runtime");
  }

  @ParameterizedTest
  @ValueSource(strings = {"normalizer.bin", "preprocessor.bin"})
  void a_java_serialised_normaliser_is_refused(String entry) throws IOException {
    Map<String, byte[]> entries = entries();
    entries.put(entry, new byte[] {(byte) 0xAC, (byte) 0xED, 0, 5});
    write(entries);

    assertRefused(entry);
  }

  @ParameterizedTest
  @ValueSource(strings = {"configuration.json", "coefficients.bin"})
  void a_missing_entry_is_named(String entry) throws IOException {
    Map<String, byte[]> entries = entries();
    entries.remove(entry);
    write(entries);

    assertRefused(entry);
  }

  @Test
  void too_few_parameters_are_noticed_before_anything_is_allocated() throws IOException {
    change(
        ModelSerializer.CONFIGURATION_JSON,
        json -> json.replace("\"nout\" : 5", "\"nout\" : 1000000000"));

    assertRefused("too few");
  }

  @Test
  void another_number_of_parameters_than_the_configuration_needs_is_refused() throws IOException {
    change(
        ModelSerializer.CONFIGURATION_JSON, json -> json.replace("\"nout\" : 5", "\"nout\" : 4"));

    assertRefused("parameters");
  }

  @Test
  void weights_that_are_not_finite_are_refused() {
    ComputationGraph graph = graph(DataType.FLOAT);
    graph.params().putScalar(3, Float.NaN);
    ModelFile.save(graph, file);

    assertRefused("NaN");
  }

  @Test
  void a_multi_layer_network_answers_as_in_deeplearning4j() throws IOException {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(3)
                .list()
                .layer(
                    new ConvolutionLayer.Builder(3, 3).nOut(4).activation(Activation.RELU).build())
                .layer(new BatchNormalization())
                .layer(new DenseLayer.Builder().nOut(6).activation(Activation.TANH).build())
                .layer(
                    new OutputLayer.Builder(new LossMCXENT())
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.convolutionalFlat(5, 5, 2))
                .build());
    network.init();
    ModelSerializer.writeModel(network, file.toFile(), false);
    INDArray images = Nd4j.rand(DataType.FLOAT, 4, 2, 5, 5);

    try (Network loaded = ModelFile.load(file, DataType.FLOAT, new long[] {2, 5, 5})) {
      INDArray probabilities = Transforms.softmax(loaded.logits(images));
      assertThat(probabilities.equalsWithEps(network.output(images), 1e-5)).isTrue();
    }
  }

  @Test
  void a_class_that_is_not_listed_is_refused_in_a_multi_layer_network_too() throws IOException {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .list()
                .layer(new OutputLayer.Builder().nIn(2).nOut(2).build())
                .build());
    network.init();
    ModelSerializer.writeModel(network, file.toFile(), false);
    change(
        ModelSerializer.CONFIGURATION_JSON,
        json -> json.replace("conf.layers.OutputLayer", "conf.layers.StrangeLayer"));

    assertRefused("StrangeLayer");
  }

  @Test
  void a_zip_whose_entries_share_their_bytes_is_refused_before_it_is_unpacked() throws IOException {
    // the central directory says of an entry that it holds more bytes than the file
    byte[] bytes = Files.readAllBytes(file);
    int directory = 0;
    for (int i = 0; i + 4 < bytes.length; i++) {
      if (bytes[i] == 'P' && bytes[i + 1] == 'K' && bytes[i + 2] == 1 && bytes[i + 3] == 2) {
        directory = i;
        break;
      }
    }
    bytes[directory + 22] = 100;
    Files.write(file, bytes);

    assertRefused("share their bytes");
  }

  @Test
  void an_unwritable_place_is_named() throws IOException {
    Files.writeString(folder.resolve("blocked"), "a file where a folder is needed");

    assertThatThrownBy(() -> ModelFile.save(graph(DataType.FLOAT), folder.resolve("blocked/m.zip")))
        .isInstanceOf(UserException.class)
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
