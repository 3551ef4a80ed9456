package org.robustgrid.run.worker;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.base.files.Seal;
import org.robustgrid.run.cell.TrainingCell;
import org.robustgrid.run.folder.RunFolder;
import org.robustgrid.run.plan.ExecutionProfile;
import org.robustgrid.run.plan.PlannedAnalysis;
import org.robustgrid.spi.analysis.AnalysedModel;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.network.Classifier;
import org.robustgrid.spi.network.Network;

/** A trained model, limited to the declarations of an analysis. */
final class HarnessAnalysedModel implements AnalysedModel {

  private final Subject subject;
  private final PlannedAnalysis analysis;
  private final ExecutionProfile profile;
  private final RunFolder folder;

  HarnessAnalysedModel(
      Subject subject, PlannedAnalysis analysis, ExecutionProfile profile, RunFolder folder) {
    this.subject = subject;
    this.analysis = analysis;
    this.profile = profile;
    this.folder = folder;
  }

  @Override
  public int samples() {
    return subject.planned().samplesOf(subject.dataset().plan());
  }

  @Override
  public int[] predictions() {
    return subject.clean().predictions().stream().mapToInt(Integer::intValue).toArray();
  }

  @Override
  public boolean[] correct() {
    return subject.clean().correct().toArray();
  }

  private void require(boolean declared, String what, String declaration) {
    if (!declared) {
      throw new IllegalStateException(
          "analysis '"
              + analysis.plugin().id()
              + "' asks for "
              + what
              + ", which it did not declare; let its descriptor declare "
              + declaration);
    }
  }

  @Override
  public Classifier classifier() {
    require(analysis.access() != null, "the classifier", "access(…)");
    return new AnalysedClassifier(
        subject.model().classifier(), analysis.access(), subject.monitor());
  }

  @Override
  public boolean randomised() {
    return subject.model().classifier().randomised();
  }

  @Override
  public Optional<String> standIn() {
    return Optional.ofNullable(subject.planned().classifier().standIn());
  }

  @Override
  public int draws() {
    return subject.model().classifier().randomised() ? subject.planned().under(profile).draws() : 1;
  }

  @Override
  public Verdict judge(INDArray images, long[] samples, int[] labels) {
    require(analysis.access() != null, "decisions", "access(…)");
    subject.monitor().check();
    Judgement judgement =
        BlockJudge.judge(subject.planned(), subject.model(), profile)
            .judge(images, samples, labels);
    return new Verdict(judgement.predictions(), judgement.right());
  }

  @Override
  public Network network() {
    require(analysis.activations(), "the network", "activations()");
    return subject.model().network();
  }

  @Override
  public Optional<Network> network(String name) {
    require(analysis.activations(), "a further network", "activations()");
    return Optional.ofNullable(subject.model().networks().get(name));
  }

  @Override
  public List<Integer> epochs() {
    return List.copyOf(subject.model().result().epochs());
  }

  @Override
  public Network network(int epoch) {
    require(analysis.activations(), "the network", "activations()");
    String key = new TrainingCell(subject.planned()).key(subject.cells().keys());
    Path epochs = folder.modelEpochs(key);
    Seal.problem(folder.epochsSeal(key), key::equals, epochs)
        .ifPresent(
            problem -> {
              throw new DataException(
                  epochs + " was changed after it was written (" + problem + "); run again");
            });
    return new TeacherModel(subject.model(), epochs).network(epoch);
  }
}
