package org.robustgrid.run.scoring;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.robustgrid.base.files.CanonicalJson;
import org.robustgrid.leaderboard.Board;
import org.robustgrid.leaderboard.BoardDistances;
import org.robustgrid.leaderboard.Leaderboard;
import org.robustgrid.leaderboard.Provenance;
import org.robustgrid.leaderboard.Provenance.AttackSetting;
import org.robustgrid.leaderboard.Provenance.CheckSetting;
import org.robustgrid.leaderboard.Provenance.ClaimSetting;
import org.robustgrid.leaderboard.RankIntervals;
import org.robustgrid.leaderboard.Reliability;
import org.robustgrid.leaderboard.Row;
import org.robustgrid.leaderboard.TestSet;
import org.robustgrid.leaderboard.statistics.Intervals;
import org.robustgrid.run.cell.Cells;
import org.robustgrid.run.cell.ClaimCell;
import org.robustgrid.run.cell.ClaimResult;
import org.robustgrid.run.cell.CleanCell;
import org.robustgrid.run.cell.CleanResult;
import org.robustgrid.run.folder.FolderStore;
import org.robustgrid.run.folder.RunFolder;
import org.robustgrid.run.folder.RunManifest;
import org.robustgrid.run.plan.GridPlan;
import org.robustgrid.run.plan.PlannedAttack;
import org.robustgrid.run.plan.PlannedChecks;
import org.robustgrid.run.plan.PlannedDataset;
import org.robustgrid.run.plan.PlannedModel;
import org.robustgrid.run.plan.PlannedPlugin;
import org.robustgrid.run.plan.PlannedThreatModel;
import org.robustgrid.spi.attack.AttackDescriptor;

/**
 * Builds the leaderboard from a run folder alone, without plugins, data sets or ND4J. The same
 * results give the same leaderboard, in whatever order they were computed.
 */
public final class LeaderboardBuilder {

  private final GridPlan plan;
  private final RunManifest manifest;
  private final Cells cells;
  private final SeedChecks checks;

  private LeaderboardBuilder(RunFolder folder) {
    this.manifest = RunManifest.read(folder);
    this.plan = manifest.plan();
    this.cells = new Cells(plan, manifest.profile(), new ReadOnceStore(new FolderStore(folder)));
    this.checks = new SeedChecks(cells);
  }

  /**
   * Builds a run's leaderboard; cells without a result are shown as failed or missing.
   *
   * @throws org.robustgrid.base.UserException when the folder holds no run, or a damaged file
   */
  public static Leaderboard build(RunFolder folder) {
    return new LeaderboardBuilder(folder).build();
  }

  private Leaderboard build() {
    Timing timing = new Timing();
    Provenance provenance = provenance();
    List<TestSet> sets = new ArrayList<>();
    List<Board> boards = new ArrayList<>();
    for (PlannedDataset dataset : plan.datasets()) {
      for (PlannedThreatModel threat : plan.threatModels()) {
        BoardSamples samples = new BoardSamples(dataset, threat);
        RowBuilder builder =
            new RowBuilder(
                plan, manifest.profile(), cells, dataset, threat, timing, checks, samples);
        BoardAnalyses analyses = new BoardAnalyses(cells, dataset, threat, timing);
        boards.add(board(dataset, threat, samples, builder, analyses));
      }
      List<Integer> ids = IntStream.range(0, dataset.samples()).boxed().toList();
      sets.add(
          new TestSet(
              dataset.label(), ids, dataset.labels(), dataset.classNames(), dataset.notes()));
    }
    return new Leaderboard(
        Leaderboard.FORMAT,
        plan.name(),
        plan.datasets().stream().map(PlannedDataset::label).collect(Collectors.joining("+")),
        boards.stream()
            .mapToInt(Board::samples)
            .max()
            .orElse(plan.datasets().stream().mapToInt(PlannedDataset::samples).max().orElse(0)),
        sets,
        Reliability.of(provenance).flag(boards),
        provenance,
        timing.block());
  }

