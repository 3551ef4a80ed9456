package org.robustgrid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.cli.terminal.Terminal;
import org.robustgrid.leaderboard.Board;
import org.robustgrid.leaderboard.Leaderboard;
import org.robustgrid.leaderboard.Row;
import org.robustgrid.leaderboard.SeedResult;
import org.robustgrid.leaderboard.State;
import org.robustgrid.run.folder.RunFolder;
import org.robustgrid.run.plugin.Plugin;
import org.robustgrid.run.plugin.PluginKind;
import org.robustgrid.run.plugin.PluginRegistry;
import org.robustgrid.run.scoring.LeaderboardBuilder;
import org.robustgrid.spi.Access;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameter.Type;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.Provider;
import org.robustgrid.spi.attack.Goal;

/**
 * In a ball of radius 0 every adversarial is the original, and no attack can do anything: the worst
 * case of a row is its clean outcome, sample by sample, whatever its classifier draws.
 *
 * <p>Every bundled defense is trained as quickly as its parameters allow, and stands under one
 * attack of each kind of access. Randomised ones, in a grid of their own, have a row for each
 * choice that a parameter of theirs leaves; the first has one, three and eleven judgements, and as
 * few draws as it allows and more. The last grid holds every bundled attack on a row that draws
 * nothing and on one of each randomised defense. The models are poor, so that many votes are close.
 */
class ZeroEpsilonTest {

  private static final PluginRegistry REGISTRY = PluginRegistry.fromClassPath();

  private static final String GRID =
      """
      name: zero-epsilon
      datasets: [{id: mnist-10k, samples: 20%s}]
      architectures: [{id: small-cnn, parameters: {channels: [4, 4], dense: 16}}]
      training: {epochs: 1, %s}
      threat-models: [{norm: linf, epsilon: 0.0}, {norm: l2, epsilon: 0.0}]
      checks: none
      """;

  /** Enough for a network that draws nothing to tell digits apart at all. */
  private static final String SHORT =
      GRID.formatted(
          ", train-samples: 300", "batch-size: 10, learning-rate: 0.01, validation: 0.1");

  /** Enough for close votes under noise. */
  private static final String LONGER =
      GRID.formatted("", "batch-size: 50, learning-rate: 0.003, validation: 0.7");

  /** Values to try for a whole number that says how much work is done, the least first. */
  private static final long[] LITTLE = {1, 2, 3, 4, 5, 10, 20, 50};

  /** Draws enough for a vote by draws to be decided at all, where a plugin counts them. */
  private static final long MANY = 20;

  private static final String SPREAD = Leaderboard.DRAW_AGREEMENT + ", spread";

  @TempDir static Path shared;
  private static Leaderboard defended;
  private static Leaderboard voting;
  private static Leaderboard attacked;

  @BeforeAll
  static void run_every_grid() throws IOException {
    List<Plugin> all = REGISTRY.all(PluginKind.DEFENSE);
    List<Plugin> randomised = all.stream().filter(p -> p.defense().randomised()).toList();
    List<Plugin> others = all.stream().filter(p -> !p.defense().randomised()).toList();
    List<Plugin> some = Stream.concat(others.stream().limit(1), randomised.stream()).toList();
    String attacks = attacks(REGISTRY.all(PluginKind.ATTACK));
    defended = run("defended", SHORT + "defenses:\n" + rows(others, true) + attacks(few()));
    voting = run("voting", LONGER + "defenses:\n" + rows(randomised, true) + attacks(few()));
    attacked = run("attacked", LONGER + "defenses:\n" + rows(some, false) + attacks);
  }

  private static Leaderboard run(String name, String text) throws IOException {
    Path grid = Files.writeString(shared.resolve(name + ".yaml"), text);
    Path out = shared.resolve(name);
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(said, true, StandardCharsets.UTF_8);
    int code =
        new Application(new Terminal(stream, stream, false, 100))
            .run("run", grid.toString(), "--out", out.toString(), "--micro-batch", "16");
    assertThat(code).as(said.toString(StandardCharsets.UTF_8)).isZero();
    return LeaderboardBuilder.build(new RunFolder(out));
  }

