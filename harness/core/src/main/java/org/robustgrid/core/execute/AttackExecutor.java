package org.robustgrid.core.execute;

import java.util.Arrays;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.core.plan.ExecutionProfile;
import org.robustgrid.core.plan.GridPlan;
import org.robustgrid.core.plan.PlannedAttack;
import org.robustgrid.core.plan.PlannedModel;
import org.robustgrid.core.plugin.Plugin;
import org.robustgrid.core.plugin.PluginKind;
import org.robustgrid.core.plugin.PluginRegistry;
import org.robustgrid.core.run.AdversarialFile;
import org.robustgrid.core.run.AttackCellResult;
import org.robustgrid.core.run.CleanResult;
import org.robustgrid.core.run.RunFolder;
import org.robustgrid.core.store.Sha256;
import org.robustgrid.core.worker.RunOptions.Keep;
import org.robustgrid.core.worker.WorkUnit;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.spi.Access;
import org.robustgrid.spi.Attack;
import org.robustgrid.spi.AttackProvider;
import org.robustgrid.spi.AttackRequest;
import org.robustgrid.spi.AttackResult;
import org.robustgrid.spi.Classifier;
import org.robustgrid.spi.Monitor;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.RandomKey;

/** Attacks the samples a model gets right, and decides itself which of them fell. */
final class AttackExecutor {

  private final GridPlan plan;
  private final ExecutionProfile profile;
  private final RunFolder folder;
  private final PluginRegistry registry;
  private final Keep keep;
  private final long passes;

  /**
   * Attacks of a plan.
   *
   * @param passes most passes a sample; 0 where there is no limit
   */
  AttackExecutor(
      GridPlan plan,
      ExecutionProfile profile,
      RunFolder folder,
      PluginRegistry registry,
      Keep keep,
      long passes) {
    this.plan = plan;
    this.profile = profile;
    this.folder = folder;
    this.registry = registry;
    this.keep = keep;
    this.passes = passes;
  }

  /** What stays the same for all batches of a cell. */
  private record Cell(
      WorkUnit unit,
      PlannedModel planned,
      LoadedModel model,
      OpenDataset dataset,
      PlannedAttack attack,
      Attack plugin,
      Judge judge,
      AdversarialCheck check,
      Monitor monitor) {}

  AttackCellResult execute(
      WorkUnit unit,
      PlannedModel planned,
      LoadedModel model,
      OpenDataset dataset,
      CleanResult clean,
      Monitor monitor) {
    return execute(unit, plan.attack(unit.attack()), planned, model, dataset, clean, monitor);
  }

  /** Attacks with an attack that need not be one of the grid's, under the unit's threat model. */
  AttackCellResult execute(
      WorkUnit unit,
      PlannedAttack attack,
      PlannedModel planned,
      LoadedModel model,
      OpenDataset dataset,
      CleanResult clean,
      Monitor monitor) {
    long start = System.nanoTime();
    Judge judge =
        new Judge(
            model.classifier(),
            model.plain(),
            planned.under(profile).judgements(),
            judgeKey(planned, unit));
    Cell cell =
        new Cell(
            unit,
            planned,
            model,
            dataset,
            attack,
            create(attack),
            judge,
            new AdversarialCheck(unit.threatModel().threatModel(), dataset.data().domain()),
            monitor);
    int samples = attack.samplesOf(planned, dataset.plan());
    Tally tally = new Tally(clean, samples);
    int[] right =
        IntStream.range(0, samples).filter(i -> clean.correct().charAt(i) == '1').toArray();
    for (int from = 0; from < right.length; from += profile.batch()) {
      monitor.check();
      monitor.progress(from, right.length, attack.label());
      attackBatch(
          cell,
          Arrays.copyOfRange(right, from, Math.min(right.length, from + profile.batch())),
          tally);
    }
    return tally.result(
        unit.key(), right.length, keepImages(unit.key(), tally), start, model.fewerAtOnce());
  }

