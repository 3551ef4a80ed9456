package org.robustgrid.run.worker;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.robustgrid.leaderboard.Check;
import org.robustgrid.leaderboard.CheckEvidence;
import org.robustgrid.run.cell.AttackCell;
import org.robustgrid.run.cell.AttackCellResult;
import org.robustgrid.run.cell.CheckCell;
import org.robustgrid.run.cell.CheckResult;
import org.robustgrid.run.folder.RunFolder;
import org.robustgrid.run.plan.ExecutionProfile;
import org.robustgrid.run.plan.GridPlan;
import org.robustgrid.run.plan.PlannedAttack;
import org.robustgrid.run.plan.PlannedThreatModel;
import org.robustgrid.run.worker.RoundingCheck.Attacked;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.Monitor;
import org.robustgrid.spi.StoppedException;
import org.robustgrid.spi.network.Classifier;

/** Gathers signs that attacks on a model cannot be relied on. A check that fails takes no other. */
final class CheckExecutor implements CellExecutor<CheckCell> {

  private final GridPlan plan;
  private final ExecutionProfile profile;
  private final AttackExecutor attacks;
  private final RunFolder folder;

  /**
   * Checks of a plan.
   *
   * @param attacks keeps no images
   */
  CheckExecutor(GridPlan plan, ExecutionProfile profile, AttackExecutor attacks, RunFolder folder) {
    this.plan = plan;
    this.profile = profile;
    this.attacks = attacks;
    this.folder = folder;
  }

  @Override
  public CheckResult execute(CheckCell cell, Subject subject) {
    long start = System.nanoTime();
    Monitor monitor = subject.monitor();
    PassTotal passes = new PassTotal();
    List<CheckEvidence> evidence = new ArrayList<>();
    for (Check check : plan.checks().checks()) {
      monitor.check();
      monitor.progress(check.ordinal(), Check.values().length, check.id());
      evidence.addAll(guarded(check, () -> gather(check, cell, subject, passes)));
    }
    return new CheckResult(
        subject.key(),
        evidence,
        passes.forward,
        passes.backward,
        (System.nanoTime() - start) / 1e9,
        passes.seconds,
        subject.model().fewerAtOnce());
  }

  /** What a check cannot do it says; the worker's own limits end the unit as they do any other. */
  private static List<CheckEvidence> guarded(Check check, Supplier<List<CheckEvidence>> gather) {
    try {
      return gather.get();
    } catch (StoppedException e) {
      if (e.reason() != StoppedException.Reason.BUDGET) {
        throw e;
      }
      return List.of(CheckEvidence.notRun(check.id(), "", e.getMessage()));
    } catch (RuntimeException e) {
      if (FailureReport.outOfMemory(e)) {
        throw e;
      }
      return List.of(CheckEvidence.notRun(check.id(), "", "it failed: " + e));
    }
  }

  private List<CheckEvidence> gather(
      Check check, CheckCell cell, Subject subject, PassTotal passes) {
    PlannedThreatModel board = cell.threatModel();
    return switch (check) {
      case SURVIVES_ANY_EPSILON -> {
        OptionalDouble epsilon =
            AnyEpsilon.of(
                board.norm(),
                subject.dataset().data().domain(),
                subject.dataset().data().inputShape());
        yield epsilon.isEmpty()
            ? List.of()
            : attack(
                check,
                plan.checks().gradient(subject.planned(), subject.dataset().plan()),
                new PlannedThreatModel(board.norm(), epsilon.getAsDouble()),
                new Outcome('1', classOfTheMiddle(subject)),
                subject,
                passes);
      }
      case BLACK_BOX_WINS ->
          attack(
              check,
              plan.checks().blackBox(subject.planned(), subject.dataset().plan()),
              board,
              new Outcome('0', Classifier.ABSTAIN),
              subject,
              passes);
      case ZERO_GRADIENT, SOFTMAX_OUTPUT, UNAVERAGED_RANDOMNESS -> {
        subject.model().meter().reset();
        List<CheckEvidence> found =
            new AnswerCheck(
                    subject.model().classifier(),
                    subject.planned().under(profile),
                    subject.planned().seed())
                .of(check, batches(subject));
        passes.add(subject.model().meter());
        yield found;
      }
      case CONSTANT_MODEL -> {
        subject.model().meter().reset();
        CheckEvidence found =
            new ConstantCheck(
                    subject.dataset(),
                    subject.model().network().precision(),
                    judge(subject),
                    plan.checks().samplesOf(subject.planned(), subject.dataset().plan()))
                .of(subject.clean());
        passes.add(subject.model().meter());
        yield List.of(found);
      }
      case LOST_IN_ROUNDING -> {
        subject.model().meter().reset();
        List<CheckEvidence> found =
            new RoundingCheck(
                    subject.dataset(),
                    subject.model().network().precision(),
                    judge(subject),
                    profile.batch(),
                    plan.checks().samplesOf(subject.planned(), subject.dataset().plan()))
                .of(attacked(cell, subject), subject.clean(), folder);
        passes.add(subject.model().meter());
        yield found;
      }
      default -> List.of();
    };
  }

