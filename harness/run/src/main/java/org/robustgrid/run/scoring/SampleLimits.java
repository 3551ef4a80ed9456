package org.robustgrid.run.scoring;

import java.util.ArrayList;
import java.util.List;
import org.robustgrid.leaderboard.Leaderboard.Flag;
import org.robustgrid.run.plan.PlannedAttack;
import org.robustgrid.run.plan.PlannedDataset;
import org.robustgrid.run.plan.PlannedModel;

/** Remarks on rows whose figures are over fewer samples than the board has. */
final class SampleLimits {

  private static final String KIND = "fewer-samples";

  private SampleLimits() {}

  /**
   * The remarks on a row.
   *
   * @param attacks those of the board
   * @param board the samples that it is about
   */
  static List<Flag> of(
      PlannedModel model, List<PlannedAttack> attacks, PlannedDataset dataset, BoardSamples board) {
    List<Flag> flags = new ArrayList<>();
    int all = board.count();
    int row = board.ofFirst(model.samplesOf(dataset));
    if (row < all) {
      flags.add(new Flag(KIND, "", "evaluated on " + first(row, all)));
    }
    int least = row;
    for (PlannedAttack attack : attacks) {
      int samples = board.ofFirst(attack.samplesOf(model, dataset));
      if (samples < row) {
        flags.add(new Flag(KIND, attack.label(), "attacked on " + first(samples, all)));
      }
      least = Math.min(least, samples);
    }
    if (least < row) {
      flags.add(
          new Flag(
              KIND,
              "",
              "the worst case is over "
                  + first(least, all)
                  + ", the only ones that every attack was run on"));
    }
    return flags;
  }

  private static String first(int samples, int all) {
    return "the first " + samples + " of " + all + " test samples";
  }
}