  /** Randomness of the judgements of a cell, which no attack has seen. */
  static RandomKey judgeKey(PlannedModel planned, WorkUnit unit) {
    return RandomKey.of(planned.seed()).with("judge").with(unit.key());
  }

  private Attack create(PlannedAttack attack) {
    Plugin plugin = registry.find(PluginKind.ATTACK, attack.plugin().id());
    return ((AttackProvider) plugin.provider())
        .create(Parameters.of(plugin.descriptor(), attack.plugin().parameters()));
  }

  private void attackBatch(Cell cell, int[] samples, Tally tally) {
    OpenDataset dataset = cell.dataset();
    float[] originals = dataset.testImages(samples);
    int[] labels = Arrays.stream(samples).map(i -> dataset.plan().labels().get(i)).toArray();
    long[] indices = Arrays.stream(samples).asLongStream().toArray();
    INDArray images = dataset.batch(originals, cell.model().network().precision());
    PassMeter meter = cell.model().meter();
    meter.reset();
    GuardedClassifier guarded = guard(cell);
    AttackResult answer = cell.plugin().run(request(cell, guarded, images, labels, indices));
    tally.countPasses(meter);
    double attacked = meter.seconds();
    if (answer == null) {
      throw new ViolationException("the attack returned nothing");
    }
    AdversarialCheck.requireShape(answer.adversarials(), images);
    double[] adversarials = HostArrays.read(answer.adversarials());
    int length = dataset.inputLength();
    double[] norms = new double[samples.length];
    float[] checked = new float[adversarials.length];
    for (int i = 0; i < samples.length; i++) {
      norms[i] = cell.check().check(samples[i], originals, adversarials, i * length, length);
    }
    for (int i = 0; i < checked.length; i++) {
      checked[i] = (float) adversarials[i];
    }
    // an array of the harness's own: the attack may still hold the one it returned
    INDArray judged = images.ulike();
    HostArrays.write(adversarials, judged);
    Judgement judgement = cell.judge().judge(judged, indices, labels);
    tally.countJudging(meter.seconds() - attacked);
    tally.countVanished(answer.vanishedGradient(), samples.length);
    Set<Long> notFinite = guarded.notFinite();
    for (int i = 0; i < samples.length; i++) {
      float[] image = Arrays.copyOfRange(checked, i * length, (i + 1) * length);
      boolean broke = notFinite.contains(indices[i]);
      boolean fallen = !judgement.right()[i] || broke;
      boolean kept = keep == Keep.ALL || keep == Keep.WORST && fallen;
      tally.record(samples[i], judgement, i, norms[i], kept ? image : null);
      if (broke) {
        tally.countAsFallen(samples[i]);
      }
    }
  }

  private GuardedClassifier guard(Cell cell) {
    Classifier classifier = cell.model().classifier();
    if (classifier.randomised()) {
      classifier = new ExpectationClassifier(classifier, cell.planned().under(profile).draws());
    }
    return new GuardedClassifier(
        classifier, Access.valueOf(cell.attack().access()), cell.monitor(), passes);
  }

  private AttackRequest request(
      Cell cell, Classifier classifier, INDArray images, int[] labels, long[] indices) {
    return AttackRequest.builder()
        .classifier(classifier)
        .access(Access.valueOf(cell.attack().access()))
        .images(images.dup())
        .labels(labels)
        .samples(indices)
        .threatModel(cell.unit().threatModel().threatModel())
        .domain(cell.dataset().data().domain())
        .random(
            RandomKey.of(cell.planned().seed()).with("attack").with(cell.attack().plugin().id()))
        .passBudget(passes > 0 ? passes : -1)
        .monitor(cell.monitor())
        .build();
  }

  private String keepImages(String key, Tally tally) {
    SortedMap<Integer, float[]> images = new TreeMap<>(tally.images());
    if (images.isEmpty()) {
      return "";
    }
    AdversarialFile.write(folder.adversarials(key), images);
    return Sha256.of(folder.adversarials(key));
  }
}
