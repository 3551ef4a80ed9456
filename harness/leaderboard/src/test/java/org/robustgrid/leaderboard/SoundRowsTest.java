package org.robustgrid.leaderboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.robustgrid.leaderboard.Leaderboard.Flag;
import org.robustgrid.leaderboard.Provenance.AttackSetting;
import org.robustgrid.leaderboard.statistics.Bits;

/**
 * Thousands of evaluations that can be relied on, drawn from a model of one: a sample has a
 * distance to the nearest boundary, and an attack breaks it where it finds a way that is not much
 * longer and lies in the ball. What attacks miss depends on the sample too, so that they miss the
 * same ones.
 */
@Tag("slow")
class SoundRowsTest {

  private static final int ROWS = 250;

  /** From less than a level of a picture to half of the range. */
  private static final double[] EPSILONS = {0.001, 0.1, 0.2, 0.5};

  /** How much longer a way may be that an attack misses: the typical share. */
  private static final Map<String, Double> DETOURS =
      new TreeMap<>(
          Map.of(
              "fgsm",
              0.6,
              "pgd",
              0.05,
              "apgd",
              0.02,
              "fab",
              0.03,
              "square",
              0.4,
              "few-queries",
              4.0));

  private static final Map<String, AttackSetting> ATTACKS =
      DETOURS.keySet().stream()
          .collect(
              Collectors.toMap(
                  id -> id,
                  id ->
                      new AttackSetting(
                          id,
                          Map.of(),
                          id.equals("square") || id.equals("few-queries") ? "SCORES" : "GRADIENTS",
                          List.of("linf"),
                          null,
                          ascent(id))));

  private static String ascent(String id) {
    if (id.equals("fgsm")) {
      return AttackSetting.SINGLE_STEP;
    }
    return id.startsWith("pgd") || id.startsWith("apgd") ? AttackSetting.ITERATED : null;
  }

  private static final List<Check> ALL = List.of(Check.values());

  private static final String SURVIVES = "survives-any-epsilon";
  private static final String BLACK_BOX = "black-box-wins";
  private static final String ZERO = "zero-gradient";
  private static final String SOFTMAX = "softmax-output";
  private static final String RANDOMNESS = "unaveraged-randomness";
  private static final String ROUNDING = "lost-in-rounding";
  private static final String CONSTANT = "constant-model";

  private static final List<String> NAMES =
      List.of(
          Check.LARGER_EPSILON_HELPS.id(),
          Check.SINGLE_STEP_WINS.id(),
          SURVIVES,
          BLACK_BOX,
          ZERO,
          SOFTMAX,
          RANDOMNESS,
          ROUNDING,
          CONSTANT);

  /** Kinds of rows that are sound. */
  private enum Kind {
    STANDARD,
    ROBUST,
    RANDOMISED,
    AT_CHANCE_LEVEL,
    CONSTANT,
    SATURATED,
    /** Whatever a check tolerates is there, as much of it as is tolerated. */
    ALL_THAT_IS_TOLERATED
  }

  private final SplittableRandom random = new SplittableRandom(11);

  /** A model: its samples, the way to the nearest boundary of each, and what all attacks miss. */
  private final class Model {
    private final Kind kind;
    private final int classes = random.nextBoolean() ? 2 : 10;
    private final int judgements = new int[] {1, 3, 11}[random.nextInt(3)];
    private final boolean[] right;
    private final double[] distance;
    private final double[] hidden;
    private final double[] firmness;

    Model(Kind kind, int samples) {
      this.kind = kind;
      right = new boolean[samples];
      distance = new double[samples];
      hidden = new double[samples];
      firmness = new double[samples];
      double typical = kind == Kind.ROBUST ? 0.25 : kind == Kind.AT_CHANCE_LEVEL ? 0.02 : 0.08;
      for (int i = 0; i < samples; i++) {
        boolean chance = kind == Kind.AT_CHANCE_LEVEL || kind == Kind.CONSTANT;
        right[i] = random.nextDouble() < (chance ? 1.0 / classes : 0.95);
        distance[i] =
            kind == Kind.CONSTANT
                ? Double.POSITIVE_INFINITY
                : typical * Math.exp(0.8 * random.nextGaussian());
        hidden[i] = Math.abs(random.nextGaussian());
        firmness[i] = 0.02 + 0.1 * random.nextDouble();
      }
    }

    Bits clean() {
      return Bits.of(right);
    }

    /** Outcome bits of an attack. */
    Bits attacked(String attack, double epsilon) {
      return Bits.of(
          right.length,
          i -> {
            double own = Math.abs(random.nextGaussian());
            double way = distance[i] * (1 + DETOURS.get(attack) * (hidden[i] + own) / 2);
            return right[i] && survives(i, way - epsilon);
          });
    }

