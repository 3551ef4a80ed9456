package org.robustgrid.run.worker;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.robustgrid.run.cell.AttackCell;
import org.robustgrid.run.cell.AttackCellResult;
import org.robustgrid.run.cell.Rerun;
import org.robustgrid.run.plan.ExecutionProfile;
import org.robustgrid.spi.data.DataException;

/**
 * Attacks some samples of a finished cell again. They are attacked alone first: randomness is keyed
 * by sample, so that nothing but the last bits of kernels can make another outcome of it. Where one
 * comes out otherwise, the batches it was in are attacked again as they were, bit by bit.
 */
final class AttackRerun {

  private final AttackExecutor attacks;
  private final ExecutionProfile profile;

  /**
   * Attacks of a run.
   *
   * @param attacks which keep no images
   */
  AttackRerun(AttackExecutor attacks, ExecutionProfile profile) {
    this.attacks = attacks;
    this.profile = profile;
  }

  Rerun execute(AttackCell cell, Subject subject, List<Integer> samples) {
    AttackCellResult stored =
        subject
            .cells()
            .result(cell, AttackCellResult.class)
            .orElseThrow(() -> new DataException("the attack's result is missing"));
    int[] chosen = samples.stream().mapToInt(Integer::intValue).sorted().toArray();
    AttackCellResult alone = attacks.execute(cell, subject, chosen);
    List<Integer> apart =
        IntStream.of(chosen)
            .filter(i -> alone.robust().get(i) != stored.robust().get(i))
            .boxed()
            .toList();
    boolean sameRows = Objects.equals(subject.model().fewerAtOnce(), stored.microBatch());
    List<Integer> differing = new ArrayList<>();
    if (sameRows) {
      for (int[] batch : batches(cell, subject, apart)) {
        AttackCellResult again = attacks.execute(cell, subject, batch);
        IntStream.of(batch).filter(i -> differs(stored, again, i)).forEach(differing::add);
      }
    }
    return new Rerun(apart, differing, sameRows);
  }

  /** The batches, as the cell was attacked in them, that hold any of the samples. */
  private List<int[]> batches(AttackCell cell, Subject subject, List<Integer> any) {
    int[] right = AttackExecutor.attacked(cell, subject);
    int rows = profile.rows(subject.dataset().inputLength());
    TreeSet<Integer> begins = new TreeSet<>();
    any.forEach(sample -> begins.add(Arrays.binarySearch(right, sample) / rows));
    return begins.stream()
        .map(
            batch ->
                Arrays.copyOfRange(right, batch * rows, Math.min(right.length, (batch + 1) * rows)))
        .toList();
  }

  private static boolean differs(AttackCellResult stored, AttackCellResult again, int sample) {
    return stored.robust().get(sample) != again.robust().get(sample)
        || !stored.predictions().get(sample).equals(again.predictions().get(sample))
        || !stored.norms().get(sample).equals(again.norms().get(sample))
        || stored.decisive(sample, 0) != again.decisive(sample, 0)
        || stored.resubmitted() != null
            && again.resubmitted() != null
            && stored.resubmitted().get(sample) != again.resubmitted().get(sample)
        || !stored.agreement().isEmpty()
            && !stored.agreement().get(sample).equals(again.agreement().get(sample));
  }
}
