package org.robustgrid.models.formats;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.models.ImportSettings;

/** Truncated, hostile and unsuitable files: refused in words, before a network is built of them. */
class RefusedModelsTest {

  private static Path refuse() {
    try {
      return Path.of(
              Objects.requireNonNull(
                      RefusedModelsTest.class.getResource("/refuse/index.json"), "index.json")
                  .toURI())
          .getParent();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  @TestFactory
  Stream<DynamicTest> each_is_refused_for_its_own_reason_and_nothing_in_it_runs()
      throws IOException {
    JsonNode index = new ObjectMapper().readTree(refuse().resolve("index.json").toFile());
    Path marker = Path.of(index.path("marker").asText());
    List<JsonNode> files = new ArrayList<>();
    index.path("files").forEach(files::add);
    assertThat(files).hasSizeGreaterThan(40);
    return files.stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.path("file").asText(), () -> assertRefused(entry, marker)));
  }

  private static void assertRefused(JsonNode entry, Path marker) {
    Path file = refuse().resolve(entry.path("file").asText());
    Optional<String> problem =
        ModelFormats.examine(file, ImportSettings.NONE, Optional.empty()).problem();
    List<String> words = new ArrayList<>();
    entry.path("words").forEach(word -> words.add(word.asText().toLowerCase(Locale.ROOT)));
    assertThat(marker).as("what a file that was executed leaves").doesNotExist();
    assertThat(problem).as(entry.path("why").asText()).isPresent();
    assertThat(problem.get()).contains(file.getFileName().toString());
    assertThat(words)
        .as(problem.get())
        .anyMatch(word -> problem.get().toLowerCase(Locale.ROOT).contains(word));
  }

  @Test
  void an_operator_off_the_list_is_named_with_its_node_and_the_way_out() {
    Path file = refuse().resolve("onnx-loop.onnx");
    assertThat(ModelFormats.examine(file, ImportSettings.NONE, Optional.empty()).problem())
        .hasValueSatisfying(what -> assertThat(what).contains("Loop", "node", "Python process"));
  }

  private static String problem(Path file) {
    return ModelFormats.examine(file, ImportSettings.NONE, Optional.empty()).problem().orElse("");
  }

  @Test
  void the_record_of_a_training_leads_to_the_network_beside_it(@TempDir Path folder)
      throws IOException {
    Path file = Files.writeString(folder.resolve("model.json"), "{\"sha256\":\"\",\"content\":{}}");
    assertThat(problem(file))
        .contains("model.json: describes no network", "neither 'input' nor 'layers'")
        .doesNotContain("model.zip");
    Path network = Files.writeString(folder.resolve("model.zip"), "");
    assertThat(problem(file)).endsWith("; give " + network + " beside it");
    Files.writeString(file, "{\"layers\":[]}");
    assertThat(problem(file)).contains("there is no 'input', which must be [features]");
    Files.writeString(file, "");
    assertThat(problem(file)).contains("describes no network");
  }

  @Test
  void a_file_of_a_name_that_says_no_format_is_refused_with_the_known_ones(@TempDir Path folder)
      throws IOException {
    Path file = Files.writeString(folder.resolve("weights.ckpt"), "?");
    assertThat(ModelFormats.examine(file, ImportSettings.NONE, Optional.empty()).problem())
        .hasValueSatisfying(what -> assertThat(what).contains("weights.ckpt", "onnx", "known"));
    assertThat(ModelFormats.examine(folder, ImportSettings.NONE, Optional.empty()).problem())
        .hasValueSatisfying(what -> assertThat(what).contains("is a folder"));
  }
}
