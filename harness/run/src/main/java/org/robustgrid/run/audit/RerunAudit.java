package org.robustgrid.run.audit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.robustgrid.base.UserException;
import org.robustgrid.run.cell.AttackCell;
import org.robustgrid.run.cell.AttackCellResult;
import org.robustgrid.run.cell.Cell;
import org.robustgrid.run.cell.CleanCell;
import org.robustgrid.run.cell.CleanResult;
import org.robustgrid.run.cell.Rerun;
import org.robustgrid.run.coordinator.WorkUnit.Job;
import org.robustgrid.run.folder.FolderStore;
import org.robustgrid.run.folder.KeptImages;
import org.robustgrid.run.folder.RunFolder;
import org.robustgrid.run.plan.PlannedThreatModel;

/** Repeats each attack on some samples without a kept image, which are mainly the robust ones. */
final class RerunAudit {

  private final Questions questions;
  private final RunFolder folder;
  private final FolderStore store;
  private final Findings findings;
  private final SampleChoice choice;
  private int attacks;
  private int again;
  private int samples;
  private int rounded;
  private int open;

  RerunAudit(Questions questions, RunFolder folder, Findings findings, SampleChoice choice) {
    this.questions = questions;
    this.folder = folder;
    this.store = new FolderStore(folder);
    this.findings = findings;
    this.choice = choice;
  }

  /** Attacks of which samples were attacked again. */
  int attacks() {
    return attacks;
  }

  /** Samples that were attacked again, over all attacks. */
  int again() {
    return again;
  }

  /** Samples without a kept image, of which those were chosen. */
  int samples() {
    return samples;
  }

  /** Attacks samples of the intact cells. */
  void check(List<Cell> cells) throws InterruptedException {
    Set<String> asked = new HashSet<>();
    for (Cell cell : cells) {
      if (cell instanceof AttackCell && sound(cell) && asked.add(questions.key(cell))) {
        List<Integer> open = withoutImage(cell);
        samples += open.size();
        List<Integer> chosen = choice.of(questions.key(cell), open);
        if (!chosen.isEmpty()) {
          check(cell, chosen);
        }
      }
    }
    if (rounded > 0) {
      findings.note(
          (rounded == 1 ? "1 sample that was" : rounded + " samples that were")
              + " attacked again had another outcome in other batches, by rounding, and the recorded"
              + " one in the batches of the run");
    }
    if (open > 0) {
      findings.note(
          (open == 1 ? "1 sample that was" : open + " samples that were")
              + " attacked again had another outcome than recorded; the run used other micro-batches,"
              + " for lack of memory, so this may be rounding, or not");
    }
  }

  private boolean sound(Cell cell) {
    return !findings.names(folder.cell(questions.key(cell)))
        && !findings.names(folder.cell(questions.key(new CleanCell(cell.model()))))
        && !findings.names(folder.adversarials(questions.key(cell)));
  }

  /** Attacked samples of which nothing but the result says how they came out. */
  private List<Integer> withoutImage(Cell cell) {
    AttackCellResult result = store.get(questions.key(cell), AttackCellResult.class).orElseThrow();
    CleanResult clean =
        store.get(questions.key(new CleanCell(cell.model())), CleanResult.class).orElseThrow();
    Path file = folder.adversarials(questions.key(cell));
    Set<Integer> kept = Files.exists(file) ? KeptImages.samplesOf(file) : Set.of();
    PlannedThreatModel threat = ((AttackCell) cell).threatModel();
    List<Integer> labels = questions.labels(cell.model());
    return IntStream.of(clean.rightOfFirst(result.robust().length()))
        .filter(i -> !kept.contains(i) && threat.concerns(labels.get(i)))
        .boxed()
        .toList();
  }

  private void check(Cell cell, List<Integer> chosen) throws InterruptedException {
    Rerun found;
    try {
      found = questions.ask(cell, Job.ATTACK_AGAIN, chosen, Rerun.class);
    } catch (UserException e) {
      findings.add(
          folder.cell(questions.key(cell)),
          "could not be attacked again: " + e.getMessage(),
          Questions.MEND);
      return;
    }
    attacks++;
    again += chosen.size();
    if (!found.differing().isEmpty()) {
      findings.add(
          folder.cell(questions.key(cell)),
          "differs from what the attack finds when it is run again, at "
              + Questions.list(found.differing()),
          Findings.RUN_AGAIN
              + "; 'robustgrid replay' shows whether code or machine differ, and whether the attack"
              + " gives the same result twice");
    } else if (found.sameRows()) {
      rounded += found.apart().size();
    } else {
      open += found.apart().size();
    }
  }
}
