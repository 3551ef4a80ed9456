package org.robustgrid.cli.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.robustgrid.cli.CommandRun;
import org.robustgrid.leaderboard.Leaderboard;
import org.robustgrid.leaderboard.Leaderboard.Flag;
import org.robustgrid.leaderboard.Row;
import org.robustgrid.run.folder.RunFolder;
import org.robustgrid.run.scoring.LeaderboardBuilder;

/**
 * Defenses that defend nothing, in a plugin: what breaks or flags each of them. They wrap one
 * network that is trained once; some 230 small cells in one worker.
 */
@Tag("process")
class PlantedDefensesTest {

  private static final String GRID =
      """
      name: planted
      plugins: [planted.jar]
      datasets: [{id: mnist-10k, samples: 40, train-samples: 1000}]
      architectures: [{id: mlp, parameters: {hidden: [32]}}]
      training: {epochs: 6, batch-size: 50, learning-rate: 0.005, validation: 0.1}
      threat-models:
        - {norm: linf, epsilon: 0.1}
        - {norm: l2, epsilon: 1.5}
      defenses:
        - standard
        - {id: adversarial-training, label: trained, parameters: {steps: 2, epsilon: 0.1}, training: {epochs: 4}}
        - {id: planted, label: quantised, parameters: {of: standard, way: quantised}}
        - {id: planted, label: jpeg, parameters: {of: standard, way: jpeg}}
        - {id: planted, label: wrong-purifier, parameters: {of: standard, way: wrong-purifier}}
        - {id: planted, label: cold, parameters: {of: standard, way: cold}}
        - {id: planted, label: hot, parameters: {of: standard, way: hot}}
        - {id: planted-resized, label: one-draw, draws: 1, judgements: 3, resubmissions: 2, parameters: {of: standard}}
        - {id: planted-resized, label: averaged, draws: 3, judgements: 3, resubmissions: 2, parameters: {of: standard}}
        - {id: planted, label: detector, parameters: {of: standard, way: detector}}
        - {id: planted, label: noisy-decisions, parameters: {of: standard, way: noisy-decisions}}
        - {id: planted, label: stateful, parameters: {of: standard, way: stateful}}
      attacks:
        - {id: pgd, parameters: {steps: 10}}
        - {id: apgd-dlr, parameters: {steps: 20}, norms: [linf]}
        - {id: square, parameters: {queries: 100}, norms: [linf]}
      """;

  private static final Path PAGE = Path.of("../../docs/planted-defenses.md");
  private static final Pattern TABLE = Pattern.compile("(?:^\\|.*\n)+", Pattern.MULTILINE);

  private static final int STRONG = 0;
  private static final int WEAK = 1;

  /** How far above the network's own worst case a broken defense may be: four samples of forty. */
  private static final double NEAR = 0.1;

  @TempDir static Path shared;
  private static Leaderboard leaderboard;

  @BeforeAll
  static void runOnce() throws IOException {
    new JarBuilder()
        .classes("org.robustgrid.cli.planted")
        .service(
            "DefenseProvider",
            "org.robustgrid.cli.planted.PlantedProvider\n"
                + "org.robustgrid.cli.planted.ResizedProvider\n")
        .build(shared.resolve("planted.jar"));
    Path grid = Files.writeString(shared.resolve("grid.yaml"), GRID);
    CommandRun run = CommandRun.of("run", grid, "--out", shared.resolve("out"), "--workers", 1);
    assertThat(run.code()).as(run.out() + run.err()).isZero();
    leaderboard = LeaderboardBuilder.build(new RunFolder(shared.resolve("out")));
  }

  private static Row row(int board, String label) {
    return leaderboard.boards().get(board).rows().stream()
        .filter(row -> row.label().equals(label))
        .findFirst()
        .orElseThrow();
  }

  /** The checks that speak against a row. */
  private static Set<String> flags(int board, String label) {
    return row(board, label).flags().stream()
        .filter(Flag::leavesUpperBound)
        .map(Flag::kind)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @ParameterizedTest
  @EnumSource
  void is_broken_or_flagged_by_what_should_find_it(Planted planted) {
    assertThat(flags(STRONG, planted.label)).containsAll(planted.flags);
    assertThat(flags(WEAK, planted.label)).containsAll(planted.flagsOfWeak);
    double undefended = row(STRONG, "standard").worst().rate();
    if (planted.brokenBy == null) {
      assertThat(planted.flags).isNotEmpty();
    } else {
      assertThat(row(STRONG, planted.label).attacks().get(planted.brokenBy).rate())
          .isLessThanOrEqualTo(undefended + NEAR);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"standard", "trained", "averaged", "detector"})
  void no_sound_row_is_flagged(String label) {
    assertThat(flags(STRONG, label)).isEmpty();
    assertThat(flags(WEAK, label)).isEmpty();
  }

  @Test
  void cross_entropy_alone_overrates_a_hot_model_and_only_images_of_another_row_show_it() {
    assertThat(row(WEAK, "hot").worst().rate())
        .isGreaterThan(row(WEAK, "standard").worst().rate() + NEAR);
    assertThat(flags(WEAK, "hot")).containsExactly("transfer-wins");
  }

  @Test
  void the_page_shows_what_is_found() throws IOException {
    String page = Files.readString(PAGE);
    if (Boolean.getBoolean("robustgrid.golden.update")) {
      page = TABLE.matcher(page).replaceFirst(Matcher.quoteReplacement(Planted.table()));
      Files.writeString(PAGE, page);
    }
    assertThat(page).contains("\n\n" + Planted.table() + "\n");
  }
}
