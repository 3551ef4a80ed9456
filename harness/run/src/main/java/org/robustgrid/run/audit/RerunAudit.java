package org.robustgrid.run.audit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.robustgrid.base.UserException;
import org.robustgrid.run.coordinator.WorkUnit;
import org.robustgrid.run.folder.AdversarialFile;
import org.robustgrid.run.folder.AttackCellResult;
import org.robustgrid.run.folder.CellStore;
import org.robustgrid.run.folder.CleanResult;
import org.robustgrid.run.folder.Rerun;
import org.robustgrid.run.folder.RunCell;
import org.robustgrid.run.folder.RunFolder;

/**
 * Attacks some samples of each attack again: those that no kept image speaks for, above all the
 * ones that are called robust.
 */
final class RerunAudit {

  private final Questions questions;
  private final RunFolder folder;
  private final CellStore store;
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
    this.store = new CellStore(folder);
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

  /** Attacks samples of the cells of which nothing is known to be wrong. */
  void check(List<RunCell> cells) throws InterruptedException {
    Set<String> asked = new HashSet<>();
    for (RunCell cell : cells) {
      if (cell.kind() == RunCell.Kind.ATTACK && sound(cell) && asked.add(cell.key())) {
        List<Integer> open = withoutImage(cell);
        samples += open.size();
        List<Integer> chosen = choice.of(cell.key(), open);
        if (!chosen.isEmpty()) {
          check(cell, chosen);
        }
      }
    }
    if (rounded > 0) {
      findings.note(
          (rounded == 1 ? "1 sample that was" : rounded + " samples that were")
              + " attacked again came out otherwise by themselves, by rounding, and as their results"
              + " tell in the batches they had been attacked in");
    }
    if (open > 0) {
      findings.note(
          (open == 1 ? "1 sample that was" : open + " samples that were")
              + " attacked again came out otherwise than the results tell; since memory held other"
              + " micro-batches when they were computed, that may be rounding, or not");
    }
  }

  private boolean sound(RunCell cell) {
    return !findings.names(folder.cell(cell.key()))
        && !findings.names(folder.cell(cell.cleanKey()))
        && !findings.names(folder.adversarials(cell.key()));
  }

  /** Attacked samples of which nothing but the result says how they came out. */
  private List<Integer> withoutImage(RunCell cell) {
    AttackCellResult result = store.attack(cell.key()).orElseThrow();
    CleanResult clean = store.clean(cell.cleanKey()).orElseThrow();
    Path file = folder.adversarials(cell.key());
    Set<Integer> kept = Files.exists(file) ? AdversarialFile.read(file).keySet() : Set.of();
    return IntStream.of(clean.rightOfFirst(result.robust().length()))
        .filter(i -> !kept.contains(i))
        .boxed()
        .toList();
  }

  private void check(RunCell cell, List<Integer> chosen) throws InterruptedException {
    Rerun found;
    try {
      found = questions.ask(cell, WorkUnit.Kind.RERUN, chosen, Rerun.class);
    } catch (UserException e) {
      findings.add(
          folder.cell(cell.key()),
          "could not be attacked again: " + e.getMessage(),
          Questions.MEND);
      return;
    }
    attacks++;
    again += chosen.size();
    if (!found.differing().isEmpty()) {
      findings.add(
          folder.cell(cell.key()),
          "tells something else than the attack finds when it is run again, at "
              + Questions.list(found.differing()),
          Findings.RUN_AGAIN
              + "; 'robustgrid replay' tells whether code or machine are other ones, and whether the"
              + " attack gives the same twice");
    } else if (found.sameRows()) {
      rounded += found.apart().size();
    } else {
      open += found.apart().size();
    }
  }
}
