package org.robustgrid.run.audit;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.robustgrid.base.UserException;
import org.robustgrid.run.cell.AnalysisCell;
import org.robustgrid.run.cell.AnalysisCellResult;
import org.robustgrid.run.cell.Cell;
import org.robustgrid.run.coordinator.WorkUnit.Job;
import org.robustgrid.run.folder.FolderStore;
import org.robustgrid.run.folder.RunFolder;
import org.robustgrid.spi.analysis.AnalysisDescriptor.Role;

/**
 * Repeats the analyses that run automatically, such as decision regions, with the stored weights,
 * and compares the results. Listed analyses may take as long as attacks; a replay repeats them.
 */
final class AnalysisAudit {

  private final Questions questions;
  private final RunFolder folder;
  private final FolderStore store;
  private final Findings findings;
  private int again;

  AnalysisAudit(Questions questions, RunFolder folder, Findings findings) {
    this.questions = questions;
    this.folder = folder;
    this.store = new FolderStore(folder);
    this.findings = findings;
  }

  /** The number of repeated analyses. */
  int again() {
    return again;
  }

  /** Repeats the intact ones. */
  void check(List<Cell> cells) throws InterruptedException {
    Set<String> asked = new HashSet<>();
    for (Cell cell : cells) {
      if (cell instanceof AnalysisCell analysis
          && analysis.analysis().role() == Role.AUTOMATIC
          && !findings.names(folder.cell(questions.key(cell)))
          && asked.add(questions.key(cell))) {
        check(cell);
      }
    }
  }

  private void check(Cell cell) throws InterruptedException {
    AnalysisCellResult stored =
        store.get(questions.key(cell), AnalysisCellResult.class).orElseThrow();
    // an answer that comes with a file of images would be written over the stored one
    if (!stored.imageSetsHash().isEmpty()) {
      return;
    }
    AnalysisCellResult now;
    try {
      now = questions.ask(cell, Job.CLASSIFY_AGAIN, List.of(), AnalysisCellResult.class);
    } catch (UserException e) {
      findings.add(
          folder.cell(questions.key(cell)),
          "could not be computed again: " + e.getMessage(),
          Questions.MEND);
      return;
    }
    boolean same =
        stored.content().equals(now.content()) && stored.evidence().equals(now.evidence());
    if (!Objects.equals(stored.microBatch(), now.microBatch())) {
      questions.otherRows(same ? 0 : 1);
      return;
    }
    again++;
    if (!same) {
      findings.add(
          folder.cell(questions.key(cell)),
          "differs from what the analysis finds in the stored weights",
          Findings.RUN_AGAIN);
    }
  }
}
