package org.robustgrid.attacks;

import java.util.Arrays;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.attack.ApgdResult;
import org.robustgrid.spi.attack.AttackRequest;
import org.robustgrid.spi.attack.AttackResult;
import org.robustgrid.spi.attack.Goal;

/**
 * Collects the answer of an attack: each row's best point so far, and which rows are broken.
 *
 * <p>A restart attacks survivors only; a broken row keeps the point that broke it.
 */
final class Survivors {

  private final AttackRequest request;
  private final int length;
  private final double[] points;
  private final double[] bestLoss;
  private final boolean[] fallen;
  private final boolean[] vanished;

  Survivors(AttackRequest request) {
    this.request = request;
    int rows = request.labels().length;
    this.points = HostArrays.read(request.images());
    this.length = points.length / Math.max(1, rows);
    this.bestLoss = new double[rows];
    Arrays.fill(bestLoss, Double.NaN);
    this.fallen = new boolean[rows];
    this.vanished = new boolean[rows];
  }

  /** The rows that are not broken yet, in ascending order. */
  int[] rows() {
    int[] rows = new int[fallen.length];
    int count = 0;
    for (int row = 0; row < fallen.length; row++) {
      if (!fallen[row]) {
        rows[count++] = row;
      }
    }
    return Arrays.copyOf(rows, count);
  }

  INDArray images(int[] rows) {
    return chosen(request.images(), rows);
  }

  Optional<INDArray> starts(int[] rows) {
    return request.starts().map(starts -> chosen(starts, rows));
  }

  private INDArray chosen(INDArray images, int[] rows) {
    return rows.length == fallen.length ? images : HostArrays.rows(images, rows);
  }

  long[] samples(int[] rows) {
    long[] all = request.samples();
    return Arrays.stream(rows).mapToLong(row -> all[row]).toArray();
  }

  /**
   * Offers the points of a run: a point is taken if it breaks its row, or if its loss is the
   * largest so far.
   *
   * @param rows the rows attacked
   * @param found the points of {@code rows}, one after the other, C order
   * @param losses the points' losses; NaN if unknown
   * @param fell whether each row is broken
   */
  void offer(int[] rows, double[] found, double[] losses, boolean[] fell) {
    for (int i = 0; i < rows.length; i++) {
      int row = rows[i];
      boolean better = Double.isNaN(bestLoss[row]) || losses[i] > bestLoss[row];
      if (fell[i] || better) {
        System.arraycopy(found, i * length, points, row * length, length);
      }
      if (better) {
        bestLoss[row] = losses[i];
      }
      fallen[row] |= fell[i];
    }
  }

  /**
   * Offers the result of an APGD run: its misclassified points, otherwise those with the largest
   * loss.
   */
  void offer(int[] rows, ApgdResult run) {
    boolean[] fell = new boolean[rows.length];
    double[] found = HostArrays.read(run.best());
    double[] adversarial = HostArrays.read(run.adversarial());
    for (int i = 0; i < rows.length; i++) {
      fell[i] = !run.robust()[i];
      if (fell[i]) {
        System.arraycopy(adversarial, i * length, found, i * length, length);
      }
    }
    offer(rows, found, run.bestLoss(), fell);
  }

  /** The request restricted to some rows. */
  AttackRequest request(int[] rows) {
    int[] labels = request.labels();
    int[] targets = request.goal().targets();
    AttackRequest.Builder part =
        request.toBuilder()
            .images(images(rows))
            .labels(Arrays.stream(rows).map(row -> labels[row]).toArray())
            .samples(samples(rows))
            .starts(starts(rows).orElse(null))
            .others(draw -> request.others(draw).map(all -> chosen(all, rows)).orElse(null));
    if (targets.length > 0) {
      part.goal(Goal.targeted(Arrays.stream(rows).map(row -> targets[row]).toArray()));
    }
    return part.build();
  }

  /** Marks rows whose gradient vanished. */
  void flag(int[] rows, boolean[] zero) {
    for (int i = 0; i < rows.length; i++) {
      vanished[rows[i]] |= zero[i];
    }
  }

  /** The answer so far. */
  AttackResult result() {
    return answer().build();
  }

  /**
   * The answer so far.
   *
   * @param foundBy for each row, the part of the attack that broke it; empty if none did
   */
  AttackResult result(String[] foundBy) {
    return answer().foundBy(foundBy).build();
  }

  private AttackResult.Builder answer() {
    INDArray adversarials = request.images().dup('c');
    HostArrays.write(points, adversarials);
    return AttackResult.builder(adversarials).vanishedGradient(vanished);
  }
}
