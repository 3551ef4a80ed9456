package org.robustgrid.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.robustgrid.leaderboard.Board;
import org.robustgrid.leaderboard.FlagEvidence;
import org.robustgrid.leaderboard.Leaderboard;
import org.robustgrid.leaderboard.Leaderboard.Cell;
import org.robustgrid.leaderboard.Leaderboard.Flag;
import org.robustgrid.leaderboard.Leaderboard.Passes;
import org.robustgrid.leaderboard.Leaderboard.Rate;
import org.robustgrid.leaderboard.Provenance;
import org.robustgrid.leaderboard.Provenance.AttackSetting;
import org.robustgrid.leaderboard.Provenance.CheckSetting;
import org.robustgrid.leaderboard.RankIntervals;
import org.robustgrid.leaderboard.Row;
import org.robustgrid.leaderboard.SeedResult;
import org.robustgrid.leaderboard.State;
import org.robustgrid.leaderboard.TestSet;
import org.robustgrid.leaderboard.ThreatModelEntry;
import org.robustgrid.leaderboard.analysis.AnalysisResult;
import org.robustgrid.leaderboard.analysis.Plane;
import org.robustgrid.leaderboard.analysis.Subject;
import org.robustgrid.leaderboard.confusion.Confusions;
import org.robustgrid.leaderboard.example.Example;
import org.robustgrid.leaderboard.example.Examples;
import org.robustgrid.leaderboard.statistics.Bits;
import org.robustgrid.leaderboard.statistics.Interval;
import org.robustgrid.leaderboard.statistics.Intervals;
import org.robustgrid.report.csv.CsvReport;
import org.robustgrid.report.html.HtmlReport;
import org.robustgrid.report.json.JsonReport;
import org.robustgrid.report.markdown.MarkdownReport;

/** A made-up leaderboard with everything a report must cope with. */
final class SampleLeaderboard {

  /** All reports, as the command line writes them. */
  static final Report REPORT =
      new Report(
          List.of(new HtmlReport(), new MarkdownReport(), new CsvReport(), new JsonReport()));

  static final String HOSTILE = "</script><b>\"x\" & 'y' | z, {{style}}";

  private static final int SAMPLES = 8;
  private static final List<String> ATTACKS = List.of("apgd", "fgsm", "pgd-40");
  private static final double[][] SURVIVING = {{1, .875, .75}, {1, .75, .625}, {.875, 0, 0}};
  private static final List<String> LABELS = List.of("trades", "adversarial-training", "standard");

  private SampleLeaderboard() {}

  /** Two L∞ boards and an L2 board; one row with a failed cell, one that failed altogether. */
  static Leaderboard full() {
    List<Board> boards =
        List.of(board("linf", 0.1, 1), board("linf", 0.2, 2), board("l2", 8.0 / 255, 1));
    return new Leaderboard(
        Leaderboard.FORMAT,
        "sample grid",
        "mnist-10k",
        SAMPLES,
        List.of(
            new TestSet(
                "mnist-10k", List.of(0, 1, 2, 3, 4, 5, 6, 7), List.of(7, 2, 1, 0, 4, 1, 4, 9))),
        boards,
        new Provenance(
            Map.of("version", "0.1.0", "commit", "0123abc"),
            Map.of("apgd", Map.of("version", "0.1.0", "hash", "ab".repeat(32))),
            Map.of("mnist-10k", "cd".repeat(32)),
            Map.of(
                "executor",
                "engine",
                "settings",
                new TreeMap<>(Map.of("nativeLibrary", "onednn-avx2", "precision", "float")),
                "threads",
                2,
                "batch",
                64,
                "draws",
                16,
                "judgements",
                11),
            Map.of(
                "apgd", attack("apgd", Map.of("restarts", 1), null),
                "fgsm", attack("fgsm", Map.of(), 4),
                "pgd-40", attack("pgd", Map.of("steps", 40), null)),
            new CheckSetting(
                List.of("single-step-wins", "black-box-wins"),
                100,
                null,
                attack("square", Map.of("queries", 200), null)),
            5000L,
            Map.of("method", "wilson", "confidence", 0.95),
            List.of("standard")),
        Map.of(
            "seconds",
            12.5,
            "trainingEnded",
            Map.of("mnist-10k/trades/0", "2026-11-27T10:31:05Z")));
  }

