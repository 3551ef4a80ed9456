package org.robustgrid.run.worker;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.robustgrid.run.cell.AttackCellResult;
import org.robustgrid.run.cell.CleanResult;

/** Gathers an attack's outcome, sample by sample, on top of the clean predictions. */
final class Tally {

  private final List<Integer> predictions;
  private final StringBuilder robust;
  private final List<Double> norms;
  private final List<Double> agreement;
  private final List<Integer> notFinite;
  private int vanished;
  private long forward;
  private long backward;
  private double modelSeconds;

  /**
   * A tally of the first samples.
   *
   * @param samples at most as many as were predicted
   */
  Tally(CleanResult clean, int samples) {
    this.predictions = new ArrayList<>(clean.predictions().subList(0, samples));
    this.robust = new StringBuilder(clean.correct().substring(0, samples));
    this.norms = new ArrayList<>(Collections.nCopies(samples, 0.0));
    this.agreement = new ArrayList<>(clean.agreement().stream().limit(samples).toList());
    this.notFinite = new ArrayList<>(clean.notFiniteOfFirst(samples));
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

  /** Counts samples whose gradient led nowhere. */
  void countVanished(int samples) {
    vanished += samples;
  }

  /** Records one attacked sample. */
  void record(int sample, Judgement judgement, int row, double norm) {
    predictions.set(sample, judgement.predictions()[row]);
    robust.setCharAt(sample, judgement.right()[row] ? '1' : '0');
    norms.set(sample, norm);
    if (!agreement.isEmpty()) {
      agreement.set(sample, judgement.agreement()[row]);
    }
    if (!judgement.finite()[row]) {
      notFinite.add(sample);
    }
  }

  /** Counts a sample as fallen because the model's answers about it were not finite. */
  void countAsFallen(int sample) {
    robust.setCharAt(sample, '0');
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
        robust.toString(),
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
        microBatch);
  }
}