    /** Of a randomised row the majority of draws decides, and near the boundary they differ. */
    private boolean survives(int sample, double margin) {
      if (kind != Kind.RANDOMISED) {
        return margin > 0;
      }
      double probability = 1 / (1 + Math.exp(-margin / firmness[sample]));
      int votes = 0;
      for (int draw = 0; draw < judgements; draw++) {
        votes += random.nextDouble() < probability ? 1 : 0;
      }
      return 2 * votes > judgements;
    }

    /** What the checks of the model find in sound models. */
    List<CheckEvidence> evidence(Bits clean, Map<String, Bits> attacks, double epsilon) {
      int asked = Math.min(100, right.length);
      boolean edge = kind == Kind.ALL_THAT_IS_TOLERATED;
      List<Integer> all = IntStream.range(0, asked).boxed().toList();
      List<Integer> half = all.subList(0, (asked + 1) / 2);
      List<Integer> rightOnes = all.stream().filter(i -> right[i]).toList();
      List<Integer> rightHalf = half.stream().filter(i -> right[i]).toList();
      List<Integer> brokenOnes = rightOnes.stream().filter(i -> isBroken(i, attacks)).toList();
      Bits square = attacked("square", epsilon);
      List<Integer> broken =
          rightHalf.stream()
              .filter(i -> !square.get(i) || edge && random.nextDouble() < 0.01)
              .toList();
      boolean constant = kind == Kind.CONSTANT;
      List<Integer> saturated = kind == Kind.SATURATED ? some(rightOnes, 0.5) : List.<Integer>of();
      List<Integer> survivors = new ArrayList<>(saturated);
      survivors.addAll(constant ? rightOnes : some(rightOnes, edge ? 0.01 : 0.002));
      List<CheckEvidence> evidence = new ArrayList<>();
      // of a constant model gradients, logits and survivors are not judged, as its check says
      Double share = constant && missed(all) >= 7 ? null : 0.01;
      // an attack that climbs another loss sees the gradient of saturated samples
      evidence.add(checked(SURVIVES, "pgd", rightOnes, sorted(survivors), saturated, share, null));
      evidence.add(blackBox("square", rightHalf, broken, attacks));
      for (String guess : List.of("square", "few-queries")) {
        List<Integer> brokenByGuess = all(attacks.get(guess));
        evidence.add(blackBox(guess, first(clean.length()), brokenByGuess, attacks));
      }
      evidence.add(
          checked(
              ZERO,
              "zero",
              all,
              constant ? all : some(all, edge ? 0.01 : 0),
              List.of(),
              share,
              null));
      evidence.add(checked(ZERO, "saturated", all, saturated, saturated, share, null));
      evidence.add(
          checked(
              SOFTMAX,
              "logits",
              all,
              constant ? all : some(all, edge ? 0.01 : 0.002),
              List.of(),
              share,
              null));
      evidence.add(checked(RANDOMNESS, "undeclared", all, List.of(), List.of(), 0.0, null));
      evidence.add(
          checked(
              ROUNDING,
              "worst case",
              brokenOnes,
              some(brokenOnes, edge ? 0.1 : 0.02),
              List.of(),
              0.1,
              null));
      List<Integer> others =
          constant ? all.stream().filter(i -> !right[i]).toList() : List.<Integer>of();
      evidence.add(checked(CONSTANT, "class 0", others, others, List.of(), 0.5, null));
      return evidence;
    }

    private int missed(List<Integer> all) {
      return (int) all.stream().filter(i -> !right[i]).count();
    }

    private List<Integer> first(int count) {
      return IntStream.range(0, count).filter(i -> right[i]).boxed().toList();
    }

    private List<Integer> all(Bits bits) {
      return clean().andNot(bits).right().boxed().toList();
    }

    /** What attacks with gradients break too is no sign; of a randomised row chance is weighed. */
    private CheckEvidence blackBox(
        String attack, List<Integer> asked, List<Integer> broken, Map<String, Bits> attacks) {
      List<Integer> guided =
          asked.stream()
              .filter(
                  i ->
                      attacks.entrySet().stream()
                          .filter(e -> ATTACKS.get(e.getKey()).access().equals("GRADIENTS"))
                          .anyMatch(e -> !e.getValue().get(i)))
              .toList();
      List<Integer> excused = broken.stream().filter(guided::contains).toList();
      int missed = (int) guided.stream().filter(i -> !broken.contains(i)).count();
      Integer against = kind == Kind.RANDOMISED ? missed : null;
      return checked(BLACK_BOX, attack, asked, broken, excused, 0.01, against);
    }

    private boolean isBroken(int sample, Map<String, Bits> attacks) {
      return attacks.values().stream().anyMatch(bits -> !bits.get(sample));
    }

    private List<Integer> some(List<Integer> of, double share) {
      return of.stream().filter(i -> random.nextDouble() < share).toList();
    }
  }

