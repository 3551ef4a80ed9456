package org.robustgrid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.cli.terminal.Terminal;

/** On the committed leaderboard, and copies of it that were made worse. */
class GateCommandTest {

  private static final Path COMMITTED = Path.of("../../leaderboards/mnist-10k/leaderboard.json");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir Path folder;

  private int gate(Path baseline, Path candidate, String... more) {
    Terminal terminal =
        new Terminal(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            100);
    String[] arguments = new String[5 + more.length];
    arguments[0] = "gate";
    arguments[1] = "--baseline";
    arguments[2] = baseline.toString();
    arguments[3] = "--candidate";
    arguments[4] = candidate.toString();
    System.arraycopy(more, 0, arguments, 5, more.length);
    return new Application(terminal).run(arguments);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  /** A copy in which every worst case lost its first hundred samples. */
  private Path worse() throws IOException {
    String json = Files.readString(COMMITTED);
    return write(
        "worse.json", json.replaceAll("(\"worst\" : \")[01]{100}", "$1" + "0".repeat(100)));
  }

  /** A copy in which every model has other weights. */
  private Path retrained() throws IOException {
    String json = Files.readString(worse());
    return write(
        "new.json", json.replaceAll("(\"weightHash\" : \")[0-9a-f]{8}", "$1" + "0".repeat(8)));
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  @Test
  void a_leaderboard_passes_against_itself() {
    assertThat(gate(COMMITTED, COMMITTED)).isZero();
    assertThat(out()).startsWith("gate passed: 0 failed, 0 inconclusive");
  }

  @Test
  void what_got_worse_fails_with_every_report() throws IOException {
    Path junit = folder.resolve("out/gate.xml");
    Path summary = folder.resolve("out/gate.md");
    int code =
        gate(
            COMMITTED,
            worse(),
            "--annotations",
            "--junit",
            junit.toString(),
            "--summary",
            summary.toString());
    assertThat(code).isEqualTo(1);
    assertThat(out()).startsWith("gate failed").contains("::error title=robustgrid gate failed::");
    assertThat(junit).content().contains("<failure");
    assertThat(summary).content().contains("| failed |");
  }

  @Test
  void json_on_standard_output_stays_json_beside_annotations() throws Exception {
    gate(COMMITTED, worse(), "--format", "json", "--annotations");
    assertThat(new com.fasterxml.jackson.databind.ObjectMapper().readTree(out()).get("status"))
        .hasToString("\"FAILED\"");
    assertThat(err()).contains("::error");
  }

  @Test
  void one_training_a_side_is_inconclusive_unless_a_margin_is_declared() throws IOException {
    assertThat(gate(COMMITTED, retrained())).isEqualTo(3);
    assertThat(out()).contains("declare a margin");
    Path policy = write("gate.yaml", "margin: 0.5\n");
    assertThat(gate(COMMITTED, retrained(), "--policy", policy.toString())).isZero();
    assertThat(out()).contains("trained again: declared margin");
  }

  @Test
  void an_unknown_key_of_the_policy_is_the_users_error() throws IOException {
    Path policy = write("gate.yaml", "margn: 0.5\n");
    assertThat(gate(COMMITTED, COMMITTED, "--policy", policy.toString())).isEqualTo(2);
    assertThat(err()).contains("unknown key 'margn'");
  }

  @Test
  void a_baseline_of_another_format_is_told() throws IOException {
    Path old = write("old.json", "{\"format\" : 0}");
    assertThat(gate(old, COMMITTED)).isEqualTo(2);
    assertThat(err()).contains("format 0", "reads format 1");
  }

  @Test
  void a_missing_baseline_says_how_to_make_one() {
    assertThat(gate(folder.resolve("none.json"), COMMITTED)).isEqualTo(2);
    assertThat(err()).contains("there is no baseline", "--accept");
  }

  @Test
  void accepting_writes_the_candidate_whatever_the_verdict() throws IOException {
    Path baseline = write("baseline.json", Files.readString(COMMITTED));
    Path candidate = worse();
    assertThat(gate(baseline, candidate, "--accept")).isZero();
    assertThat(out()).startsWith("gate failed");
    assertThat(err()).contains("accepted");
    assertThat(baseline).hasSameTextualContentAs(candidate);
    assertThat(gate(baseline, candidate)).isZero();
  }

  @Test
  void accepting_makes_the_first_baseline_and_replaces_an_unreadable_one() throws IOException {
    assertThat(gate(folder.resolve("first.json"), COMMITTED, "--accept")).isZero();
    assertThat(folder.resolve("first.json")).exists();
    Path old = write("old.json", "{\"format\" : 0}");
    assertThat(gate(old, COMMITTED, "--accept")).isZero();
    assertThat(gate(old, COMMITTED)).isZero();
  }
}
