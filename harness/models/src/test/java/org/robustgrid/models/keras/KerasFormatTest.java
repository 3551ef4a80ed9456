package org.robustgrid.models.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.engine.model.NpzFile;
import org.robustgrid.models.ImportSettings;
import org.robustgrid.models.ImportedModel;
import org.robustgrid.models.formats.ModelFormats;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.network.Network;

/**
 * Files as Keras lays them out, written by {@code keras_files.py}, whose logits NumPy computed with
 * channels last.
 */
class KerasFormatTest {

  @TempDir private Path folder;

  private Path file(String name) throws IOException {
    Path file = folder.resolve(name);
    if (!Files.exists(file)) {
      try (InputStream in = KerasFormatTest.class.getResourceAsStream("/keras/" + name)) {
        Files.copy(in, file);
      }
    }
    return file;
  }

  private double[] logits(Path model, INDArray images, DataType precision) {
    ImportSettings settings =
        ImportSettings.NONE.forInput(Arrays.copyOfRange(images.shape(), 1, images.rank()));
    try (Network network = ModelFormats.read(model, settings).network(precision)) {
      return HostArrays.read(network.logits(images.castTo(precision)));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"sequential.h5", "functional.h5", "archive.keras", "rows.h5", "activation.h5"})
  void logits_are_those_that_numpy_computes(String name) throws IOException {
    String stem = name.substring(0, name.indexOf('.'));
    Map<String, INDArray> arrays = NpzFile.read(file(stem + ".npz"));
    INDArray images = arrays.get("x");
    double[] expected = HostArrays.read(arrays.get("logits"));

    assertThat(logits(file(name), images, DataType.DOUBLE)).containsExactly(expected, within(1e-6));
    assertThat(logits(file(name), images, DataType.FLOAT)).containsExactly(expected, within(1e-4));
  }

  @Test
  void a_last_softmax_or_sigmoid_is_cut_and_said() throws IOException {
    ImportedModel softmax = ModelFormats.read(file("sequential.h5"), ImportSettings.NONE);
    ImportedModel sigmoid = ModelFormats.read(file("archive.keras"), ImportSettings.NONE);

    assertThat(softmax.notes()).singleElement().asString().contains("ends in Softmax");
    assertThat(sigmoid.notes().get(0)).contains("ends in Sigmoid", "two classes");
  }

  @Test
  void an_open_size_needs_the_shape_of_the_data() throws IOException {
    Path open = file("functional.h5");

    assertThatThrownBy(() -> ModelFormats.read(open, ImportSettings.NONE))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("functional.h5", "open shape", "give the shape of the images");
    assertThat(
            ModelFormats.examine(open, ImportSettings.NONE.forInput(3, 8, 8), Optional.empty())
                .problem())
        .isEmpty();
  }

  private String config = "";

