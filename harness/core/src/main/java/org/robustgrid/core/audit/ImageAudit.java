package org.robustgrid.core.audit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.robustgrid.core.UserException;
import org.robustgrid.core.audit.AuditReport.RowImages;
import org.robustgrid.core.plan.PlannedModel;
import org.robustgrid.core.run.CellStore;
import org.robustgrid.core.run.ModelResult;
import org.robustgrid.core.run.Reclassification;
import org.robustgrid.core.run.RunCell;
import org.robustgrid.core.run.RunFolder;
import org.robustgrid.core.run.RunManifest;
import org.robustgrid.core.worker.UnitRunner;
import org.robustgrid.core.worker.WorkUnit;

/** Has the kept images classified again by the stored weights, and counts per row. */
final class ImageAudit {

  private static final int MOST_SHOWN = 10;

  private final RunManifest manifest;
  private final RunFolder folder;
  private final CellStore store;
  private final Findings findings;
  private final Map<Row, Count> rows = new LinkedHashMap<>();
  private int otherRows;

  private record Row(String dataset, String threatModel, String row) {}

  /** Samples by seed, over all attacks of a row. */
  private static final class Count {
    private final Set<String> fallen = new TreeSet<>();
    private final Set<String> confirmed = new TreeSet<>();
    private final Set<String> rounded = new TreeSet<>();
    private boolean image = true;

    void add(long seed, Reclassification found) {
      add(seed, found.fallen(), fallen);
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

  ImageAudit(RunManifest manifest, RunFolder folder, Findings findings) {
    this.manifest = manifest;
    this.folder = folder;
    this.store = new CellStore(folder);
    this.findings = findings;
  }

  /** Classifies the images of the cells that kept any and of which nothing is known to be wrong. */
  List<RowImages> check(List<RunCell> cells, UnitRunner runner) throws InterruptedException {
    long id = 1;
    for (RunCell cell : cells) {
      Path file = folder.adversarials(cell.key());
      if (cell.kind() == RunCell.Kind.ATTACK && Files.exists(file) && !findings.names(file)) {
        check(cell, file, runner, id++);
      }
    }
    if (otherRows > 0) {
      findings.note(
          "the answers of "
              + otherRows
              + (otherRows == 1 ? " cell" : " cells")
              + " were not compared sample by sample: memory held other micro-batches when they"
              + " were computed than it does now, and rounding may differ; how many images still"
              + " fool the model is counted all the same");
    }
    List<RowImages> result = new ArrayList<>();
    rows.forEach(
        (row, count) ->
            result.add(
                new RowImages(
                    row.dataset(),
                    row.threatModel(),
                    row.row(),
                    count.fallen.size(),
                    count.confirmed.size(),
                    count.image ? count.rounded.size() : -1)));
    return result;
  }

  private void check(RunCell cell, Path file, UnitRunner runner, long id)
      throws InterruptedException {
    ModelResult trained = store.model(cell.modelKey()).orElseThrow();
    Reclassification found;
    try {
      found = runner.compute(unit(cell, id), Reclassification.class);
    } catch (UserException e) {
      findings.add(
          file,
          "could not be classified again: " + e.getMessage(),
          "mend what the message tells, or leave this out with --fast");
      return;
    }
    if (!found.weightHash().equals(trained.weightHash())) {
      findings.add(
          folder.modelZip(cell.modelKey()),
          "holds other weights than its training left",
          Findings.RUN_AGAIN);
    }
    if (!found.sameRows()) {
      otherRows++;
    }
    if (!found.differing().isEmpty()) {
      findings.add(file, difference(found), Findings.RUN_AGAIN);
    }
    PlannedModel model = cell.model();
    rows.computeIfAbsent(
            new Row(model.dataset(), cell.threatModel().toString(), model.row()),
            row -> new Count())
        .add(model.seed(), found);
  }

  private static String difference(Reclassification found) {
    List<Integer> samples = found.differing();
    return "is classified otherwise than its result tells, at "
        + samples.size()
        + (samples.size() == 1 ? " sample: " : " samples: ")
        + samples.subList(0, Math.min(MOST_SHOWN, samples.size()))
        + (samples.size() > MOST_SHOWN ? " and more" : "");
  }

  private WorkUnit unit(RunCell cell, long id) {
    double minutes = manifest.plan().limits().cellMinutes();
    return WorkUnit.of(id, WorkUnit.Kind.RECLASSIFICATION, cell, minutes);
  }
}
