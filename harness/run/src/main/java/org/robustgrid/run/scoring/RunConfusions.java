package org.robustgrid.run.scoring;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.robustgrid.leaderboard.Board;
import org.robustgrid.leaderboard.Leaderboard;
import org.robustgrid.leaderboard.Row;
import org.robustgrid.leaderboard.SeedResult;
import org.robustgrid.leaderboard.TestSet;
import org.robustgrid.leaderboard.confusion.Confusion;
import org.robustgrid.leaderboard.confusion.Confusions;
import org.robustgrid.run.cell.AttackCellResult;
import org.robustgrid.run.folder.FolderStore;
import org.robustgrid.run.folder.RunFolder;
import org.robustgrid.run.folder.RunManifest;
import org.robustgrid.run.plan.PlannedDataset;

/** Collects the confusions of a run's models from its cells. */
public final class RunConfusions {

  private RunConfusions() {}

  /** The confusions of all rows that have a worst case and a result of every attack. */
  public static Confusions of(RunFolder folder, Leaderboard leaderboard) {
    FolderStore cells = new FolderStore(folder);
    List<Confusion> confusions = new ArrayList<>();
    for (PlannedDataset planned : RunManifest.read(folder).plan().datasets()) {
      for (Board board : leaderboard.boards()) {
        if (board.dataset().equals(planned.label())) {
          for (Row row : board.rows()) {
            confusion(cells, leaderboard, board, row, planned).ifPresent(confusions::add);
          }
        }
      }
    }
    return new Confusions(confusions);
  }

  private static Optional<Confusion> confusion(
      FolderStore cells, Leaderboard leaderboard, Board board, Row row, PlannedDataset planned) {
    if (row.worst() == null) {
      return Optional.empty();
    }
    TestSet set = leaderboard.testSet(board);
    List<Map<String, List<Integer>>> predictions = new ArrayList<>();
    for (SeedResult seed : row.perSeed()) {
      Map<String, List<Integer>> byAttack = new HashMap<>();
      for (String attack : row.attacks().keySet()) {
        Optional<AttackCellResult> result =
            cells.get(seed.cells().get(attack).key(), AttackCellResult.class);
        if (result.isEmpty()) {
          return Optional.empty();
        }
        List<Integer> predicted = result.get().predictions();
        List<Integer> ofBoard =
            set.sampleIds().stream().filter(i -> i < predicted.size()).map(predicted::get).toList();
        if (ofBoard.size() < seed.worst().length()) {
          return Optional.empty();
        }
        byAttack.put(attack, ofBoard);
      }
      predictions.add(byAttack);
    }
    return Optional.of(Confusion.of(board, row, set.labels(), planned.classNames(), predictions));
  }
}