  private Board board(
      PlannedDataset dataset,
      PlannedThreatModel threat,
      BoardSamples samples,
      RowBuilder builder,
      BoardAnalyses analyses) {
    Map<String, List<PlannedModel>> byRow = new LinkedHashMap<>();
    for (PlannedModel model : plan.rows()) {
      if (model.dataset().equals(dataset.label())) {
        byRow.computeIfAbsent(model.row(), row -> new ArrayList<>()).add(model);
      }
    }
    List<Row> rows = new ArrayList<>();
    byRow.values().forEach(models -> rows.add(analyses.addTo(builder.build(models))));
    return new Board(
        dataset.label(),
        samples.count(),
        threat.entry(),
        samples.all() ? null : samples.ids(),
        RankIntervals.of(BoardDistances.of(rows, threat.entry(), samples.count())),
        analyses.ofPairs());
  }

  private Provenance provenance() {
    Map<String, Map<String, String>> plugins = new TreeMap<>();
    Map<String, String> datasets = new TreeMap<>();
    for (PlannedDataset dataset : plan.datasets()) {
      add(plugins, "dataset", dataset.plugin());
      datasets.put(dataset.label(), dataset.identity());
    }
    for (PlannedModel model : plan.rows()) {
      add(plugins, "defense", model.defense());
      if (model.architecture() != null) {
        add(plugins, "architecture", model.architecture());
      }
    }
    Map<String, AttackSetting> attacks = new TreeMap<>();
    for (PlannedAttack attack : plan.attacks()) {
      add(plugins, "attack", attack.plugin());
      attacks.put(attack.label(), setting(attack));
    }
    plan.analyses().forEach(analysis -> add(plugins, "analysis", analysis.plugin()));
    PlannedChecks checked = plan.checks();
    Stream.of(checked.gradient(), checked.blackBox())
        .filter(Objects::nonNull)
        .forEach(attack -> add(plugins, "attack", attack.plugin()));
    return new Provenance(
        plan.harness(),
        plugins,
        datasets,
        CanonicalJson.asMap(manifest.profile()),
        attacks,
        new CheckSetting(
            checked.names(),
            checked.samples(),
            setting(checked.gradient()),
            setting(checked.blackBox()),
            plan.analyses().stream()
                .filter(a -> a.isCheck() && a.access() != null && !a.images())
                .map(a -> a.plugin().id())
                .toList()),
        plan.limits().passes() == 0 ? null : plan.limits().passes(),
        new TreeMap<>(Map.of("method", "wilson", "confidence", Intervals.CONFIDENCE)),
        plan.rows().stream()
            .filter(PlannedModel::undefended)
            .map(model -> model.defense().id())
            .distinct()
            .sorted()
            .toList(),
        claims());
  }

  private List<ClaimSetting> claims() {
    List<ClaimSetting> claims = new ArrayList<>();
    for (PlannedModel model : plan.rows()) {
      for (PlannedThreatModel threat : plan.threatModels()) {
        for (ClaimCell claim : cells.claims(model, threat)) {
          cells
              .result(claim, ClaimResult.class)
              .ifPresent(result -> claims.add(setting(claim, result)));
        }
      }
    }
    return claims;
  }

  private ClaimSetting setting(ClaimCell claim, ClaimResult result) {
    PlannedModel model = claim.model();
    int right =
        cells.result(new CleanCell(model), CleanResult.class).orElseThrow().correct().count();
    return new ClaimSetting(
        claim.by(),
        model.row(),
        model.dataset(),
        claim.threatModel().toString(),
        model.seed(),
        claim.imagesHash(),
        result.images(),
        right - result.robust().count(),
        result.judgements());
  }

  private static AttackSetting setting(PlannedAttack attack) {
    return attack == null
        ? null
        : new AttackSetting(
            attack.plugin().id(),
            attack.plugin().shown(),
            attack.access().name(),
            attack.norms(),
            attack.samples(),
            ascent(attack.ascent()));
  }

  private static String ascent(AttackDescriptor.Ascent ascent) {
    return switch (ascent) {
      case SINGLE_STEP -> AttackSetting.SINGLE_STEP;
      case ITERATED -> AttackSetting.ITERATED;
      case OTHER -> null;
    };
  }

  private static void add(
      Map<String, Map<String, String>> plugins, String kind, PlannedPlugin plugin) {
    plugins.put(
        kind + " " + plugin.id(),
        new TreeMap<>(Map.of("version", plugin.version(), "hash", plugin.contentHash())));
  }
}
