package org.robustgrid.models.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.engine.Networks;
import org.robustgrid.engine.model.ModelExport;
import org.robustgrid.engine.model.ModelFile;
import org.robustgrid.engine.model.ModelJson;
import org.robustgrid.models.ImportSettings;
import org.robustgrid.models.ImportSettings.Normalisation;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.network.Network;

/** One network in the formats that hold whole networks. */
class ModelFormatsTest {

  private static final String MODEL =
      "{\"input\":[2,3,3],\"classes\":4,\"layers\":["
          + "{\"type\":\"conv2d\",\"name\":\"c\",\"out\":3,\"kernel\":2},"
          + "{\"type\":\"flatten\",\"name\":\"f\"},"
          + "{\"type\":\"linear\",\"name\":\"z\",\"out\":4}]}";

  @TempDir private Path folder;

  private final INDArray images = Nd4j.rand(DataType.FLOAT, 5, 2, 3, 3);
  private double[] expected;

  @BeforeEach
  void write() throws IOException {
    try (Network network =
        Networks.create(
            ModelJson.configuration(new ObjectMapper().readTree(MODEL)), DataType.FLOAT)) {
      expected = HostArrays.read(network.logits(images));
      ModelExport.write(network, folder);
      ModelFile.save(network, folder.resolve("model.zip"));
    }
  }

  private double[] logits(String file) {
    try (Network network =
        ModelFormats.read(folder.resolve(file), ImportSettings.NONE).network(DataType.FLOAT)) {
      return HostArrays.read(network.logits(images));
    }
  }

  @Test
  void what_export_writes_is_read() {
    assertThat(logits("model.json")).containsExactly(expected, within(1e-7));
  }

  @Test
  void a_deeplearning4j_zip_is_read() {
    assertThat(logits("model.zip")).containsExactly(expected, within(1e-7));
  }

  @Test
  void range_and_normalisation_come_before_a_network_of_any_format() {
    ImportSettings settings =
        new ImportSettings(
            Optional.empty(),
            Optional.of(new ImportSettings.Range(0, 4)),
            Optional.of(new Normalisation(new double[] {1, 2}, new double[] {2, 4})),
            false);
    // the data that become the images: 4 x = image * std + mean
    INDArray deviation = Nd4j.createFromArray(2f, 4f).reshape(1, 2, 1, 1);
    INDArray mean = Nd4j.createFromArray(1f, 2f).reshape(1, 2, 1, 1);
    INDArray data = images.mul(deviation).add(mean).div(4);
    for (String file : List.of("model.zip", "model.json")) {
      try (Network network =
          ModelFormats.read(folder.resolve(file), settings).network(DataType.FLOAT)) {
        assertThat(HostArrays.read(network.logits(data)))
            .as(file)
            .containsExactly(expected, within(1e-5));
      }
    }
  }

  @Test
  void a_normalisation_of_other_channels_is_refused_and_so_is_a_layout_that_is_not_read() {
    Path file = folder.resolve("model.zip");
    ImportSettings three =
        ImportSettings.NONE.normalised(new Normalisation(new double[3], new double[] {1, 1, 1}));
    assertThatThrownBy(() -> ModelFormats.read(file, three.forInput(2, 3, 3)))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("model.zip", "[2, 3, 3]", "3 channels");
    ImportSettings last =
        new ImportSettings(Optional.empty(), Optional.empty(), Optional.empty(), true);
    assertThatThrownBy(() -> ModelFormats.read(file, last))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("model.zip", "layout", "ONNX");
  }

  @Test
  void a_file_of_no_known_format_is_refused_with_the_known_ones() throws IOException {
    Path file = Files.writeString(folder.resolve("model.xyz"), "?");
    assertThatThrownBy(() -> ModelFormats.read(file, ImportSettings.NONE))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("model.xyz", "onnx", "Deeplearning4j zip");
  }

  @Test
  void weights_alone_ask_for_their_architecture() throws IOException {
    Path file = Files.writeString(folder.resolve("weights.pt"), "<html>");
    assertThatThrownBy(() -> ModelFormats.read(file, ImportSettings.NONE))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("weights.pt", "not recognised");
  }
}
