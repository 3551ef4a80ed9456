package org.robustgrid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.cli.terminal.Terminal;

/** On the committed leaderboard. */
class CompareCommandTest {

  private static final String FILE = "../../leaderboards/quick-start/leaderboard.json";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... arguments) {
    Terminal terminal =
        new Terminal(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            100);
    return new Application(terminal).run(arguments);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void all_pairs_are_compared_if_asked() {
    assertThat(run("compare", FILE, "--all")).isZero();
    assertThat(out()).contains("worst case", "trades", "better", "p (Holm)");
  }

  @Test
  void without_rows_each_row_says_how_many_others_it_is_better_than() {
    assertThat(run("compare", FILE)).isZero();
    List<String> standard =
        out().lines().filter(line -> line.startsWith("  standard ")).map(String::strip).toList();
    // every other row of the board is better, equal or worse
    assertThat(standard)
        .hasSize(2)
        .allSatisfy(
            line ->
                assertThat(
                        Arrays.stream(line.split(" +")).skip(1).mapToInt(Integer::parseInt).sum())
                    .isEqualTo(6));
    assertThat(out()).doesNotContain("p (Holm)").contains("--all lists every pair");
    assertThat(out().lines().count()).isLessThan(30);
  }

  @Test
  void every_format_goes_to_standard_output_alone() {
    for (String format : new String[] {"text", "json", "markdown", "csv"}) {
      assertThat(run("compare", FILE, "standard", "trades-pag", "--format", format)).isZero();
    }
    assertThat(out()).contains("\"adjusted\" :", "p_holm", "| column |");
    assertThat(err.size()).isZero();
  }

  @Test
  void samples_are_listed_where_asked() {
    assertThat(run("compare", FILE, "standard", "trades-pag", "--samples")).isZero();
    assertThat(out()).contains("right only for trades-pag: ");
  }

  @Test
  void a_row_that_does_not_exist_is_the_users_error() {
    assertThat(run("compare", FILE, "standard", "nonesuch")).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("'nonesuch'", "trades");
  }

  @Test
  void a_missing_file_is_the_users_error() {
    assertThat(run("compare", "no-such-run")).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("there is no no-such-run");
  }

  @Test
  void two_runs_are_compared_row_by_row_and_drawn_as_a_page(@TempDir Path folder)
      throws IOException {
    Path page = folder.resolve("comparison.html");
    String rows = Files.readString(Path.of(FILE)).replace("trades-pag", "renamed");
    Path other = Files.writeString(folder.resolve("leaderboard.json"), rows);
    assertThat(run("compare", FILE, "--against", other.toString(), "--html", page.toString()))
        .isZero();
    assertThat(out()).contains("A " + FILE, "worst case", "rows that only A has");
    assertThat(Files.readString(page)).contains("Worst case A", "Rows that only A has");
  }

  @Test
  void a_page_without_a_second_run_is_the_users_error() {
    assertThat(run("compare", FILE, "--html", "page.html")).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("--against");
  }

  @Test
  void rows_cannot_be_chosen_of_two_runs() {
    assertThat(run("compare", FILE, "trades", "--against", FILE)).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("leave out trades");
  }
}
