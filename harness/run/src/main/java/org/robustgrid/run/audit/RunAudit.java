package org.robustgrid.run.audit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.robustgrid.base.UserException;
import org.robustgrid.base.files.DamagedFileException;
import org.robustgrid.run.audit.AuditReport.RowImages;
import org.robustgrid.run.cell.AnalysisCell;
import org.robustgrid.run.cell.AnalysisCellResult;
import org.robustgrid.run.cell.AttackCell;
import org.robustgrid.run.cell.AttackCellResult;
import org.robustgrid.run.cell.Cell;
import org.robustgrid.run.cell.CellResult;
import org.robustgrid.run.cell.Cells;
import org.robustgrid.run.cell.CertificationCell;
import org.robustgrid.run.cell.CertificationResult;
import org.robustgrid.run.cell.ClaimCell;
import org.robustgrid.run.cell.ClaimResult;
import org.robustgrid.run.cell.CleanCell;
import org.robustgrid.run.cell.CleanResult;
import org.robustgrid.run.cell.TrainingCell;
import org.robustgrid.run.coordinator.UnitRunner;
import org.robustgrid.run.folder.FolderStore;
import org.robustgrid.run.folder.RunFiles.Kind;
import org.robustgrid.run.folder.RunFolder;
import org.robustgrid.run.folder.RunLock;
import org.robustgrid.run.folder.RunManifest;
import org.robustgrid.run.plan.GridPlan;
import org.robustgrid.run.plan.PlannedDataset;
import org.robustgrid.run.plugin.PluginRegistry;
import org.robustgrid.run.worker.KeptImageCheck;
import org.robustgrid.spi.data.DataException;

/**
 * One audit of one folder, step by step: files, results and kept images, then what the caller adds
 * (reports, images classified again). What depends on damaged files is left out.
 */
public final class RunAudit {

  private final RunFolder folder;
  private final FolderStore store;
  private final Findings findings;
  private final List<String> missing = new ArrayList<>();
  private final List<Cell> cells = new ArrayList<>();
  private final List<RowImages> rows = new ArrayList<>();
  private RunManifest manifest;
  private Cells known;
  private AuditReport.Asked asked;
  private int files;
  private int images;

  /**
   * An audit.
   *
   * @throws UserException when the folder holds no run
   */
  public RunAudit(RunFolder folder) {
    if (!Files.isDirectory(folder.root())) {
      throw new UserException("there is no folder " + folder.root() + "; give the folder of a run");
    }
    if (!RunManifest.exists(folder) && !Files.exists(folder.seal())) {
      throw new UserException(
          folder.root() + " holds no run: there is no " + folder.manifest().getFileName());
    }
    this.folder = folder;
    this.store = new FolderStore(folder);
    this.findings = new Findings(folder);
  }

  /**
   * Verifies hashes and seals, and detects added and missing files.
   *
   * @param lock proof that no run is writing
   */
  public void checkFiles(RunLock lock) {
    FileAudit audit = new FileAudit(folder, findings);
    files = audit.files();
    if (isOfAnotherFormat()) {
      return;
    }
    audit.check();
    if (findings.concern(Kind.MANIFEST) || findings.concern(Kind.MODEL)) {
      return;
    }
    try {
      manifest = RunManifest.read(folder);
    } catch (DamagedFileException e) {
      add(e);
      return;
    } catch (UserException e) {
      if (RunManifest.exists(folder)) {
        addAnotherVersion(e.getMessage());
      } else {
        findings.add(folder.manifest(), "is missing", "put it back, or run the grid again in here");
      }
      return;
    }
    collectCells();
    if (!audit.sealed() && missing.isEmpty()) {
      findings.add(
          folder.seal(),
          "is missing, so that logs and reports cannot be checked",
          "run the grid into this folder again: it computes only what is missing, and writes the seal");
    } else if (!audit.sealed()) {
      findings.note(
          "the run is not sealed, because it has not ended; run the grid again to resume it");
    }
  }

  /** One finding says it: by this version's rules every file of such a run would be another. */
  private boolean isOfAnotherFormat() {
    if (!RunManifest.exists(folder)) {
      return false;
    }
    try {
      Optional<String> other = RunManifest.otherFormat(folder);
      other.ifPresent(this::addAnotherVersion);
      return other.isPresent();
    } catch (DamagedFileException e) {
      // reported with all else that was changed
      return false;
    }
  }

  private void addAnotherVersion(String what) {
    findings.add(
        folder.manifest(),
        "is of another version (" + what + ")",
        "run the grid into another folder");
  }

  private void collectCells() {
    List<Cell> all;
    try {
      known = new Cells(manifest.plan(), manifest.profile(), store);
      all = known.known();
    } catch (DamagedFileException e) {
      if (!findings.names(e.file())) {
        add(e);
      }
      return;
    }
    for (Cell cell : all) {
      if (findings.names(folder.cell(key(cell)))) {
        continue;
      }
      try {
        if (known.result(cell).isPresent()) {
          cells.add(cell);
        } else {
          missing.add(cell.name() + failure(cell));
        }
      } catch (DamagedFileException e) {
        add(e);
      }
    }
  }

  private String failure(Cell cell) {
    if (findings.names(folder.failure(key(cell)))) {
      return "";
    }
    return store.failure(key(cell)).map(f -> " (failed: " + f.message() + ")").orElse("");
  }

  private void add(DamagedFileException e) {
    String what = "was changed after it was written (" + e.what() + ")";
    findings.add(e.file(), what, Findings.RUN_AGAIN);
  }

  /** Whether the results can be read, so that more can be checked. */
  public boolean readable() {
    return known != null && !findings.concern(Kind.CELL) && !findings.concern(Kind.FAILURE);
  }

