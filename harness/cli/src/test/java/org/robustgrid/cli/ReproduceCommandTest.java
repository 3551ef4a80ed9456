package org.robustgrid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.robustgrid.leaderboard.reproduction.Entry;
import org.robustgrid.leaderboard.reproduction.Entry.Setting;
import org.robustgrid.leaderboard.reproduction.Paper;
import org.robustgrid.leaderboard.reproduction.PaperFile;
import org.robustgrid.leaderboard.reproduction.Place;
import org.robustgrid.leaderboard.reproduction.Scale;
import org.robustgrid.leaderboard.reproduction.Statement;
import org.robustgrid.run.grid.GridFile;
import org.robustgrid.run.plan.GridPlan;
import org.robustgrid.run.plan.GridPlanner;
import org.robustgrid.run.plan.PlannedAnalysis;
import org.robustgrid.run.plan.PlannedAttack;
import org.robustgrid.run.plan.PlannedModel;
import org.robustgrid.run.plan.PlannedThreatModel;
import org.robustgrid.run.plugin.PluginRegistry;

/** The papers that ship, and what the command says of them. */
class ReproduceCommandTest {

  private static final Path PAPERS = Path.of("../../leaderboards/reproductions");
  private static final String LINE = "../../leaderboards/line-2d/leaderboard.json";
  private static final GridPlanner PLANNER = new GridPlanner(PluginRegistry.fromClassPath());

  private static String home;

  @BeforeAll
  static void startFromTheProject() {
    home = System.setProperty("robustgrid.home", "../..");
  }

  @AfterAll
  static void startFromWhereItWas() {
    if (home == null) {
      System.clearProperty("robustgrid.home");
    } else {
      System.setProperty("robustgrid.home", home);
    }
  }

  @Test
  void without_an_id_every_table_and_figure_is_listed() {
    CommandRun run = CommandRun.of("reproduce");
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("S4-T1 ", "S4-T6 ", "S4-F7 ", "not on digits: ");
  }