  private static AttackSetting attack(String id, Map<String, Object> parameters, Integer samples) {
    Map<String, String> ascents = Map.of("fgsm", AttackSetting.SINGLE_STEP, "square", "");
    String ascent = ascents.getOrDefault(id, AttackSetting.ITERATED);
    return new AttackSetting(
        id,
        parameters,
        "GRADIENTS",
        List.of("l2", "linf"),
        samples,
        ascent.isEmpty() ? null : ascent);
  }

  /** One board with one row. */
  static Leaderboard of(Row row) {
    return of(List.of(row));
  }

  /** One board with the given rows. */
  static Leaderboard of(List<Row> rows) {
    Leaderboard full = full();
    Board board = full.boards().get(0);
    return full.withBoards(List.of(board.withRows(rows)));
  }

  private static Board board(String norm, double epsilon, int strength) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < LABELS.size(); i++) {
      rows.add(row(LABELS.get(i), SURVIVING[i][0], SURVIVING[i][strength]));
    }
    rows.add(unreliable("hidden-gradient", 1, 1));
    rows.add(withFailedCell());
    rows.add(certified(strength));
    rows.add(withFailedCertification(strength));
    rows.add(failed(HOSTILE));
    return new Board(
        "mnist-10k", SAMPLES, new ThreatModelEntry(norm, epsilon), RankIntervals.of(rows));
  }

  static Row row(String label, double clean, double worst) {
    Map<String, Rate> attacks = new TreeMap<>();
    Map<String, Bits> bits = new TreeMap<>();
    Map<String, Cell> cells = new TreeMap<>();
    for (String attack : ATTACKS) {
      double rate = attack.equals("apgd") ? worst : Math.min(clean, worst + 0.125);
      attacks.put(attack, rate(rate));
      bits.put(attack, bits(rate));
      cells.put(
          attack, new Cell("key-" + attack, State.COMPLETE, null, new Passes(41, 41), 0.0999));
    }
    return Row.builder(label, label)
        .architecture("small-cnn")
        .parameters(Map.of("epochs", 5))
        .seeds(List.of(0L))
        .clean(rate(clean))
        .attacks(attacks)
        .worst(rate(worst))
        .passes(new Passes(143, 141.5))
        .perSeed(
            List.of(
                SeedResult.builder(0, "ef".repeat(32))
                    .clean(bits(clean))
                    .attacks(bits)
                    .worst(bits(worst))
                    .cells(cells)
                    .build()))
        .figures(Map.of("training-loss", 0.03))
        .build();
  }

  /** A row that a check accuses. */
  static Row unreliable(String label, double clean, double worst) {
    return row(label, clean, worst)
        .withFlags(
            List.of(
                new Flag(
                    "zero-gradient",
                    "",
                    "seed 0: the loss gradient at the clean image is exactly zero on 7 of 8 samples."
                        + " Attacks with gradients are blind there",
                    new FlagEvidence(8, List.of(0, 1, 2, 3, 4, 5, 7), 0.0001))));
  }

  /** A row of which all but one attack saw the first four samples only. */
  static Row limited() {
    Row whole = row("limited", 1, 0.5);
    Map<String, Rate> attacks = new TreeMap<>(whole.attacks());
    attacks.replaceAll((attack, rate) -> attack.equals("fgsm") ? rate : ofFirstFour(rate));
    return whole.toBuilder()
        .attacks(attacks)
        .worst(ofFirstFour(whole.worst()))
        .certified(null)
        .certifiedSamples(null)
        .flags(
            List.of(new Flag("fewer-samples", "apgd", "attacked on the first 4 of 8 test samples")))
        .build();
  }

  /** A board of two features, with a row of which an analysis drew a plane and one without. */
  static Leaderboard plane() {
    List<List<Double>> points = new ArrayList<>();
    for (int i = 0; i < SAMPLES; i++) {
      points.add(List.of(i / 2.0, -i / 3.0));
    }
    Plane decisions =
        new Plane(
            "decisions",
            -4,
            -5,
            10,
            List.of("001", "01-", "111"),
            List.of("zzz", "zi0", "zzz"),
            points,
            "01010101",
            "01010100");
    AnalysisResult drawn =
        new AnalysisResult(
            "decision-regions",
            "Decision regions",
            Subject.seed("trades", 0),
            null,
            null,
            null,
            null,
            List.of(decisions),
            null,
            null);
    Row whole = row("trades", 0.875, 0.5).withAnalyses(List.of(drawn));
    Board board =
        new Board(
            full().boards().get(0).dataset(),
            SAMPLES,
            new ThreatModelEntry("l2", 0.5),
            List.of(whole, row("standard", 1, 0)));
    return full().withBoards(List.of(board));
  }

  private static Rate ofFirstFour(Rate rate) {
    return new Rate(rate.rate(), rate.interval(), null, 4, null);
  }

  /** A row that was judged without attack only. */
  static Row notAttacked() {
    Row whole = row("not-attacked", 1, 0.5);
    SeedResult seed = whole.perSeed().get(0);
    return whole.toBuilder()
        .attacks(Map.of())
        .worst(null)
        .certified(null)
        .certifiedSamples(null)
        .passes(new Passes(0, 0))
        .flags(List.of())
        .perSeed(List.of(SeedResult.builder(0, seed.weightHash()).clean(seed.clean()).build()))
        .build();
  }

  private static Row withFailedCell() {
    Row whole = row("gaussian-noise", 1, 0.25);
    Map<String, Rate> attacks = new TreeMap<>(whole.attacks());
    attacks.remove("pgd-40");
    SeedResult seed = whole.perSeed().get(0);
    Map<String, Cell> cells = new TreeMap<>(seed.cells());
    String message = "adversarial image of sample 3 left the ball by 0.02";
    cells.put("pgd-40", new Cell("key-bad", State.FAILED, message, null, null));
    return whole.toBuilder()
        .seeds(List.of(0L, 1L))
        .status(State.FAILED)
        .clean(new Rate(1, new Interval(0.6756, 1), 0.0125))
        .attacks(attacks)
        .worst(null)
        .certified(null)
        .certifiedSamples(null)
        .flags(
            List.of(
                new Flag("failed-cell", "pgd-40", message),
                new Flag(
                    "single-step-wins",
                    "pgd-40",
                    "fgsm breaks 2 samples in one step that pgd-40 does not break in many",
                    new FlagEvidence(8, List.of(1, 5), 0.0025))))
        .perSeed(
            List.of(
                SeedResult.builder(0, seed.weightHash())
                    .clean(seed.clean())
                    .attacks(attackBits(seed))
                    .cells(cells)
                    .build()))
        .figures(Map.of())
        .build();
  }

  /** A randomised row with certificates of its first six samples. */
  static Row certified(int strength) {
    Row whole = row("randomized-smoothing", 1, 0.875 - 0.125 * strength);
    Map<String, Bits> bits =
        Map.of("0.02", Bits.of("111110"), "0.04", Bits.of("110000"), "0.1", Bits.of("000000"));
    Map<String, Rate> rates = new TreeMap<>();
    bits.forEach(
        (radius, outcome) -> {
          int right = outcome.count();
          Interval interval = Intervals.wilson(right, outcome.length(), Intervals.CONFIDENCE);
          rates.put(radius, new Rate(right / (double) outcome.length(), interval, null));
        });
    return with(
        whole,
        State.COMPLETE,
        rates,
        outcome(whole, bits, new Cell("key-c", State.COMPLETE, null, new Passes(1100, 0), null)),
        List.of(
            new Flag(
                "randomised",
                "",
                "attacks see the expectation over 16 draws, samples are judged by the majority of"
                    + " 11 fresh judgements; one judgement is right on 98.9 % [97.1, 100.0] of the"
                    + " clean samples, over draws")),
        Map.of(
            "clean agreement over draws", 0.989,
            "clean agreement over draws, low", 0.971,
            "clean agreement over draws, high", 1.0,
            "clean agreement over draws, spread", 0.03));
  }

  /** A row whose attacks have results and whose certification failed. */
  static Row withFailedCertification(int strength) {
    Row whole = row("smooth-adv", 1, 0.875 - 0.125 * strength);
    String message = "seed 0: exceeded its limit of 60.0 minutes";
    return with(
        whole,
        State.INCOMPLETE,
        null,
        outcome(whole, null, new Cell("key-f", State.FAILED, message, null, null)),
        List.of(new Flag("failed-certification", "", message)),
        Map.of());
  }

  private static SeedResult outcome(Row row, Map<String, Bits> certified, Cell certification) {
    SeedResult seed = row.perSeed().get(0);
    return SeedResult.builder(seed.seed(), seed.weightHash())
        .clean(seed.clean())
        .attacks(seed.attacks())
        .worst(seed.worst())
        .certified(certified)
        .cells(seed.cells())
        .certification(certification)
        .build();
  }

  private static Row with(
      Row row,
      State status,
      Map<String, Rate> certified,
      SeedResult seed,
      List<Flag> flags,
      Map<String, Double> figures) {
    return row.toBuilder()
        .status(status)
        .certified(certified)
        .certifiedSamples(certified == null ? null : 6)
        .flags(flags)
        .perSeed(List.of(seed))
        .figures(figures)
        .build();
  }

  private static Map<String, Bits> attackBits(SeedResult seed) {
    Map<String, Bits> bits = new TreeMap<>(seed.attacks());
    bits.remove("pgd-40");
    return bits;
  }

  static Row failed(String label) {
    return Row.builder(label, "trades")
        .architecture("small-cnn")
        .seeds(List.of(0L))
        .status(State.FAILED)
        .flags(List.of(new Flag("failed-training", "", "loss is NaN in epoch 2, step 14")))
        .perSeed(List.of())
        .build();
  }

  /** Wilson's interval at 95 % for 8 samples. */
  private static Rate rate(double rate) {
    double z = 1.959964;
    double centre = (rate + z * z / (2 * SAMPLES)) / (1 + z * z / SAMPLES);
    double half =
        z
            / (1 + z * z / SAMPLES)
            * Math.sqrt(rate * (1 - rate) / SAMPLES + z * z / (4.0 * SAMPLES * SAMPLES));
    Interval interval =
        new Interval(Math.max(0, centre - half), rate == 1 ? 1 : Math.min(1, centre + half));
    return new Rate(rate, interval, null);
  }

  private static Bits bits(double rate) {
    return Bits.of(SAMPLES, i -> i < Math.round(rate * SAMPLES));
  }

  /** Examples for the first board: pictures of crosses and rings under noise. */
  static String page(Leaderboard leaderboard) {
    return HtmlReport.draw(new ReportContent(leaderboard));
  }

  static String page(Leaderboard leaderboard, Examples examples) {
    return page(leaderboard, examples, Confusions.NONE);
  }

  static String page(Leaderboard leaderboard, Examples examples, Confusions confusions) {
    return HtmlReport.draw(new ReportContent(leaderboard, examples, confusions));
  }

  static Examples examples() {
    List<Example> examples = new ArrayList<>();
    for (String row : LABELS) {
      for (int sample = 0; sample < 8; sample++) {
        examples.add(example(row, sample));
      }
    }
    return new Examples(examples);
  }

  static Example example(String row, int sample) {
    Random random = new Random(sample);
    float[] original = new float[28 * 28];
    float[] adversarial = new float[28 * 28];
    for (int i = 0; i < original.length; i++) {
      double y = i / 28 - 13.5;
      double x = i % 28 - 13.5;
      double edge = sample % 2 == 0 ? Math.abs(Math.hypot(x, y) - 8) : Math.abs(x * y) / 6;
      original[i] = (float) Math.max(0, Math.min(1, 2.2 - edge)) * (Math.hypot(x, y) < 11 ? 1 : 0);
      float moved = original[i] + (random.nextBoolean() ? 0.1f : -0.1f);
      adversarial[i] = Math.max(0, Math.min(1, moved));
    }
    return new Example(
        "mnist-10k",
        new ThreatModelEntry("linf", 0.1),
        row,
        "apgd",
        sample,
        Integer.toString(sample % 4),
        Integer.toString(sample == 5 ? 1 : 9),
        new int[] {1, 28, 28},
        0,
        1,
        original,
        adversarial);
  }
}
