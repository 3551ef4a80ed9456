package org.robustgrid.numerics.attack.square;

import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.robustgrid.numerics.attack.AttackBatch;
import org.robustgrid.numerics.loss.LogitMargin;
import org.robustgrid.numerics.loss.Softmax;
import org.robustgrid.numerics.norm.FeasibleSet;
import org.robustgrid.spi.StoppedException;
import org.robustgrid.spi.attack.ThreatModel;

/**
 * Random search down the margin: a proposal is kept if its margin is smaller, or at most 0. A row's
 * run ends once it is.
 *
 * @param proposals start and proposals of each image
 * @param schedule of the shares
 * @since 0.1
 */
public record SquareSearch(SquareProposals proposals, SquareSchedule schedule) {

  /**
   * The result.
   *
   * @param points the best points, C order; the image of a row that was not attacked
   * @param queries asked of each row, the start included; 0 of a row that is wrong from the start
   * @param robust whether a row withstood, or was wrong from the start
   * @param finished whether the harness let the search end
   * @since 0.1
   */
  public record Result(double[] points, int[] queries, boolean[] robust, boolean finished) {}

  /**
   * Searches.
   *
   * @param draws of each row
   */
  public Result run(AttackBatch batch, IntFunction<SquareDraws> draws) {
    int rows = batch.rows();
    int length = batch.length();
    double[] best = batch.originals().clone();
    int[] queries = new int[rows];
    boolean[] robust = new boolean[rows];
    Arrays.fill(robust, true);
    boolean[] running = new boolean[rows];
    double[] margins = new double[rows];
    double[][] images = new double[rows][];
    SquareDraws[] ofRows = new SquareDraws[rows];
    FeasibleSet feasible =
        new FeasibleSet(
            new ThreatModel(proposals.norm(), proposals.epsilon()),
            proposals.domain(),
            batch.precision());
    try {
      double[] clean = batch.logits(best);
      for (int row = 0; row < rows; row++) {
        int prediction = Softmax.prediction(clean, row * batch.classes(), batch.classes());
        running[row] = !batch.wants(row, prediction);
        images[row] = Arrays.copyOfRange(best, row * length, (row + 1) * length);
        ofRows[row] = draws.apply(row);
        margins[row] = Double.POSITIVE_INFINITY;
      }
      for (int query = 0;
          query <= schedule.queries() && IntStream.range(0, rows).anyMatch(row -> running[row]);
          query++) {
        double[] asked = best.clone();
        batch.attend(running);
        for (int row = 0; row < rows; row++) {
          if (running[row]) {
            double[] point =
                query == 0
                    ? proposals.start(images[row], ofRows[row])
                    : proposals.next(
                        query - 1,
                        schedule.at(query - 1),
                        images[row],
                        Arrays.copyOfRange(best, row * length, (row + 1) * length),
                        ofRows[row]);
            feasible.finish(images[row], point, 0, length);
            System.arraycopy(point, 0, asked, row * length, length);
          }
        }
        double[] logits = batch.logits(asked);
        for (int row = 0; row < rows; row++) {
          if (running[row]) {
            queries[row]++;
            double margin = margin(batch, logits, row);
            if (margin < margins[row] || margin <= 0) {
              margins[row] = margin;
              System.arraycopy(batch.asked(), row * length, best, row * length, length);
            }
            running[row] = !(margins[row] <= 0);
            robust[row] = running[row];
          }
        }
      }
    } catch (StoppedException e) {
      return new Result(best, queries, robust, false);
    }
    return new Result(best, queries, robust, true);
  }

  private static double margin(AttackBatch batch, double[] logits, int row) {
    int classes = batch.classes();
    double[] own = Arrays.copyOfRange(logits, row * classes, (row + 1) * classes);
    int[] deciding = {batch.decidingClass(row)};
    return new LogitMargin(deciding, batch.targeted()).evaluate(0, own, new double[classes]);
  }
}