  /** The last attack of each kind of access that has both norms. */
  private static List<Plugin> few() {
    Map<Object, List<Plugin>> byAccess =
        REGISTRY.all(PluginKind.ATTACK).stream()
            .filter(plugin -> untargeted(plugin, Norm.LINF) && untargeted(plugin, Norm.L2))
            .collect(Collectors.groupingBy(plugin -> plugin.attack().access()));
    return byAccess.values().stream().map(kind -> kind.get(kind.size() - 1)).toList();
  }

  private static boolean untargeted(Plugin plugin, Norm norm) {
    return plugin.attack().supports(norm, Goal.Kind.UNTARGETED);
  }

  /**
   * Rows of defenses.
   *
   * @param each whether randomised ones have a row for each choice, number of judgements and draws
   */
  private static String rows(List<Plugin> defenses, boolean each) {
    String teacher =
        defenses.stream().filter(p -> models(p).findAny().isEmpty()).findFirst().orElseThrow().id();
    StringBuilder rows = new StringBuilder();
    for (Plugin plugin : defenses) {
      Map<String, Object> needed = new TreeMap<>();
      models(plugin).forEach(parameter -> needed.put(parameter.name(), teacher));
      if (!plugin.defense().randomised()) {
        rows.append(row(plugin.id(), plugin.id(), "", quick(plugin, needed, 1)));
        continue;
      }
      int choice = 0;
      for (Map<String, Object> chosen : each ? choices(plugin, needed) : List.of(needed)) {
        choice++;
        // every number of judgements and draws for what is asked for, one of each for other choices
        for (int judgements : each ? (choice == 1 ? List.of(1, 3, 11) : List.of(11)) : List.of(3)) {
          // resubmissions are a column beside the worst case
          String draws = "draws: 2, resubmissions: 1, judgements: " + judgements + ", ";
          for (long least : each && choice == 1 ? List.of(1L, MANY) : List.of(MANY)) {
            String label = plugin.id() + "-" + choice + "-" + judgements + "-" + least;
            rows.append(row(plugin.id(), label, draws, quick(plugin, chosen, least)));
          }
        }
      }
    }
    return rows.toString();
  }

  private static String attacks(List<Plugin> attacks) {
    return attacks.stream()
        .map(plugin -> row(plugin.id(), plugin.id(), "", quick(plugin, Map.of(), 1)))
        .collect(Collectors.joining("", "attacks:\n", ""));
  }

  private static String row(String id, String label, String more, Map<String, Object> parameters) {
    String values =
        parameters.entrySet().stream()
            .map(entry -> entry.getKey() + ": " + entry.getValue())
            .collect(Collectors.joining(", "));
    return "  - {id: %s, label: %s, %sparameters: {%s}}\n".formatted(id, label, more, values);
  }

  /** Models that a plugin cannot do without. */
  private static Stream<Parameter<?>> models(Plugin plugin) {
    return plugin.descriptor().parameters().stream()
        .filter(p -> p.type() == Type.MODEL && p.defaultValue().isEmpty());
  }

  /** The values asked for, and each with another choice of one parameter. */
  private static List<Map<String, Object>> choices(Plugin plugin, Map<String, Object> values) {
    Stream<Map<String, Object>> others =
        plugin.descriptor().parameters().stream()
            .flatMap(
                parameter ->
                    parameter.choices().stream()
                        .skip(1)
                        .map(choice -> with(values, parameter.name(), choice)));
    return Stream.concat(Stream.of(values), others).toList();
  }

  private static Map<String, Object> with(Map<String, Object> values, String name, Object value) {
    Map<String, Object> more = new TreeMap<>(values);
    more.put(name, value);
    return more;
  }