  /** The attacks of the norm that have results, in the plan's order. */
  private List<Attacked> attacked(CheckCell cell, Subject subject) {
    List<Attacked> found = new ArrayList<>();
    for (AttackCell attack : cell.attacks(plan)) {
      subject
          .cells()
          .result(attack, AttackCellResult.class)
          .ifPresent(result -> found.add(new Attacked(attack.threatModel(), result)));
    }
    return found;
  }

  private Judge judge(Subject subject) {
    return BlockJudge.judge(subject.planned(), subject.model(), profile);
  }

  /** What a model decides where every picture meets every other: one class may own that place. */
  private int classOfTheMiddle(Subject subject) {
    OpenDataset dataset = subject.dataset();
    Domain domain = dataset.data().domain();
    float[] middle = new float[dataset.inputLength()];
    Arrays.fill(middle, (float) ((domain.low() + domain.high()) / 2));
    return judge(subject)
        .judge(
            dataset.batch(middle, subject.model().network().precision()),
            new long[] {0},
            new int[] {0})
        .predictions()[0];
  }

  /**
   * What tells something.
   *
   * @param suspicious the outcome bit: {@code 1} for survivors
   * @param apart samples of this class are not counted; none for {@link Classifier#ABSTAIN}
   */
  private record Outcome(char suspicious, int apart) {}

  /** Attacks the samples that are right. */
  private List<CheckEvidence> attack(
      Check check,
      Optional<PlannedAttack> attack,
      PlannedThreatModel threat,
      Outcome outcome,
      Subject subject,
      PassTotal passes) {
    if (attack.isEmpty()) {
      String needed = check == Check.BLACK_BOX_WINS ? "scores" : "gradients";
      return List.of(
          CheckEvidence.notRun(
              check.id(),
              "reference attack",
              "it needs an attack plugin that declares to be a reference for attacks by "
                  + needed
                  + ", and none is loaded"));
    }
    String label = attack.get().label();
    if (!attack.get().runsUnder(threat)) {
      return List.of(
          CheckEvidence.notRun(
              check.id(), label, "'" + label + "' does not run under " + threat.norm()));
    }
    AttackCellResult result =
        attacks.execute(new AttackCell(subject.planned(), attack.get(), threat), subject);
    passes.forward += result.forward();
    passes.backward += result.backward();
    passes.seconds += result.modelSeconds();
    List<Integer> asked =
        IntStream.of(subject.clean().rightOfFirst(result.robust().length()))
            .filter(i -> subject.dataset().plan().labels().get(i) != outcome.apart())
            .boxed()
            .toList();
    List<Integer> samples =
        asked.stream().filter(i -> result.robust().charAt(i) == outcome.suspicious()).toList();
    return List.of(
        new CheckEvidence(check.id(), label, threat.epsilon(), asked.size(), samples, null));
  }

  private List<AnswerCheck.Batch> batches(Subject subject) {
    OpenDataset dataset = subject.dataset();
    int samples = plan.checks().samplesOf(subject.planned(), dataset.plan());
    List<AnswerCheck.Batch> batches = new ArrayList<>();
    for (int from = 0; from < samples; from += profile.batch()) {
      int[] rows = IntStream.range(from, Math.min(samples, from + profile.batch())).toArray();
      batches.add(
          new AnswerCheck.Batch(
              dataset.batch(dataset.testImages(rows), subject.model().network().precision()),
              IntStream.of(rows).asLongStream().toArray(),
              IntStream.of(rows).map(i -> dataset.plan().labels().get(i)).toArray()));
    }
    return batches;
  }

  /** Passes of all checks of a unit. */
  private static final class PassTotal {
    private long forward;
    private long backward;
    private double seconds;

    void add(PassMeter meter) {
      forward += meter.forward();
      backward += meter.backward();
      seconds += meter.seconds();
    }
  }
}