  /**
   * Checks every result against the plan, the labels and the clean predictions, and the kept images
   * against the data set: norm, domain, and that the result holds the same norms.
   */
  public void checkResults(PluginRegistry registry) {
    if (!readable()) {
      findings.note("outcomes, kept images and reports were not checked beyond their hashes");
      return;
    }
    try (KeptImageCheck imageCheck = new KeptImageCheck(known, manifest, folder, registry)) {
      checkResults(imageCheck);
    }
  }

  private void checkResults(KeptImageCheck imageCheck) {
    Set<String> unreadable = new HashSet<>();
    int without = 0;
    for (Cell cell : cells) {
      problem(cell)
          .ifPresent(what -> findings.add(folder.cell(key(cell)), what, Findings.RUN_AGAIN));
      Path file = folder.adversarials(key(cell));
      boolean sound = !findings.names(folder.cell(key(cell))) && clean(cell).isPresent();
      if (!sound || !(cell instanceof AttackCell attack)) {
        continue;
      }
      without += imageCheck.keptNone(attack) ? 1 : 0;
      if (Files.exists(file)
          && !findings.names(file)
          && !unreadable.contains(cell.model().dataset())) {
        try {
          images += imageCheck.check(attack, what -> findings.add(file, what, Findings.RUN_AGAIN));
        } catch (UserException | DataException e) {
          unreadable.add(cell.model().dataset());
          findings.note(
              "kept images of "
                  + cell.model().dataset()
                  + " were not checked against their originals: "
                  + e.getMessage());
        }
      }
    }
    if (without > 0) {
      findings.note(
          without
              + " attacks kept no images: their results cannot be classified again, but"
              + " 'robustgrid replay' computes it again");
    }
  }

  private Optional<String> problem(Cell cell) {
    GridPlan plan = manifest.plan();
    PlannedDataset dataset = plan.dataset(cell.model().dataset());
    OutcomeAudit audit = new OutcomeAudit(dataset);
    if (cell instanceof AnalysisCell analysis) {
      AnalysisCellResult found = result(cell, AnalysisCellResult.class);
      return audit
          .problem(found, analysis.analysis().plugin().id(), cell.model().samplesOf(dataset))
          .or(() -> clean(cell).flatMap(clean -> audit.problem(found, clean)));
    }
    if (cell instanceof CleanCell) {
      return audit.problem(result(cell, CleanResult.class), cell.model().samplesOf(dataset));
    }
    if (cell instanceof CertificationCell) {
      return audit.problem(
          result(cell, CertificationResult.class),
          plan.certification().samplesOf(cell.model(), dataset));
    }
    if (cell instanceof ClaimCell) {
      return clean(cell).flatMap(clean -> audit.problem(result(cell, ClaimResult.class), clean));
    }
    if (cell instanceof AttackCell attack) {
      return clean(cell)
          .flatMap(
              clean ->
                  audit.problem(
                      result(cell, AttackCellResult.class),
                      clean,
                      attack.threatModel(),
                      attack.attack().samplesOf(cell.model(), dataset)));
    }
    return Optional.empty();
  }

  private <R extends CellResult> R result(Cell cell, Class<R> type) {
    return known.result(cell, type).orElseThrow();
  }

  private String key(Cell cell) {
    return known.key(cell).orElseThrow();
  }

  private Optional<CleanResult> clean(Cell cell) {
    Path file = folder.cell(key(new CleanCell(cell.model())));
    return findings.names(file)
        ? Optional.empty()
        : known.result(new CleanCell(cell.model()), CleanResult.class);
  }

  /**
   * Compares the reports in the folder with what its results give.
   *
   * @param elsewhere a folder with reports drawn again
   * @param drawn the reports in it
   */
  public void checkReports(Path elsewhere, List<Path> drawn) {
    new ReportAudit(folder, findings).check(elsewhere, drawn);
  }

  /**
   * Asks the stored models again: about every test sample without attack, about the kept images,
   * and, by repeated attacks, about some samples without a kept image.
   *
   * @param plugins the dropped-in plugins that the run needs
   * @param choice which samples are attacked again
   * @param log receives the worker's output
   */
  public void askModels(List<Path> plugins, SampleChoice choice, Path log)
      throws InterruptedException {
    try (UnitRunner runner = new UnitRunner(folder, manifest, plugins, log)) {
      Questions questions = new Questions(runner, known, folder, findings);
      CleanAudit clean = new CleanAudit(questions, folder, findings);
      clean.check(cells);
      rows.addAll(new ImageAudit(questions, folder, findings).check(cells));
      new ClaimAudit(questions, folder, findings).check(cells);
      RerunAudit rerun = new RerunAudit(questions, folder, findings, choice);
      rerun.check(cells);
      AnalysisAudit analyses = new AnalysisAudit(questions, folder, findings);
      analyses.check(cells);
      questions.noteOtherRows();
      asked =
          new AuditReport.Asked(
              clean.models(),
              clean.samples(),
              rerun.attacks(),
              rerun.again(),
              rerun.samples(),
              choice,
              count(TrainingCell.class),
              count(CertificationCell.class),
              analyses.again(),
              count(AnalysisCell.class) - analyses.again());
    }
  }

  private int count(Class<? extends Cell> kind) {
    return (int) cells.stream().filter(kind::isInstance).map(this::key).distinct().count();
  }

  /** The run's plan; only for a readable run. */
  public GridPlan plan() {
    return manifest.plan();
  }

  /** Adds a note that is not a finding. */
  public void note(String text) {
    findings.note(text);
  }

  public AuditReport report() {
    return new AuditReport(
        findings.all(),
        missing,
        findings.notes(),
        files,
        cells.size(),
        images,
        rows,
        Optional.ofNullable(asked));
  }
}
