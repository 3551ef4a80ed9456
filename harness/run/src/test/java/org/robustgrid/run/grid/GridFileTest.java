package org.robustgrid.run.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.robustgrid.base.UserException;

class GridFileTest {

  private static final String SOUND =
      """
      name: sound
      datasets: [{id: digits, samples: 20}]
      architectures: [mlp]
      training: &t {epochs: 1}
      threat-models: [{norm: linf, epsilon: &e 0.1}, {norm: l2, epsilon: *e}]
      defenses: [{id: standard, label: &l first}, {id: standard, label: second, training: *t}]
      attacks: [fgsm]
      certification: {radii: [0.5], samples: 10}
      seeds: [0, 1]
      limits: {passes: 100}
      """;

  @TempDir Path folder;

  private static GridFile parse(String text) {
    return GridFile.parse("g.yaml", text, Path.of(""));
  }

  private static List<String> problems(String text) {
    return parse(text).problems().messages();
  }

  @Test
  void aliases_are_resolved_in_a_grid() {
    GridFile file = parse(SOUND.replace("label: second", "label: *l"));
    assertThat(file.problems().messages()).isEmpty();
    assertThat(file.grid().threatModels()).extracting(t -> t.epsilon()).containsExactly(0.1, 0.1);
    assertThat(file.grid().defenses())
        .extracting(d -> d.plugin().label())
        .containsExactly("first", "first");
    assertThat(file.grid().defenses().get(1).training().plain()).containsEntry("epochs", 1L);
  }

  @Test
  void a_missing_value_of_one_threat_model_is_reported_like_an_absent_key() {
    assertThat(problems(SOUND.replace("{norm: l2, epsilon: *e}", "{norm: ~, epsilon: 0.3}")))
        .singleElement()
        .asString()
        .startsWith("g.yaml:5:55 threat-models[1].norm: 'norm' has no value");
    assertThat(problems(SOUND.replace("*e", "null")))
        .singleElement()
        .asString()
        .contains("threat-models[1].epsilon: 'epsilon' has no value");
  }

  /** The value of each key is removed, at every depth. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "name: sound|name:",
        "samples: 20|samples: ~",
        "architectures: [mlp]|architectures: null",
        "{epochs: 1}|{epochs: ~}",
        "training: &t {epochs: 1}|training: &t",
        "attacks: [fgsm]|attacks:",
        "attacks: [fgsm]|attacks: [~]",
        "attacks: [fgsm]|attacks: [{id: fgsm, norms: }]",
        "attacks: [fgsm]|attacks: [{id: fgsm, norms: [~]}]",
        "attacks: [fgsm]|attacks: [{id: fgsm, parameters: {steps: Null}}]",
        "attacks: [fgsm]|attacks: [{id: fgsm, label: }]",
        "radii: [0.5]|radii: ~",
        "radii: [0.5]|radii: [~]",
        "seeds: [0, 1]|seeds: [0, ~]",
        "passes: 100|passes: NULL",
        "limits: {passes: 100}|limits:",
      })
  void nothing_is_dropped_silently(String sound, String nothing) {
    assertThat(SOUND).contains(sound);
    assertThat(problems(SOUND.replace(sound, nothing)))
        .isNotEmpty()
        .allMatch(problem -> problem.contains("has no value") || problem.contains("nothing"));
  }

  @ParameterizedTest
  @CsvSource({
    "1e1, 10",
    "10.0, 10",
    "010, 10",
    "0xA, 10",
  })
  void a_whole_number_may_be_written_in_every_way_of_yaml(String written, long samples) {
    GridFile file = parse(SOUND.replace("samples: 20", "samples: " + written));
    assertThat(file.problems().messages()).isEmpty();
    assertThat(file.grid().datasets().get(0).samples()).contains(samples);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"20\"|in quotes, which make it a text; remove the quotes",
        "2_0|expected a whole number, found '2_0'; write it in decimal digits",
        "0b11|without '_', ':' or '0b'",
        "1:30|write it in decimal digits",
        "99999999999999999999|of at most 9223372036854775807",
        "2.5|expected a whole number, found '2.5'",
        ".nan|expected a whole number, found '.nan'",
        "yes|expected a whole number, found 'yes'"
      })
  void a_number_that_is_not_whole_is_reported_with_the_reason(String written, String reason) {
    assertThat(problems(SOUND.replace("samples: 20", "samples: " + written)))
        .singleElement()
        .asString()
        .contains("g.yaml:2:34 datasets[0].samples", reason);
  }

  @Test
  void the_message_for_a_quoted_number_asks_to_remove_the_quotes_and_a_fraction_keeps_them() {
    assertThat(problems(SOUND.replace("&e 0.1", "&e '0.1'")))
        .hasSize(2)
        .allMatch(problem -> problem.contains("found '0.1' in quotes"));
    assertThat(problems(SOUND.replace("&e 0.1", "&e '8/255'"))).isEmpty();
  }

  @Test
  void a_row_keeps_its_own_epochs_or_those_of_the_grid() {
    GridFile file =
        parse(
            """
            datasets: [toys]
            architectures: [dense]
            keep-epochs: all
            threat-models: [{norm: linf, epsilon: 0.1}]
            defenses: [plain, {id: plain, label: own, keep-epochs: [5, 1, 5]}, {id: plain, label: file, model: m.zip}]
            """);
    assertThat(file.problems().messages()).isEmpty();
    assertThat(file.grid().defenses())
        .extracting(entry -> entry.keptEpochs().map(KeptEpochs::epochs).orElse(null))
        .containsExactly(List.of(), List.of(1, 5), null);
    assertThat(KeptEpochs.ALL.keeps(7)).isTrue();
    assertThat(new KeptEpochs(List.of(1, 5)).keeps(2)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "keep-epochs: some|expected 'all' or a list of epochs counted from 1",
        "keep-epochs: []|found an empty list",
        "keep-epochs: [0]|there is no 0",
        "keep-epochs: [1.5]|1.5",
        "keep-epochs: all, model: m.zip|a model file is not trained and has no epochs",
      })
  void epochs_that_cannot_be_kept_are_refused(String keys, String reason) {
    assertThat(
            problems(
                """
                datasets: [toys]
                architectures: [dense]
                threat-models: [{norm: linf, epsilon: 0.1}]
                defenses: [plain, {id: plain, label: own, KEYS}]
                """
                    .replace("KEYS", keys)))
        .singleElement()
        .asString()
        .contains("g.yaml:4", reason);
  }

  @Test
  void labels_and_ids_stay_as_they_are_written() {
    GridFile file = parse(SOUND.replace("&l first", "1e-3").replace("label: second", "label: 010"));
    assertThat(file.grid().defenses())
        .extracting(d -> d.plugin().label())
        .containsExactly("1e-3", "010");
  }

  @Test
  void a_file_that_is_not_utf8_is_reported_with_the_line() throws IOException {
    Path file = folder.resolve("grid.yaml");
    Files.write(file, "name: a\n# gr\u00fcn\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> GridFile.read(file))
        .isInstanceOf(UserException.class)
        .hasMessageContainingAll("not UTF-8 text", "line 2", "byte 0xfc");
  }
}
