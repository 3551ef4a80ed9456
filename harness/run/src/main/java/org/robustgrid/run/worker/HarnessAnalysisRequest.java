package org.robustgrid.run.worker;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.run.cell.AnalysisCell;
import org.robustgrid.run.cell.AnalysisCellResult;
import org.robustgrid.run.cell.AttackCell;
import org.robustgrid.run.cell.AttackCellResult;
import org.robustgrid.run.cell.Cells;
import org.robustgrid.run.cell.CleanCell;
import org.robustgrid.run.cell.CleanResult;
import org.robustgrid.run.cell.TrainingCell;
import org.robustgrid.run.folder.KeptImages;
import org.robustgrid.run.folder.RunFolder;
import org.robustgrid.run.grid.TrainingValues;
import org.robustgrid.run.plan.ExecutionProfile;
import org.robustgrid.run.plan.GridPlan;
import org.robustgrid.run.plan.PlannedAnalysis;
import org.robustgrid.run.plan.PlannedAttack;
import org.robustgrid.run.plan.PlannedModel;
import org.robustgrid.run.plan.PlannedThreatModel;
import org.robustgrid.run.plan.ValidationSplit;
import org.robustgrid.run.plan.ViewSubset;
import org.robustgrid.spi.Access;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.Monitor;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.analysis.AnalysedModel;
import org.robustgrid.spi.analysis.AnalysisDescriptor.Scope;
import org.robustgrid.spi.analysis.AnalysisRequest;
import org.robustgrid.spi.analysis.AnalysisResult;
import org.robustgrid.spi.analysis.AttackOutcome;
import org.robustgrid.spi.analysis.AttackedBoard;
import org.robustgrid.spi.analysis.OtherRow;
import org.robustgrid.spi.analysis.SampleSource;
import org.robustgrid.spi.attack.ThreatModel;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.data.DataView;
import org.robustgrid.spi.network.Network;
import org.robustgrid.spi.random.RandomKey;

/** The request of an analysis: its declared inputs, read on demand. */
final class HarnessAnalysisRequest implements AnalysisRequest {

  private final AnalysisCell cell;
  private final Subject subject;
  private final Subject other;
  private final GridPlan plan;
  private final ExecutionProfile profile;
  private final RunFolder folder;
  private final ModelLoader models;
  private final AttackExecutor probes;
  private final PassTotal passes;

  /**
   * A request.
   *
   * @param other the second model of a pair, else null
   * @param models loads what its parameters name
   * @param probes keeps no images
   * @param passes counts those of probes
   */
  HarnessAnalysisRequest(
      AnalysisCell cell,
      Subject subject,
      Subject other,
      ExecutionProfile profile,
      RunFolder folder,
      ModelLoader models,
      AttackExecutor probes,
      PassTotal passes) {
    this.cell = cell;
    this.subject = subject;
    this.other = other;
    this.plan = subject.cells().plan();
    this.profile = profile;
    this.folder = folder;
    this.models = models;
    this.probes = probes;
    this.passes = passes;
  }

  private PlannedAnalysis analysis() {
    return cell.analysis();
  }

  private OpenDataset dataset() {
    return subject.dataset();
  }

  private void require(boolean declared, String what, String declaration) {
    if (!declared) {
      throw new IllegalStateException(
          "analysis '"
              + analysis().plugin().id()
              + "' asks for "
              + what
              + ", which it did not declare; let its descriptor declare "
              + declaration);
    }
  }

  @Override
  public long[] inputShape() {
    return dataset().data().inputShape();
  }

  @Override
  public List<String> classNames() {
    return dataset().data().classNames();
  }

  @Override
  public Domain domain() {
    return dataset().data().domain();
  }

  @Override
  public AnalysedModel model() {
    return new HarnessAnalysedModel(subject, analysis(), profile, folder);
  }

  @Override
  public AnalysedModel other() {
    require(other != null, "a second model", "subject(Subject.PAIR)");
    return new HarnessAnalysedModel(other, analysis(), profile, folder);
  }

  @Override
  public Network network(Parameter<?> parameter) {
    PlannedModel named = cell.named(plan).get(parameter.name());
    if (named == null) {
      throw new IllegalStateException(
          "analysis '"
              + analysis().plugin().id()
              + "' asks for the network that its parameter '"
              + parameter.name()
              + "' names, and it names none");
    }
    return models.load(named, new TrainingCell(named).key(subject.cells().keys())).network();
  }

  @Override
  public DataView samples(SampleSource source) {
    require(
        analysis().samples().contains(source),
        source.name().toLowerCase(java.util.Locale.ROOT) + " samples",
        "samples(" + source + ")");
    return switch (source) {
      case TRAINING -> split().training();
      case VALIDATION -> split().validation();
      case TEST -> {
        int samples =
            cell.models().stream().mapToInt(m -> m.samplesOf(dataset().plan())).min().orElse(0);
        yield new ViewSubset(dataset().data().test(), IntStream.range(0, samples).toArray());
      }
    };
  }

  private ValidationSplit split() {
    PlannedModel model = cell.model();
    double validation =
        model.training().get(TrainingValues.VALIDATION) instanceof Number share
            ? share.doubleValue()
            : 0;
    return ValidationSplit.of(
        dataset().data().training(), validation, RandomKey.of(model.seed()).with("validation"));
  }

  private DataType precision() {
    return subject.model().network().precision();
  }

  @Override
  public INDArray batch(float... images) {
    return dataset().batch(images, precision());
  }

