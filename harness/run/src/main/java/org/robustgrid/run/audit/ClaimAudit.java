package org.robustgrid.run.audit;

import java.util.List;
import java.util.Objects;
import org.robustgrid.base.UserException;
import org.robustgrid.run.cell.Cell;
import org.robustgrid.run.cell.ClaimCell;
import org.robustgrid.run.cell.ClaimResult;
import org.robustgrid.run.coordinator.WorkUnit.Job;
import org.robustgrid.run.folder.RunFolder;

/** Checks claimed images, classifies them again with the stored weights, and compares. */
final class ClaimAudit {

  private final Questions questions;
  private final RunFolder folder;
  private final Findings findings;

  ClaimAudit(Questions questions, RunFolder folder, Findings findings) {
    this.questions = questions;
    this.folder = folder;
    this.findings = findings;
  }

  /** Asks about the intact claims. */
  void check(List<Cell> cells) throws InterruptedException {
    for (Cell cell : cells) {
      String key = questions.key(cell);
      if (cell instanceof ClaimCell claim
          && !findings.names(folder.cell(key))
          && !findings.names(folder.claimedImages(claim.imagesHash()))) {
        check(cell, questions.stored(cell, ClaimResult.class));
      }
    }
  }

  private void check(Cell cell, ClaimResult stored) throws InterruptedException {
    ClaimResult now;
    try {
      now = questions.ask(cell, Job.CLASSIFY_AGAIN, List.of(), ClaimResult.class);
    } catch (UserException e) {
      findings.add(
          folder.cell(questions.key(cell)),
          "could not be judged again: " + e.getMessage(),
          Questions.MEND);
      return;
    }
    if (!Objects.equals(stored.microBatch(), now.microBatch())) {
      questions.otherRows(0);
      return;
    }
    boolean same =
        stored.robust().equals(now.robust())
            && stored.predictions().equals(now.predictions())
            && stored.norms().equals(now.norms())
            && stored.images() == now.images()
            && Objects.equals(stored.judgements(), now.judgements())
            && Objects.equals(stored.resubmitted(), now.resubmitted());
    if (!same) {
      findings.add(
          folder.cell(questions.key(cell)),
          "differs from the model's predictions for the claimed images",
          Findings.RUN_AGAIN);
    }
  }
}
