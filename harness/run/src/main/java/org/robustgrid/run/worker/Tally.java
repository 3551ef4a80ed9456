package org.robustgrid.run.worker;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.robustgrid.leaderboard.statistics.Bits;
import org.robustgrid.run.cell.AttackCellResult;
import org.robustgrid.run.cell.CleanResult;
import org.robustgrid.spi.attack.Goal;

/** Collects an attack's outcome sample by sample, starting from the clean predictions. */
final class Tally {

  private final List<Integer> predictions;
  private final boolean[] robust;
  private final List<Double> norms;
  private final List<Double> agreement;
  private final List<Integer> notFinite;
  private final Goal.Kind goal;
  private final List<Integer> targets;
  private int tried;
  private int reached;
  private int vanished;
  private long forward;
  private long backward;
  private double modelSeconds;
  private final SortedMap<String, Integer> foundBy = new TreeMap<>();
  private final boolean[] resubmitted;
  private final List<Long> brokenAfter;

  /**
   * A tally of the first samples.
   *
   * @param samples at most as many as were predicted
   * @param goal of the attack
   * @param randomised whether votes decide
   */
  Tally(CleanResult clean, int samples, Goal.Kind goal, boolean randomised) {
    this.goal = goal;
    this.targets = new ArrayList<>(Collections.nCopies(samples, AttackCellResult.NO_TARGET));
    this.predictions = new ArrayList<>(clean.predictions().subList(0, samples));
    this.robust = clean.correct().first(samples).toArray();
    this.norms = new ArrayList<>(Collections.nCopies(samples, 0.0));
    this.agreement =
        new ArrayList<>(clean.agreement().stream().limit(randomised ? samples : 0).toList());
    this.notFinite = new ArrayList<>(clean.notFiniteOfFirst(samples));
    this.resubmitted = randomised ? robust.clone() : null;
    boolean once = goal == Goal.Kind.UNTARGETED && !randomised;
    this.brokenAfter = once ? new ArrayList<>(Collections.nCopies(samples, null)) : null;
  }

  void countPasses(PassMeter meter) {
    forward += meter.forward();
    backward += meter.backward();
    modelSeconds += meter.seconds();
  }

  /** Counts time that the model took to judge, which are no passes of the attack's. */
  void countJudging(double seconds) {
    modelSeconds += seconds;
  }

  /** Counts samples with vanished or non-finite gradients. */
  void countVanished(int samples) {
    vanished += samples;
  }

  /** Records one attacked sample. */
  void record(int sample, Judgement judgement, int row, double norm) {
    predictions.set(sample, judgement.predictions()[row]);
    robust[sample] = !judgement.broken(row, goal);
    norms.set(sample, norm);
    if (!agreement.isEmpty()) {
      agreement.set(sample, judgement.agreement()[row]);
    }
    if (!judgement.finite()[row]) {
      notFinite.add(sample);
    }
  }

  /** Counts a sample as broken if attacks may retry. */
  void countAsBrokenAgain(int sample) {
    resubmitted[sample] = false;
  }

  /** Counts a sample that a part of an attack broke. */
  void countFoundBy(String part) {
    foundBy.merge(part, 1, Integer::sum);
  }

  /** Remembers how many passes it took to break a sample; of one attack a sample only. */
  void brokenAfter(int sample, long passes) {
    if (brokenAfter != null) {
      brokenAfter.set(sample, passes);
    }
  }

  /** Remembers which target the recorded image of a sample was to reach. */
  void aimedAt(int sample, int target) {
    targets.set(sample, target);
  }

  /** Counts runs about one sample, and how many of them succeeded. */
  void countTargets(int runs, int succeeded) {
    tried += runs;
    reached += succeeded;
  }

  /** Counts a sample as broken because the model's answers about it were not finite. */
  void countAsBroken(int sample) {
    robust[sample] = false;
    if (!notFinite.contains(sample)) {
      notFinite.add(sample);
    }
  }

  /**
   * The cell's result.
   *
   * @param microBatch as {@link LoadedModel#fewerAtOnce()}
   */
  AttackCellResult result(
      String key, int attacked, String imagesHash, long startedAt, Integer microBatch) {
    return new AttackCellResult(
        key,
        predictions,
        Bits.of(robust),
        norms,
        agreement,
        notFinite,
        vanished,
        attacked,
        forward,
        backward,
        imagesHash,
        (System.nanoTime() - startedAt) / 1e9,
        modelSeconds,
        microBatch,
        goal == Goal.Kind.TARGETED ? new AttackCellResult.Aim(targets, tried, reached) : null,
        foundBy.isEmpty() ? null : foundBy,
        resubmitted == null ? null : Bits.of(robust).and(Bits.of(resubmitted)),
        brokenAfter);
  }
}