  /**
   * The values asked for, and of each whole number above two a smaller one that the plugin takes.
   *
   * @param least the smallest to try
   */
  private static Map<String, Object> quick(Plugin plugin, Map<String, Object> asked, long least) {
    Map<String, Object> values = new TreeMap<>(asked);
    for (Parameter<?> parameter : plugin.descriptor().parameters()) {
      long standard =
          parameter.type() == Type.INTEGER ? (Long) parameter.defaultValue().orElse(0L) : 0;
      if (standard > 2) {
        LongStream.of(LITTLE)
            .filter(value -> value >= least && value < standard)
            .filter(value -> accepts(plugin, with(asked, parameter.name(), value)))
            .findFirst()
            .ifPresent(value -> values.put(parameter.name(), value));
      }
    }
    return values;
  }

  private static boolean accepts(Plugin plugin, Map<String, Object> values) {
    try {
      ((Provider<?>) plugin.provider()).create(Parameters.of(plugin.descriptor(), values));
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static Stream<Board> boards() {
    return Stream.of(defended, voting, attacked)
        .flatMap(leaderboard -> leaderboard.boards().stream());
  }

  private static Stream<Row> rows() {
    return boards().flatMap(board -> board.rows().stream());
  }

  /** Something of each row of a board, by the row's label. */
  private static <T> Map<String, T> each(Board board, Function<SeedResult, T> figure) {
    Map<String, T> all = new TreeMap<>();
    board.rows().forEach(row -> all.put(row.label(), figure.apply(row.perSeed().get(0))));
    return all;
  }

  @Test
  void the_worst_case_is_the_clean_outcome_sample_by_sample_on_every_row() {
    assertThat(boards())
        .hasSize(6)
        .allSatisfy(
            board ->
                assertThat(each(board, SeedResult::worst))
                    .isEqualTo(each(board, SeedResult::clean)));
  }

  @Test
  void every_bundled_defense_is_attacked_with_each_kind_of_access() {
    Set<String> defenses =
        REGISTRY.all(PluginKind.DEFENSE).stream().map(Plugin::id).collect(Collectors.toSet());
    Set<String> attacks = few().stream().map(Plugin::id).collect(Collectors.toSet());
    assertThat(attacks).hasSize(Access.values().length);
    for (int i = 0; i < 2; i++) {
      List<Board> boards = List.of(defended.boards().get(i), voting.boards().get(i));
      assertThat(boards).flatExtracting(Board::rows).extracting(Row::defense).containsAll(defenses);
      for (Board board : boards) {
        assertThat(board.rows()).extracting(Row::status).containsOnly(State.COMPLETE);
        assertThat(each(board, seed -> seed.attacks().keySet()).values()).containsOnly(attacks);
      }
    }
    assertThat(rows().flatMap(row -> row.perSeed().stream()).map(SeedResult::clean).distinct())
        .as("outcomes of rows")
        .hasSizeGreaterThan(defenses.size() / 2);
  }

  @Test
  void every_bundled_attack_attacks_randomised_rows_and_others_under_the_norms_that_it_declares() {
    for (Board board : attacked.boards()) {
      Norm norm = Norm.of(board.threatModel().norm());
      Set<String> attacks =
          REGISTRY.all(PluginKind.ATTACK).stream()
              .filter(plugin -> untargeted(plugin, norm))
              .map(Plugin::id)
              .collect(Collectors.toSet());
      assertThat(attacks).hasSizeGreaterThan(15);
      assertThat(board.rows()).hasSizeGreaterThan(1);
      assertThat(board.rows()).extracting(Row::status).containsOnly(State.COMPLETE);
      assertThat(each(board, seed -> seed.clean().count()).values())
          .as("samples that are right without attack")
          .allSatisfy(right -> assertThat(right).isPositive());
      assertThat(each(board, seed -> seed.attacks().keySet()).values()).containsOnly(attacks);
    }
  }

  @Test
  void votes_are_close_so_that_fresh_ones_would_differ() {
    assertThat(rows().flatMap(row -> Stream.ofNullable(row.figures().get(SPREAD))))
        .anySatisfy(spread -> assertThat(spread).isGreaterThan(0.01));
  }
}
