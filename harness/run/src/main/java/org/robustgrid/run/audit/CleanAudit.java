package org.robustgrid.run.audit;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.robustgrid.base.UserException;
import org.robustgrid.run.cell.Cell;
import org.robustgrid.run.cell.CleanAgain;
import org.robustgrid.run.cell.CleanCell;
import org.robustgrid.run.cell.CleanResult;
import org.robustgrid.run.coordinator.WorkUnit.Job;
import org.robustgrid.run.folder.FolderStore;
import org.robustgrid.run.folder.RunFolder;

/** Repeats the clean predictions of every test sample with the stored weights, and compares. */
final class CleanAudit {

  private final Questions questions;
  private final RunFolder folder;
  private final FolderStore store;
  private final Findings findings;
  private int models;
  private int samples;

  CleanAudit(Questions questions, RunFolder folder, Findings findings) {
    this.questions = questions;
    this.folder = folder;
    this.store = new FolderStore(folder);
    this.findings = findings;
  }

  /** Models that answered. */
  int models() {
    return models;
  }

  /** Clean predictions that were compared, over all models. */
  int samples() {
    return samples;
  }

  /** Asks about the intact clean cells. */
  void check(List<Cell> cells) throws InterruptedException {
    Set<String> asked = new HashSet<>();
    for (Cell cell : cells) {
      if (cell instanceof CleanCell
          && !findings.names(folder.cell(questions.key(cell)))
          && asked.add(questions.key(cell))) {
        check(cell);
      }
    }
  }

  private void check(Cell cell) throws InterruptedException {
    CleanAgain again;
    try {
      again = questions.ask(cell, Job.CLASSIFY_AGAIN, List.of(), CleanAgain.class);
    } catch (UserException e) {
      findings.add(
          folder.cell(questions.key(cell)),
          "could not be computed again: " + e.getMessage(),
          Questions.MEND);
      return;
    }
    questions.compareWeights(cell, again.weightHash());
    CleanResult stored = store.get(questions.key(cell), CleanResult.class).orElseThrow();
    List<Integer> differing = differing(stored, again.result());
    if (!Objects.equals(stored.microBatch(), again.result().microBatch())) {
      questions.otherRows(differing.size());
      return;
    }
    models++;
    samples += stored.predictions().size();
    if (!differing.isEmpty()) {
      findings.add(
          folder.cell(questions.key(cell)),
          "differs from the predictions of the stored weights without attack, at "
              + Questions.list(differing),
          Findings.RUN_AGAIN);
    }
  }

  private static List<Integer> differing(CleanResult stored, CleanResult now) {
    List<Integer> samples = new ArrayList<>();
    for (int i = 0; i < stored.predictions().size(); i++) {
      boolean same =
          stored.predictions().get(i).equals(now.predictions().get(i))
              && stored.correct().get(i) == now.correct().get(i)
              && stored.notFinite().contains(i) == now.notFinite().contains(i)
              && stored.agreement().isEmpty() == now.agreement().isEmpty()
              && (stored.agreement().isEmpty()
                  || stored.agreement().get(i).equals(now.agreement().get(i)));
      if (!same) {
        samples.add(i);
      }
    }
    return samples;
  }
}