  @Override
  public INDArray batch(double... images) {
    return dataset().batch(images, precision());
  }

  @Override
  public int batchSize() {
    return profile.batch();
  }

  @Override
  public int checkSamples() {
    return plan.checks().samplesOf(cell.model(), dataset().plan());
  }

  @Override
  public Optional<Norm> norm() {
    return Optional.ofNullable(cell.threatModel()).map(threat -> Norm.of(threat.norm()));
  }

  @Override
  public Optional<ThreatModel> threatModel() {
    return Optional.ofNullable(cell.threatModel())
        .filter(threat -> analysis().scope() == Scope.THREAT_MODEL)
        .map(PlannedThreatModel::threatModel);
  }

  @Override
  public List<AttackedBoard> boards() {
    require(analysis().outcomes(), "the outcomes of attacks", "outcomes()");
    return boards(cell.attacks(plan), analysis().images());
  }

  @Override
  public List<OtherRow> otherRows() {
    require(analysis().otherRows(), "attacks on other rows", "otherRows()");
    List<OtherRow> rows = new ArrayList<>();
    for (PlannedModel other : cell.otherRows(plan)) {
      rows.add(
          new OtherRow(
              other.row(),
              cell.model().isBuiltOn(other),
              boards(cell.attacksOn(other, plan), true),
              cell.attacksOn(other, plan).stream().anyMatch(this::lacksImages)));
    }
    return rows;
  }

  /** Whether an attack broke samples and no image of it was kept. */
  private boolean lacksImages(AttackCell attack) {
    Cells cells = subject.cells();
    Optional<CleanResult> clean = cells.result(new CleanCell(attack.model()), CleanResult.class);
    return cells
        .result(attack, AttackCellResult.class)
        .filter(result -> result.adversarialsHash().isEmpty())
        .filter(
            result ->
                clean.isPresent() && clean.get().correct().andNot(result.robust()).count() > 0)
        .isPresent();
  }

  /**
   * Attacks by threat model.
   *
   * @param images whether kept ones are given
   */
  private List<AttackedBoard> boards(List<AttackCell> all, boolean images) {
    List<AttackedBoard> boards = new ArrayList<>();
    for (PlannedThreatModel threat : cell.threatModels(plan)) {
      List<AttackCell> attacks = all.stream().filter(a -> a.threatModel().equals(threat)).toList();
      List<AttackOutcome> outcomes = new ArrayList<>();
      for (AttackCell attack : attacks) {
        Optional<AttackCellResult> found = subject.cells().result(attack, AttackCellResult.class);
        found.ifPresent(result -> outcomes.add(outcome(attack.attack(), threat, result, images)));
      }
      boards.add(
          new AttackedBoard(
              threat.toString(),
              threat.threatModel(),
              threat.kind(),
              outcomes,
              outcomes.size() == attacks.size()));
    }
    return boards;
  }

  private AttackOutcome outcome(
      PlannedAttack attack, PlannedThreatModel threat, AttackCellResult result, boolean images) {
    AttackOutcome.Builder outcome =
        AttackOutcome.builder(attack.label(), threat.threatModel(), result.robust().toArray())
            .access(attack.access())
            .ascent(attack.ascent())
            .predictions(result.predictions())
            .vanished(result.vanished());
    if (images && !result.adversarialsHash().isEmpty()) {
      outcome.images(first -> images(result, first));
    }
    return outcome.build();
  }

  private SortedMap<Integer, float[]> images(AttackCellResult result, int first) {
    try (KeptImages images = KeptImages.open(folder.adversarials(result.key()))) {
      return images.between(0, first);
    }
  }

  private Optional<PlannedAttack> probe(Access access) {
    require(
        analysis().probes().contains(access),
        "the reference attack of " + access,
        "probes(" + access + ")");
    return plan.checks().probe(access);
  }

  @Override
  public Optional<String> probeLabel(Access access) {
    return probe(access).map(PlannedAttack::label);
  }

  @Override
  public Optional<AttackOutcome> probe(Access access, ThreatModel threatModel, int samples) {
    PlannedThreatModel threat =
        new PlannedThreatModel(threatModel.norm().id(), threatModel.epsilon());
    return probe(access)
        .filter(attack -> attack.runsUnder(threat))
        .map(attack -> attack.onFirst(samples))
        .map(
            attack -> {
              passes.add(subject.model().meter());
              AttackCellResult result =
                  probes.execute(new AttackCell(cell.model(), attack, threat), subject);
              passes.add(result);
              return outcome(attack, threat, result, false);
            });
  }

  @Override
  public AnalysisResult result(String id) {
    AnalysisCell before =
        cell.after(plan).stream()
            .filter(other -> other.analysis().plugin().id().equals(id))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "analysis '"
                            + analysis().plugin().id()
                            + "' reads the results of '"
                            + id
                            + "', which it did not declare; let its descriptor declare after(…)"));
    AnalysisCellResult result =
        subject
            .cells()
            .result(before, AnalysisCellResult.class)
            .orElseThrow(() -> new DataException("the result of " + before.name() + " is missing"));
    return AnalysisContent.read(result, folder, subject.model().executor());
  }

  @Override
  public RandomKey random() {
    RandomKey seed = RandomKey.of(cell.model().seed());
    // all checks of a model use the same draws
    return analysis().isCheck()
        ? seed.with("check")
        : seed.with("analysis").with(analysis().plugin().id());
  }

  @Override
  public Monitor monitor() {
    return subject.monitor();
  }
}
