package org.robustgrid.numerics.attack.distance;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.robustgrid.numerics.attack.AttackBatch;
import org.robustgrid.numerics.loss.Softmax;
import org.robustgrid.spi.StoppedException;

/**
 * The search over the constant c that weighs misclassification against distance, common to
 * Carlini–Wagner and the elastic net attack (Carlini and Wagner 2017, section V; Chen et al. 2018).
 * Each row has a constant of its own.
 */
abstract class ConstantSearch {

  private static final double LARGEST = 1e10;

  final AttackBatch batch;
  final int steps;
  final double confidence;
  final double[] constants;
  final double[] best;
  final boolean[] found;
  final NearestPoints nearest;
  private final boolean abortEarly;
  private final boolean[] running;
  private final double[] lastChecked;

  ConstantSearch(
      AttackBatch batch,
      NearestPoints nearest,
      int steps,
      double confidence,
      double initialConstant,
      boolean abortEarly) {
    this.batch = batch;
    this.nearest = nearest;
    this.steps = steps;
    this.confidence = confidence;
    this.abortEarly = abortEarly;
    int rows = batch.rows();
    this.constants = new double[rows];
    Arrays.fill(constants, initialConstant);
    this.best = new double[rows];
    Arrays.fill(best, Double.POSITIVE_INFINITY);
    this.found = new boolean[rows];
    this.running = new boolean[rows];
    this.lastChecked = new double[rows];
  }

  /** Prepares a run from scratch. */
  abstract void restart();

  /** Takes a step of every row that runs. */
  abstract void step(int step);

  final NearestPoints search(int searches) {
    double[] lower = new double[batch.rows()];
    double[] upper = new double[batch.rows()];
    Arrays.fill(upper, Double.POSITIVE_INFINITY);
    try {
      for (int round = 0; round < searches; round++) {
        if (round == searches - 1 && searches >= 10) {
          Arrays.setAll(constants, row -> Math.min(upper[row], LARGEST));
        }
        Arrays.fill(found, false);
        Arrays.fill(running, true);
        Arrays.fill(lastChecked, Double.POSITIVE_INFINITY);
        restart();
        batch.part(round);
        for (int step = 0; step < steps && anyRuns(); step++) {
          batch.attend(running);
          step(step);
        }
        for (int row = 0; row < constants.length; row++) {
          if (found[row]) {
            upper[row] = constants[row];
          } else {
            lower[row] = constants[row];
          }
          constants[row] =
              Double.isInfinite(upper[row]) ? 10 * constants[row] : (lower[row] + upper[row]) / 2;
        }
      }
    } catch (StoppedException e) {
      return nearest;
    }
    return nearest;
  }

  private boolean anyRuns() {
    return IntStream.range(0, running.length).anyMatch(row -> running[row]);
  }

  final boolean runs(int row) {
    return running[row];
  }

  /**
   * Ends a row's run at a tenth of the steps if its loss has not decreased.
   *
   * @return whether the row still runs
   */
  final boolean stillRuns(int row, int step, double loss) {
    int interval = Math.max(1, (steps + 9) / 10);
    if (abortEarly && step % interval == 0) {
      if (!(loss <= 0.9999 * lastChecked[row])) {
        running[row] = false;
      }
      lastChecked[row] = loss;
    }
    return running[row];
  }

  /** Whether logits are adversarial by the confidence. */
  final boolean adversarial(int row, double[] logits) {
    int classes = batch.classes();
    int deciding = batch.decidingClass(row);
    int prediction = 0;
    if (Softmax.prediction(logits, row * classes, classes) < 0) {
      return false;
    }
    for (int k = 0; k < classes; k++) {
      if (shifted(logits, row, k, deciding) > shifted(logits, row, prediction, deciding)) {
        prediction = k;
      }
    }
    return batch.wants(row, prediction);
  }

  private double shifted(double[] logits, int row, int k, int deciding) {
    double shift = k == deciding ? batch.targeted() ? -confidence : confidence : 0;
    return logits[row * batch.classes() + k] + shift;
  }

  /** Keeps a row's last asked point if its measure is below the best. */
  final void offer(int row, double measure) {
    found[row] = true;
    if (measure < best[row]) {
      best[row] = measure;
      nearest.keep(row);
    }
  }
}