  private static List<Integer> sorted(List<Integer> samples) {
    return samples.stream().distinct().sorted().toList();
  }

  private static CheckEvidence checked(
      String check,
      String subject,
      List<Integer> asked,
      List<Integer> found,
      List<Integer> excused,
      Double tolerated,
      Integer against) {
    return new CheckEvidence(
        check,
        subject,
        0.5,
        asked.size(),
        found,
        null,
        null,
        excused,
        null,
        tolerated,
        against,
        null,
        null,
        "found");
  }

  private List<Board> boards(Kind kind) {
    int samples = new int[] {30, 100, 300}[random.nextInt(3)];
    List<Model> seeds = new ArrayList<>();
    for (int seed = 0; seed <= random.nextInt(3); seed++) {
      seeds.add(new Model(kind, samples));
    }
    List<Board> boards = new ArrayList<>();
    for (double epsilon : EPSILONS) {
      List<SeedResult> results = new ArrayList<>();
      for (Model model : seeds) {
        results.add(result(results.size(), model, epsilon));
      }
      Row row = Boards.row(kind.name(), results);
      List<Flag> flags = new ArrayList<>();
      if (kind == Kind.RANDOMISED) {
        flags.add(new Flag("randomised", "", ""));
      }
      if (kind == Kind.SATURATED) {
        flags.add(new Flag("vanished-gradient", "pgd", ""));
      }
      boards.add(Boards.board("linf", epsilon, row.withFlags(flags)));
    }
    return boards;
  }

  private SeedResult result(int seed, Model model, double epsilon) {
    Bits clean = model.clean();
    Map<String, Bits> attacks = new TreeMap<>();
    DETOURS.keySet().forEach(attack -> attacks.put(attack, model.attacked(attack, epsilon)));
    return SeedResult.builder(seed, "w" + seed)
        .clean(clean)
        .attacks(attacks)
        .worst(Rates.worst(clean, List.copyOf(attacks.values())))
        .checks(new Checks("key", State.COMPLETE, null, model.evidence(clean, attacks, epsilon)))
        .build();
  }

  /** The boards with what concerns a check alone. */
  private static List<Board> only(String check, List<Board> boards) {
    return boards.stream()
        .map(
            board -> {
              Row row = board.rows().get(0);
              List<SeedResult> seeds = row.perSeed().stream().map(s -> only(check, s)).toList();
              return Boards.board(
                  "linf",
                  board.threatModel().epsilon(),
                  Boards.row(row.label(), seeds).withFlags(row.flags()));
            })
        .toList();
  }

  private static SeedResult only(String check, SeedResult seed) {
    List<CheckEvidence> evidence =
        seed.checks().evidence().stream().filter(e -> e.check().equals(check)).toList();
    return SeedResult.builder(seed.seed(), seed.weightHash())
        .clean(seed.clean())
        .attacks(seed.attacks())
        .worst(seed.worst())
        .checks(new Checks("key", State.COMPLETE, null, evidence))
        .build();
  }

  /** How many boards' rows are accused of something, or are not called what they are. */
  private static int accused(Kind kind, List<Check> checks, List<Board> boards) {
    int accused = 0;
    for (Board board : new Reliability(checks, ATTACKS).flag(boards)) {
      List<String> kinds =
          board.rows().get(0).flags().stream()
              .filter(flag -> flag.evidence() != null)
              .map(Flag::kind)
              .filter(flag -> kind != Kind.CONSTANT || !flag.equals("constant-model"))
              .toList();
      accused += kinds.isEmpty() ? 0 : 1;
    }
    return accused;
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void a_sound_row_bears_a_flag_in_at_most_one_of_a_hundred_cases(Kind kind) {
    int accused = 0;
    Map<String, Integer> alone = new TreeMap<>();
    for (int row = 0; row < ROWS; row++) {
      List<Board> boards = boards(kind);
      accused += accused(kind, ALL, boards);
      for (String check : NAMES) {
        List<Check> one = Check.of(check).stream().toList();
        alone.merge(check, accused(kind, one, only(check, boards)), Integer::sum);
      }
    }
    int most = ROWS * EPSILONS.length / 100;
    assertThat(accused).as("any of a row's flags").isLessThanOrEqualTo(most);
    assertThat(alone).allSatisfy((check, rows) -> assertThat(rows).isLessThanOrEqualTo(most));
  }

  @Test
  void a_constant_model_is_always_said_to_be_one() {
    for (int row = 0; row < 100; row++) {
      assertThat(new Reliability(ALL, ATTACKS).flag(boards(Kind.CONSTANT)))
          .allSatisfy(
              board ->
                  assertThat(board.rows().get(0).flags())
                      .extracting(Flag::kind)
                      .contains("constant-model"));
    }
  }
}
