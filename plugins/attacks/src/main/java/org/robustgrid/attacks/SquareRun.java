package org.robustgrid.attacks;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.loss.Softmax;
import org.robustgrid.numerics.norm.FeasibleSet;
import org.robustgrid.spi.StoppedException;
import org.robustgrid.spi.attack.AttackRequest;
import org.robustgrid.spi.network.Query;
import org.robustgrid.spi.random.RandomKey;

/**
 * One run of the Square Attack over the survivors. A broken row is no longer queried; each row's
 * proposals are keyed by its sample and the step, never by its position in the batch.
 */
final class SquareRun {

  private final AttackRequest request;
  private final RowGoals goal;
  private final int[] rows;
  private final long[] samples;
  private final int restart;
  private final int length;
  private final double[] centers;
  private final double[] best;
  private final double[] margins;
  private final boolean[] fallen;

  /** The points to query next: at each row's position, and packed for the model. */
  private final double[] proposals;

  private final double[] packed;
  private INDArray images;

  /** The rows under attack, as indices into {@link #rows}. */
  private int[] standing;

  /**
   * Prepares a run.
   *
   * @param goal the goal of {@code rows} only
   */
  SquareRun(AttackRequest request, RowGoals goal, Survivors survivors, int[] rows, int restart) {
    this.request = request;
    this.goal = goal;
    this.rows = rows;
    this.samples = survivors.samples(rows);
    this.restart = restart;
    this.centers = HostArrays.read(survivors.images(rows));
    this.length = centers.length / rows.length;
    this.best = centers.clone();
    this.proposals = survivors.starts(rows).map(HostArrays::read).orElseGet(centers::clone);
    this.packed = new double[centers.length];
    this.margins = new double[rows.length];
    Arrays.fill(margins, Double.POSITIVE_INFINITY);
    this.fallen = new boolean[rows.length];
    this.standing = IntStream.range(0, rows.length).toArray();
    this.images = batch(rows.length);
  }

  private INDArray batch(int size) {
    long[] shape = request.images().shape().clone();
    shape[0] = size;
    return Nd4j.createUninitialized(request.images().dataType(), shape, 'c');
  }

  private RandomKey key(String purpose, int step) {
    return request.random().with(purpose).with(restart).with(step);
  }

  /**
   * Searches until all rows are broken or the queries are spent; returns false if the harness
   * stopped it.
   */
  boolean search(
      SquareProposal proposal, FeasibleSet feasible, ShareSchedule schedule, int restarts) {
    long queries = schedule.queries() + 1L;
    try {
      for (int step = 0; step < queries && standing.length > 0; step++) {
        request.monitor().check();
        RandomKey key = key("proposal", step);
        for (int row : standing) {
          int offset = row * length;
          if (step > 0) {
            System.arraycopy(best, offset, proposals, offset, length);
            double share = schedule.at(step - 1);
            proposal.propose(key.with(samples[row]).stream(), share, centers, proposals, offset);
          } else if (request.starts().isEmpty()) {
            proposal.start(key.with(samples[row]).stream(), centers, proposals, offset);
          }
          feasible.settle(centers, proposals, offset, length);
        }
        judge(ask(step));
        request.monitor().progress(restart * queries + step + 1, queries * restarts, "square");
      }
      return true;
    } catch (StoppedException e) {
      return false;
    }
  }

  /** Queries the proposals of the unbroken rows; returns their logits, one row after the other. */
  private double[] ask(int step) {
    for (int i = 0; i < standing.length; i++) {
      System.arraycopy(proposals, standing[i] * length, packed, i * length, length);
    }
    if (images.size(0) != standing.length) {
      images = batch(standing.length);
    }
    HostArrays.write(packed, images);
    long[] asked = Arrays.stream(standing).mapToLong(row -> samples[row]).toArray();
    return HostArrays.read(
        request.classifier().logits(images, new Query(asked, key("draw", step))));
  }

  /** Keeps proposals that lowered the margin or reached the goal, and drops broken rows. */
  private void judge(double[] answer) {
    int classes = answer.length / standing.length;
    for (int i = 0; i < standing.length; i++) {
      int row = standing[i];
      double[] logits = Arrays.copyOfRange(answer, i * classes, (i + 1) * classes);
      double margin = goal.margin(row, logits);
      fallen[row] = goal.reached(row, Softmax.prediction(logits, 0, classes));
      if (fallen[row] || margin < margins[row]) {
        margins[row] = margin;
        System.arraycopy(proposals, row * length, best, row * length, length);
      }
    }
    standing = Arrays.stream(standing).filter(row -> !fallen[row]).toArray();
  }

  /**
   * Offers each row's best point; its loss is the negated margin, NaN if the row was not queried.
   */
  void offerTo(Survivors survivors) {
    double[] losses =
        Arrays.stream(margins).map(m -> Double.isInfinite(m) ? Double.NaN : -m).toArray();
    survivors.offer(rows, best, losses, fallen);
  }
}
