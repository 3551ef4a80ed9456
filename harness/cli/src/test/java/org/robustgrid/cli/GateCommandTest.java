package org.robustgrid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.cli.terminal.Terminal;

/** On a small leaderboard, and others that are worse or were evaluated otherwise. */
class GateCommandTest {

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

  private Path baseline() throws IOException {
    return write("baseline.json", SmallBoard.BASELINE.json());
  }

  /** Every row lost fifty samples. */
  private Path worse() throws IOException {
    return write("worse.json", SmallBoard.BASELINE.robust(100).json());
  }

  /** The same losses, under other weights. */
  private Path retrained() throws IOException {
    return write("new.json", SmallBoard.BASELINE.robust(100).weights("x").json());
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  @Test
  void a_leaderboard_passes_against_itself() throws IOException {
    assertThat(gate(baseline(), baseline())).isZero();
    assertThat(out()).startsWith("gate passed: 0 failed, 0 inconclusive");
  }

  @Test
  void what_got_worse_fails_with_every_report() throws IOException {
    Path junit = folder.resolve("out/gate.xml");
    Path summary = folder.resolve("out/gate.md");
    int code =
        gate(
            baseline(),
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
    gate(baseline(), worse(), "--format", "json", "--annotations");
    assertThat(new com.fasterxml.jackson.databind.ObjectMapper().readTree(out()).get("status"))
        .hasToString("\"FAILED\"");
    assertThat(err()).contains("::error");
  }

  @Test
  void one_training_a_side_is_inconclusive_unless_a_margin_is_declared() throws IOException {
    assertThat(gate(baseline(), retrained())).isEqualTo(3);
    assertThat(out()).contains("declare a margin");
    Path policy = write("gate.yaml", "margin: 0.5\n");
    assertThat(gate(baseline(), retrained(), "--policy", policy.toString())).isZero();
    assertThat(out()).contains("trained again: declared margin");
  }

  @Test
  void an_unknown_key_of_the_policy_is_the_users_error() throws IOException {
    Path policy = write("gate.yaml", "margn: 0.5\n");
    assertThat(gate(baseline(), baseline(), "--policy", policy.toString())).isEqualTo(2);
    assertThat(err()).contains("unknown key 'margn'");
  }

  @Test
  void a_baseline_of_another_format_is_reported() throws IOException {
    Path old = write("old.json", "{\"format\" : 0}");
    assertThat(gate(old, baseline())).isEqualTo(2);
    assertThat(err()).contains("format 0", "reads format 4", "robustgrid report RUN");
  }

  @Test
  void a_weakened_attack_fails_however_good_its_figures_and_a_stronger_one_passes()
      throws IOException {
    Path weak = write("weak.json", SmallBoard.BASELINE.robust(190).steps(1).json());
    assertThat(gate(baseline(), weak)).isEqualTo(1);
    assertThat(out()).contains("attack pgd", "steps 50 became 1", "allow: [attack pgd]");
    Path policy = write("gate.yaml", "allow: [attack pgd]\n");
    assertThat(gate(baseline(), weak, "--policy", policy.toString())).isZero();
    assertThat(gate(weak, baseline())).isEqualTo(1);
    Path strong = write("strong.json", SmallBoard.BASELINE.steps(100).json());
    assertThat(gate(baseline(), strong)).isZero();
  }

  @Test
  void a_candidate_without_the_checks_of_its_baseline_fails() throws IOException {
    Path unchecked = write("unchecked.json", SmallBoard.BASELINE.checks(List.of()).json());
    assertThat(gate(baseline(), unchecked)).isEqualTo(1);
    assertThat(out()).contains("not checked for zero-gradient");
  }

  @Test
  void edited_rates_of_either_side_are_the_users_error() throws IOException {
    String json = SmallBoard.BASELINE.json();
    Path edited = write("edited.json", json.replaceFirst("\"rate\" : 0.75", "\"rate\" : 0.5"));
    assertThat(gate(edited, baseline())).isEqualTo(2);
    assertThat(gate(baseline(), edited)).isEqualTo(2);
    assertThat(err()).contains(edited.toString(), "row standard", "0.5", "0.75", "report RUN");
  }

  @Test
  void another_processor_is_said() throws IOException {
    Path other = write("other.json", SmallBoard.BASELINE.processor("Slow CPU").json());
    assertThat(gate(baseline(), other)).isZero();
    assertThat(out()).contains("processor Fast CPU became Slow CPU");
  }

  @Test
  void a_missing_baseline_says_how_to_make_one() throws IOException {
    assertThat(gate(folder.resolve("none.json"), baseline())).isEqualTo(2);
    assertThat(err()).contains("there is no baseline", "--accept");
  }

  @Test
  void accepting_writes_the_candidate_whatever_the_verdict() throws IOException {
    Path baseline = baseline();
    Path candidate = worse();
    assertThat(gate(baseline, candidate, "--accept")).isZero();
    assertThat(out()).startsWith("gate failed");
    assertThat(err()).contains("accepted");
    assertThat(baseline).hasSameTextualContentAs(candidate);
    assertThat(gate(baseline, candidate)).isZero();
  }

  @Test
  void accepting_makes_the_first_baseline_and_replaces_an_unreadable_one() throws IOException {
    assertThat(gate(folder.resolve("first.json"), baseline(), "--accept")).isZero();
    assertThat(folder.resolve("first.json")).exists();
    Path old = write("old.json", "{\"format\" : 0}");
    assertThat(gate(old, baseline(), "--accept")).isZero();
    assertThat(gate(old, baseline())).isZero();
  }
}
