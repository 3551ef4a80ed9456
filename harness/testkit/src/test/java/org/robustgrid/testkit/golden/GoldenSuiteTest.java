package org.robustgrid.testkit.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.engine.model.NpzFile;
import org.robustgrid.spi.data.DataException;

class GoldenSuiteTest {

  private static final Path VECTORS = Path.of("src", "test", "resources", "golden");
  private static final String CASE = "pag-logit-mlp-relu";

  @TempDir private Path folder;

  private Path copy(String name) throws IOException {
    Path target = Files.createDirectories(folder.resolve(name));
    for (String file : List.of("case.json", "arrays.npz")) {
      Files.copy(VECTORS.resolve(name).resolve(file), target.resolve(file));
    }
    return target;
  }

  private Map<String, INDArray> arrays(Path target) {
    return new LinkedHashMap<>(NpzFile.read(target.resolve("arrays.npz")));
  }

  private GoldenOutcome only() {
    List<GoldenOutcome> outcomes = GoldenSuite.run(folder, DataType.DOUBLE);
    assertThat(outcomes).hasSize(1);
    return outcomes.get(0);
  }

  @Test
  void a_folder_without_an_index_is_read_by_sub_folder() throws IOException {
    copy(CASE);
    assertThat(only().passed()).isTrue();
    assertThat(only().name()).isEqualTo(CASE);
    assertThat(only().kind()).isEqualTo("pag");
  }

  @Test
  void a_changed_value_fails() throws IOException {
    Path target = copy(CASE);
    Map<String, INDArray> arrays = arrays(target);
    INDArray gradient = arrays.get("grad.l0.weight");
    gradient.putScalar(0, gradient.getDouble(0) + 1e-6);
    NpzFile.write(target.resolve("arrays.npz"), arrays);
    assertThat(only().passed()).isFalse();
    assertThat(only().message()).contains("grad.l0.weight");
    assertThat(only().largestError()).isBetween(0.9e-6, 1.1e-6);
  }

  @Test
  void a_na_n_in_the_reference_fails() throws IOException {
    Path target = copy(CASE);
    Map<String, INDArray> arrays = arrays(target);
    arrays.get("loss").putScalar(0, Double.NaN);
    NpzFile.write(target.resolve("arrays.npz"), arrays);
    assertThat(only().passed()).isFalse();
    assertThat(only().largestError()).isNaN();
  }

  @Test
  void a_missing_array_fails_by_name() throws IOException {
    Path target = copy(CASE);
    Map<String, INDArray> arrays = arrays(target);
    arrays.remove("grad.l0.bias");
    NpzFile.write(target.resolve("arrays.npz"), arrays);
    assertThat(only().passed()).isFalse();
    assertThat(only().message()).contains("grad.l0.bias").contains("missing");
  }

  @Test
  void a_damaged_case_does_not_stop_the_others() throws IOException {
    copy(CASE);
    Path broken = copy("trades-mlp-relu");
    byte[] bytes = Files.readAllBytes(broken.resolve("arrays.npz"));
    Files.write(broken.resolve("arrays.npz"), Arrays.copyOf(bytes, bytes.length / 2));
    Path other = copy("jeat-mlp-relu");
    Files.writeString(other.resolve("case.json"), "{ not json");
    Files.delete(copy("distill-mlp-relu").resolve("arrays.npz"));
    List<GoldenOutcome> outcomes = GoldenSuite.run(folder, DataType.DOUBLE);
    assertThat(outcomes)
        .extracting(GoldenOutcome::passed)
        .containsExactly(false, false, true, false);
    assertThat(outcomes).filteredOn(o -> !o.passed()).allMatch(o -> !o.message().isBlank());
  }

  @Test
  void a_case_of_the_index_without_a_folder_fails() throws IOException {
    copy(CASE);
    Files.writeString(folder.resolve("index.json"), "{\"cases\": [\"lost\"]}");
    List<GoldenOutcome> outcomes = GoldenSuite.run(folder, DataType.DOUBLE);
    assertThat(outcomes).extracting(GoldenOutcome::name).containsExactly("lost", CASE);
    assertThat(outcomes).extracting(GoldenOutcome::passed).containsExactly(false, true);
  }

  @Test
  void an_unknown_kind_fails_and_lists_the_known_ones() throws IOException {
    Path target = copy(CASE);
    String description = Files.readString(target.resolve("case.json"));
    Files.writeString(
        target.resolve("case.json"),
        description.replace("\"kind\": \"pag\"", "\"kind\": \"phase-of-the-moon\""));
    assertThat(only().passed()).isFalse();
    assertThat(only().message()).contains("phase-of-the-moon").contains("apgd");
  }

  @Test
  void a_folder_without_cases_is_refused() {
    assertThatThrownBy(() -> GoldenSuite.run(folder, DataType.DOUBLE))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("case.json");
  }

  @Test
  void a_folder_that_does_not_exist_is_refused() {
    assertThatThrownBy(() -> GoldenSuite.run(folder.resolve("nowhere"), DataType.DOUBLE))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("nowhere");
  }
}
