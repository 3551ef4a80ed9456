package org.robustgrid.bench.speed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpeedTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir private Path folder;

  private int speed(String... options) {
    return Speed.run(
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        options);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void an_unknown_network_is_reported_with_those_there_are() {
    assertThat(speed("--net", "large-cnn")).isEqualTo(2);
    assertThat(err()).contains("unknown architecture 'large-cnn'", "resnet-18, small-cnn");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--batch", "--runs"})
  void a_count_below_one_is_the_users_error(String option) {
    assertThat(speed(option, "0")).isEqualTo(2);
    assertThat(err()).contains(option, "at least 1");
  }

  @Test
  void floors_without_ratios_are_the_users_error() {
    assertThat(speed("--floor", "floors.yaml")).isEqualTo(2);
    assertThat(err()).contains("give --ratios");
  }

  @Test
  void a_floor_for_an_unknown_ratio_is_the_users_error() throws IOException {
    Path floors = Files.writeString(folder.resolve("floors.yaml"), "speed: 2\n");

    assertThat(speed("--ratios", "--floor", floors.toString())).isEqualTo(2);
    assertThat(err()).contains("floors.yaml:1:", "speed", "forward against Deeplearning4j");
  }

  @Test
  void the_peers_works_have_its_names() {
    Plugins plugins = new Plugins();
    assertThat(new NetworkWorks("mlp", plugins.network("mlp", 2), plugins).peerWorks())
        .extracting(Work::what)
        .containsExactly(
            "mlp parameter gradient (training mode)",
            "mlp input gradient (inference mode)",
            "mlp tangent (inference mode)",
            "mlp forward (inference mode)",
            "mlp PGD-20 on a batch");
  }

  @Test
  void works_that_are_asked_for_are_printed_alone() {
    assertThat(
            speed("--net=mlp", "--batch=2", "--runs=1", "--work=parameter", "--work=tangent (inf"))
        .isZero();
    assertThat(out().lines())
        .extracting(line -> line.substring(0, line.indexOf(",\"best_ms\":")))
        .containsExactly(
            "{\"what\":\"mlp parameter gradient (training mode)\",\"batch\":2",
            "{\"what\":\"mlp tangent (inference mode)\",\"batch\":2");
  }

  @Test
  void shares_name_the_steps_of_the_plan_and_add_up() throws IOException {
    assertThat(speed("--net=vit", "--batch=8", "--runs=8", "--work=input", "--shares")).isZero();
    JsonNode line = new ObjectMapper().readTree(out());
    assertThat(line.get("what").asText()).isEqualTo("vit input gradient (inference mode)");
    assertThat(line.get("shares").fieldNames())
        .toIterable()
        .contains("affine forward", "affine backward");
    double all = 0;
    for (JsonNode share : line.get("shares")) {
      all += share.asDouble();
    }
    assertThat(all).isBetween(0.95, 1.05);
    assertThat(speed("--shares", "--ratios")).isEqualTo(2);
    assertThat(err()).contains("--shares");
  }

  @ParameterizedTest
  @ValueSource(strings = {"wrn-28-10", "preact-18", "vit", "mixer", "mobile", "convnext"})
  void the_peers_networks_are_made_of_the_architectures_there_are(String name) {
    BenchedArchitecture asked = BenchedArchitecture.of(name);

    assertThat(
            BenchedNetwork.configuration(new Plugins().architecture(asked), asked.shape())
                .getVertices())
        .hasSizeGreaterThan(50);
  }

  @Test
  void a_ratio_below_its_floor_fails_and_is_named() throws IOException {
    Path floors =
        Files.writeString(folder.resolve("floors.yaml"), "PGD-20 against 20 input gradients: 1e9");

    assertThat(
            speed(
                "--net", "mlp", "--batch", "2", "--runs", "1", "--ratios", "--floor", floors + ""))
        .isEqualTo(1);
    assertThat(out().lines()).hasSize(5);
    assertThat(err()).contains("'PGD-20 against 20 input gradients' is", "floor of 1.0E9");
  }

  @Test
  void the_floors_of_continuous_integration_can_be_read() {
    assertThat(RatioFloors.read(Path.of("ratio-floors.yaml"), NetworkWorks.RATIOS).floors())
        .containsOnlyKeys(NetworkWorks.RATIOS);
  }
}
