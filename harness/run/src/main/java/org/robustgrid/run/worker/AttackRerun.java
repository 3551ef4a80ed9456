package org.robustgrid.run.worker;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.robustgrid.run.coordinator.WorkUnit;
import org.robustgrid.run.folder.AttackCellResult;
import org.robustgrid.run.folder.CellStore;
import org.robustgrid.run.folder.CleanResult;
import org.robustgrid.run.folder.Rerun;
import org.robustgrid.run.plan.ExecutionProfile;
import org.robustgrid.run.plan.PlannedModel;
import org.robustgrid.spi.Monitor;
import org.robustgrid.spi.data.DataException;

/**
 * Attacks some samples of a finished cell again. They are attacked by themselves first: randomness
 * is keyed by sample, so that nothing but the last bits of kernels can make another outcome of it.
 * Where one comes out otherwise, the batches it was in are attacked again as they were, bit by bit.
 */
final class AttackRerun {

  private final AttackExecutor attacks;
  private final ExecutionProfile profile;
  private final CellStore store;

  /**
   * Attacks of a run.
   *
   * @param attacks which keep no images
   */
  AttackRerun(AttackExecutor attacks, ExecutionProfile profile, CellStore store) {
    this.attacks = attacks;
    this.profile = profile;
    this.store = store;
  }

  Rerun execute(
      WorkUnit unit,
      PlannedModel planned,
      LoadedModel model,
      OpenDataset dataset,
      CleanResult clean,
      Monitor monitor) {
    AttackCellResult stored =
        store
            .attack(unit.key())
            .orElseThrow(() -> new DataException("the attack's result is missing"));
    int[] chosen = unit.samples().stream().mapToInt(Integer::intValue).sorted().toArray();
    AttackCellResult alone = attacks.execute(unit, planned, model, dataset, clean, chosen, monitor);
    List<Integer> apart =
        IntStream.of(chosen)
            .filter(i -> alone.robust().charAt(i) != stored.robust().charAt(i))
            .boxed()
            .toList();
    boolean sameRows = Objects.equals(model.fewerAtOnce(), stored.microBatch());
    List<Integer> differing = new ArrayList<>();
    if (sameRows) {
      for (int[] batch : batches(clean, stored.robust().length(), apart)) {
        AttackCellResult again =
            attacks.execute(unit, planned, model, dataset, clean, batch, monitor);
        IntStream.of(batch).filter(i -> differs(stored, again, i)).forEach(differing::add);
      }
    }
    return new Rerun(apart, differing, sameRows);
  }

  /** The batches, as the cell was attacked in them, that hold any of the samples. */
  private List<int[]> batches(CleanResult clean, int samples, List<Integer> any) {
    int[] right = clean.rightOfFirst(samples);
    TreeSet<Integer> begins = new TreeSet<>();
    any.forEach(sample -> begins.add(Arrays.binarySearch(right, sample) / profile.batch()));
    return begins.stream()
        .map(
            batch ->
                Arrays.copyOfRange(
                    right,
                    batch * profile.batch(),
                    Math.min(right.length, (batch + 1) * profile.batch())))
        .toList();
  }

  private static boolean differs(AttackCellResult stored, AttackCellResult again, int sample) {
    return stored.robust().charAt(sample) != again.robust().charAt(sample)
        || !stored.predictions().get(sample).equals(again.predictions().get(sample))
        || !stored.norms().get(sample).equals(again.norms().get(sample))
        || !stored.agreement().isEmpty()
            && !stored.agreement().get(sample).equals(again.agreement().get(sample));
  }
}