  @Test
  void an_unknown_id_lists_near_ones() {
    CommandRun run = CommandRun.of("reproduce", "S4-T66");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err().replaceAll("\\s+", " "))
        .contains("no table or figure 'S4-T66'", "near it are S4-T6");
  }

  @Test
  void paper_and_committed_board_stand_side_by_side() {
    CommandRun run = CommandRun.of("reproduce", "s4-x1", "--from", LINE);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("PGD, paper", "75.5", "87.8", "undecided", "alignment alone makes the toy robust")
        // images of the plain row break points that survive every attack on the aligned one
        .containsPattern(
            "evaluation of pag-nearest-neighbour is flagged,\\s+so\\s+its\\s+accuracy\\s+is\\s+an\\s+upper\\s+bound")
        .contains("why sizes differ");
  }

  @Test
  void the_page_is_drawn_again_from_a_folder_of_runs_and_says_what_was_not_run(@TempDir Path folder)
      throws IOException {
    Path run = Files.createDirectories(folder.resolve("line-2d"));
    Files.copy(Path.of(LINE), run.resolve("leaderboard.json"));
    CommandRun all = CommandRun.of("reproduce", "--all", "--from", folder.toString());
    assertThat(all.code()).as("grids are missing").isEqualTo(3);
    assertThat(all.out()).contains("tables and figures were not run");
    assertThat(folder.resolve("reproductions.md"))
        .content()
        .contains("## S4-X1 ", "(line-2d/leaderboard.json)", "## Not run yet")
        .contains("- **S4-T1** ", ": digits/S4-robustness.yaml");
    CommandRun none = CommandRun.of("reproduce", "--all", "--from", LINE);
    assertThat(none.code()).isEqualTo(2);
    assertThat(none.err().replaceAll("\\s+", " ")).contains("a folder with a run for each grid");
  }

  @Test
  void what_cannot_be_made_at_a_scale_says_why() {
    CommandRun run = CommandRun.of("reproduce", "S4-T1", "--scale", "paper");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("cannot be made at scale paper");
    assertThat(CommandRun.of("reproduce", "S4-T1", "--scale", "huge").err())
        .contains("digits, colour, paper");
  }

  @ParameterizedTest
  @ValueSource(strings = {"S1.yaml", "S2.yaml", "S3.yaml", "S4.yaml"})
  void statements_speak_of_what_their_grids_have(String file) {
    Paper paper = PaperFile.read(PAPERS.resolve(file));
    Map<Path, GridPlan> plans = new HashMap<>();
    for (Scale scale : List.of(Scale.DIGITS, Scale.COLOUR)) {
      for (Entry entry : paper.entries()) {
        Setting setting = entry.setting(scale);
        setting
            .grid()
            .map(grid -> paper.folder().resolve(grid))
            .ifPresent(
                grid ->
                    requireThere(
                        entry,
                        setting,
                        plans.computeIfAbsent(grid, ReproduceCommandTest::planOnDigits)));
      }
    }
  }

  /** The plan of a grid, on digits in place of images that need not be installed. */
  private static GridPlan planOnDigits(Path file) {
    try {
      String text =
          Files.readString(file).replaceAll("\\{id: fashion-mnist,[^}]*}", "{id: mnist-10k}");
      return PLANNER.plan(GridFile.parse(file.toString(), text, file.getParent()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void requireThere(Entry entry, Setting setting, GridPlan plan) {
    Set<String> boards =
        plan.threatModels().stream().map(PlannedThreatModel::toString).collect(Collectors.toSet());
    assertThat(boards).as(entry.id()).containsAll(setting.boards().values());
    for (Place place : places(entry)) {
      place
          .figure()
          .filter(figure -> figure.contains("{"))
          .map(figure -> figure.replaceAll(".*\\{(.*)}.*", "$1"))
          .ifPresent(board -> assertThat(setting.boards()).as(entry.id()).containsKey(board));
      place.board().ifPresent(b -> assertThat(setting.boards()).as(entry.id()).containsKey(b));
      place
          .analysis()
          .ifPresent(
              id ->
                  assertThat(plan.analyses())
                      .as(entry.id())
                      .extracting(PlannedAnalysis::label)
                      .contains(id));
      place
          .measure()
          .filter(measure -> measure.contains(" "))
          .ifPresent(
              measure ->
                  assertThat(plan.attacks())
                      .as(entry.id())
                      .extracting(PlannedAttack::label)
                      .contains(measure.substring(measure.indexOf(' ') + 1)));
    }
    Set<String> rows = plan.rows().stream().map(PlannedModel::row).collect(Collectors.toSet());
    for (Statement.Order order : orders(entry)) {
      assertThat(rows).as(entry.id()).containsAll(ordered(order));
      // an analysis of some rows is not about the others
      plan.analyses().stream()
          .filter(analysis -> order.place().analysis().equals(Optional.of(analysis.label())))
          .filter(analysis -> !analysis.rows().isEmpty())
          .forEach(a -> assertThat(a.rows()).as(entry.id()).containsAll(ordered(order)));
    }
  }

  private static List<Place> places(Entry entry) {
    Stream<Place> cells =
        entry.table().stream()
            .flatMap(
                table ->
                    table.lines().stream()
                        .flatMap(
                            line -> table.columns().stream().map(c -> line.place().or(c.place()))));
    Stream<Place> said =
        entry.statements().stream()
            .flatMap(
                statement ->
                    statement instanceof Statement.Order order
                        ? Stream.of(order.place())
                        : statement instanceof Statement.Bound bound
                            ? Stream.of(bound.place())
                            : statement instanceof Statement.Trend trend
                                ? Stream.of(trend.place())
                                : Stream.empty());
    return Stream.concat(cells, said).toList();
  }

  private static List<Statement.Order> orders(Entry entry) {
    return entry.statements().stream()
        .filter(Statement.Order.class::isInstance)
        .map(Statement.Order.class::cast)
        .toList();
  }

  private static Set<String> ordered(Statement.Order order) {
    return order.rows().stream()
        .flatMap(row -> Stream.of(row.split(" \\+ ")))
        .collect(Collectors.toSet());
  }
}