  @BeforeEach
  void readConfiguration() throws IOException {
    try (ZipFile zip = new ZipFile(file("archive.keras").toFile());
        InputStream in = zip.getInputStream(zip.getEntry("config.json"))) {
      config = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** The archive with its configuration changed. */
  private Path changed(UnaryOperator<String> change) throws IOException {
    Path to = folder.resolve("changed.keras");
    String other = change.apply(config);
    assertThat(other).isNotEqualTo(config);
    try (ZipFile from = new ZipFile(file("archive.keras").toFile());
        OutputStream out = Files.newOutputStream(to);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("config.json"));
      zip.write(other.getBytes(StandardCharsets.UTF_8));
      zip.putNextEntry(new ZipEntry("model.weights.h5"));
      from.getInputStream(from.getEntry("model.weights.h5")).transferTo(zip);
    }
    return to;
  }

  private void refused(Path file, String... words) {
    assertThatThrownBy(() -> ModelFormats.read(file, ImportSettings.NONE))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContainingAll(words);
  }

  @Test
  void code_of_the_author_and_unknown_layers_are_refused_with_the_way_out() throws IOException {
    refused(
        changed(json -> json.replace("\"ReLU\"", "\"Lambda\"")),
        "layer 'six' (Lambda)",
        "never executed",
        "Python process");
    refused(
        changed(json -> json.replace("\"ReLU\"", "\"MyLayer\"")), "'six' (MyLayer)", "not read");
    refused(
        changed(json -> json.replace("\"ReLU\"", "\"MultiHeadAttention\"")),
        "'six' (MultiHeadAttention) is attention, which is read from ONNX");
    refused(
        changed(json -> json.replace("\"ReLU\"", "\"TFOpLambda\"")),
        "'six' (TFOpLambda) calls TensorFlow's",
        "such as Add, Multiply");
    refused(
        changed(json -> json.replace("\"Functional\"", "\"MyModel\"")),
        "class 'MyModel'",
        "Python process");
    refused(changed(json -> json.replace("hard_sigmoid", "crelu")), "'body'", "crelu");
  }

  @Test
  void an_operation_of_tensorflow_is_found_by_its_name_in_the_graph() throws IOException {
    refused(
        file("operation.h5"),
        "'tf_op_layer_Reshape' (TensorFlowOpLayer) calls TensorFlow's Reshape",
        "tf2onnx");
  }

  @Test
  void a_file_of_keras_1_says_how_to_renew_it() throws IOException {
    refused(file("keras-1.h5"), "was saved by Keras 1.2.2", "load it in Keras 2");
  }

  @Test
  void a_network_that_cannot_be_is_refused_in_words() throws IOException {
    refused(
        changed(json -> json.replace("[\"stem\", 0, 0]", "[\"six\", 0, 0]")), "depends on itself");
    refused(changed(json -> json.replace("[\"deep\", 0, 0]", "[\"lost\", 0, 0]")), "'lost'");
    refused(
        changed(json -> json.replace("\"filters\": 4", "\"filters\": 5")),
        "layer 'stem'",
        "[3, 3, 2, 4]",
        "[3, 3, 2, 5]");
    refused(changed(json -> json.replace("[null, 6, 6, 2]", "[null, 6, 6]")), "images are needed");
    refused(changed(json -> json.substring(0, json.length() / 2)), "damaged JSON");
  }

  @Test
  void damaged_files_are_refused_in_words() throws IOException {
    byte[] whole = Files.readAllBytes(file("sequential.h5"));
    for (int length : new int[] {9, 100, 2000, whole.length / 2, whole.length - 1000}) {
      Path cut = folder.resolve("cut-" + length + ".h5");
      Files.write(cut, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> ModelFormats.read(cut, ImportSettings.NONE))
          .as("%d bytes", length)
          .isInstanceOf(DataException.class)
          .hasMessageContaining(cut.toString());
    }
    Path text = Files.writeString(folder.resolve("text.keras"), "PK");
    refused(text, "cannot be read as a file of Keras");
  }

  @Test
  void an_archive_that_unpacks_to_far_more_than_itself_is_refused() throws IOException {
    Path bomb = folder.resolve("bomb.keras");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(bomb))) {
      zip.putNextEntry(new ZipEntry("config.json"));
      zip.write(config.getBytes(StandardCharsets.UTF_8));
      zip.putNextEntry(new ZipEntry("model.weights.h5"));
      zip.write(new byte[10_000_000]);
    }
    refused(bomb, "unpacks to more than");
  }

  @Test
  void files_of_weights_alone_say_how_to_save_the_model() throws IOException {
    // the weights of an archive are an HDF5 file of their own
    Path weights = folder.resolve("model.weights.h5");
    try (ZipFile from = new ZipFile(file("archive.keras").toFile());
        InputStream in = from.getInputStream(from.getEntry("model.weights.h5"))) {
      Files.copy(in, weights);
    }
    refused(weights, "save the whole model", "model.save");
  }

  @Test
  void folders_of_an_archive_are_named_as_keras_names_them() {
    assertThat(KerasNetwork.snakeCase("Conv2D")).isEqualTo("conv2d");
    assertThat(KerasNetwork.snakeCase("DepthwiseConv2D")).isEqualTo("depthwise_conv2d");
    assertThat(KerasNetwork.snakeCase("BatchNormalization")).isEqualTo("batch_normalization");
    assertThat(KerasNetwork.snakeCase("PReLU")).isEqualTo("p_re_lu");
  }
}
