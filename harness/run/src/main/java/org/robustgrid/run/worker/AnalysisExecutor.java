package org.robustgrid.run.worker;

import org.robustgrid.base.files.Sha256;
import org.robustgrid.run.cell.AnalysisCell;
import org.robustgrid.run.cell.AnalysisCellResult;
import org.robustgrid.run.cell.TrainingCell;
import org.robustgrid.run.folder.RunFolder;
import org.robustgrid.run.plan.ExecutionProfile;
import org.robustgrid.run.plan.PlannedAnalysis;
import org.robustgrid.run.plan.PlannedModel;
import org.robustgrid.run.plugin.Plugin;
import org.robustgrid.run.plugin.PluginKind;
import org.robustgrid.run.plugin.PluginRegistry;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.analysis.Analysis;
import org.robustgrid.spi.analysis.AnalysisDescriptor;
import org.robustgrid.spi.analysis.AnalysisProvider;
import org.robustgrid.spi.analysis.AnalysisResult;
import org.robustgrid.spi.data.DataException;

/** Runs an analysis with the inputs that it declared, and records its findings. */
final class AnalysisExecutor implements CellExecutor<AnalysisCell> {

  private final ExecutionProfile profile;
  private final RunFolder folder;
  private final PluginRegistry registry;
  private final ModelLoader models;
  private final AttackExecutor probes;

  /**
   * Analyses of a run.
   *
   * @param models loads the second model of a pair, and what parameters name
   * @param probes runs reference attacks and keeps no images
   */
  AnalysisExecutor(
      ExecutionProfile profile,
      RunFolder folder,
      PluginRegistry registry,
      ModelLoader models,
      AttackExecutor probes) {
    this.profile = profile;
    this.folder = folder;
    this.registry = registry;
    this.models = models;
    this.probes = probes;
  }

  @Override
  public AnalysisCellResult execute(AnalysisCell cell, Subject subject) {
    long start = System.nanoTime();
    requireEpochs(cell, subject);
    Subject other = cell.other() == null ? null : subject(cell.other(), subject);
    PassTotal passes = new PassTotal();
    AnalysisResult found =
        create(cell.analysis())
            .analyse(
                new HarnessAnalysisRequest(
                    cell, subject, other, profile, folder, models, probes, passes));
    if (found == null) {
      throw new ViolationException("the analysis returned nothing");
    }
    // what was found after the deadline depends on the clock
    subject.monitor().check();
    passes.add(subject.model().meter());
    if (other != null) {
      passes.add(other.model().meter());
    }
    AnalysisContent content = new AnalysisContent(cell, found, subject.key());
    String hash = "";
    if (!found.imageSets().isEmpty()) {
      content.writeImageSets(folder, subject.model().executor());
      hash = Sha256.of(folder.imageSets(subject.key()));
    }
    return new AnalysisCellResult(
        subject.key(),
        content.result(),
        content.evidence(),
        hash,
        passes.forward(),
        passes.backward(),
        (System.nanoTime() - start) / 1e9,
        passes.seconds(),
        content.columns(),
        subject.model().fewerAtOnce());
  }

  private static void requireEpochs(AnalysisCell cell, Subject subject) {
    boolean needed = cell.analysis().subject() == AnalysisDescriptor.Subject.TRAINING;
    if (needed && subject.model().result().epochs().isEmpty()) {
      throw new DataException(
          "analysis '"
              + cell.analysis().label()
              + "' is about the epochs of "
              + cell.model().id()
              + ", whose weights were not kept: it was trained before the grid asked for them, its"
              + " defense has its own training loop, or 'keep-epochs' names none that it had; run"
              + " the grid into another folder, or leave the row out with 'rows'");
    }
  }

  private Subject subject(PlannedModel planned, Subject first) {
    return new Subject(
        first.key(),
        planned,
        models.load(planned, new TrainingCell(planned).key(first.cells().keys())),
        first.dataset(),
        first.cells(),
        first.monitor());
  }

  private Analysis create(PlannedAnalysis analysis) {
    Plugin plugin = registry.find(PluginKind.ANALYSIS, analysis.plugin().id());
    return ((AnalysisProvider) plugin.provider())
        .create(Parameters.of(plugin.descriptor(), analysis.plugin().parameters()));
  }
}
