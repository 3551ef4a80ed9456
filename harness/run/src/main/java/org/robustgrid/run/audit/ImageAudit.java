package org.robustgrid.run.audit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.robustgrid.base.UserException;
import org.robustgrid.run.audit.AuditReport.RowImages;
import org.robustgrid.run.cell.AttackCell;
import org.robustgrid.run.cell.Cell;
import org.robustgrid.run.cell.Reclassification;
import org.robustgrid.run.coordinator.WorkUnit.Job;
import org.robustgrid.run.folder.RunFolder;
import org.robustgrid.run.plan.PlannedModel;

/** Classifies the kept images again with the stored weights, and counts per row. */
final class ImageAudit {

  private final Questions questions;
  private final RunFolder folder;
  private final Findings findings;
  private final Map<Row, Count> rows = new LinkedHashMap<>();

  private record Row(String dataset, String threatModel, String row) {}

  /** Samples by seed, over all attacks of a row. */
  private static final class Count {
    private final Set<String> broken = new TreeSet<>();
    private final Set<String> confirmed = new TreeSet<>();
    private final Set<String> rounded = new TreeSet<>();
    private boolean image = true;

    void add(long seed, Reclassification found) {
      add(seed, found.broken(), broken);
      add(seed, found.confirmed(), confirmed);
      image &= found.rounded() != null;
      if (found.rounded() != null) {
        add(seed, found.rounded(), rounded);
      }
    }

    private static void add(long seed, List<Integer> samples, Set<String> all) {
      samples.forEach(sample -> all.add(seed + "/" + sample));
    }
  }

  ImageAudit(Questions questions, RunFolder folder, Findings findings) {
    this.questions = questions;
    this.folder = folder;
    this.findings = findings;
  }

  /** Classifies the kept images of the intact cells. */
  List<RowImages> check(List<Cell> cells) throws InterruptedException {
    for (Cell cell : cells) {
      Path file = folder.adversarials(questions.key(cell));
      if (cell instanceof AttackCell attack && Files.exists(file) && !findings.names(file)) {
        check(attack, file);
      }
    }
    List<RowImages> result = new ArrayList<>();
    rows.forEach(
        (row, count) ->
            result.add(
                new RowImages(
                    row.dataset(),
                    row.threatModel(),
                    row.row(),
                    count.broken.size(),
                    count.confirmed.size(),
                    count.image ? count.rounded.size() : -1)));
    return result;
  }

  private void check(AttackCell cell, Path file) throws InterruptedException {
    Reclassification found;
    try {
      found = questions.ask(cell, Job.CLASSIFY_AGAIN, List.of(), Reclassification.class);
    } catch (UserException e) {
      findings.add(file, "could not be classified again: " + e.getMessage(), Questions.MEND);
      return;
    }
    questions.compareWeights(cell, found.weightHash());
    if (!found.sameRows()) {
      questions.otherRows(0);
    }
    if (!found.differing().isEmpty()) {
      findings.add(
          file,
          "is not classified as its result says, at " + Questions.list(found.differing()),
          Findings.RUN_AGAIN);
    }
    PlannedModel model = cell.model();
    rows.computeIfAbsent(
            new Row(model.dataset(), cell.threatModel().toString(), model.row()),
            row -> new Count())
        .add(model.seed(), found);
  }
}
