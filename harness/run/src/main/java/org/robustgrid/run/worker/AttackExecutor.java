package org.robustgrid.run.worker;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.base.files.Sha256;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.run.coordinator.RunOptions.Keep;
import org.robustgrid.run.coordinator.WorkUnit;
import org.robustgrid.run.folder.AdversarialFile;
import org.robustgrid.run.folder.AttackCellResult;
import org.robustgrid.run.folder.CleanResult;
import org.robustgrid.run.folder.RunFolder;
import org.robustgrid.run.plan.ExecutionProfile;
import org.robustgrid.run.plan.GridPlan;
import org.robustgrid.run.plan.PlannedAttack;
import org.robustgrid.run.plan.PlannedModel;
import org.robustgrid.run.plugin.Plugin;
import org.robustgrid.run.plugin.PluginKind;
import org.robustgrid.run.plugin.PluginRegistry;
import org.robustgrid.spi.Access;
import org.robustgrid.spi.Monitor;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.attack.Attack;
import org.robustgrid.spi.attack.AttackProvider;
import org.robustgrid.spi.attack.AttackRequest;
import org.robustgrid.spi.attack.AttackResult;
import org.robustgrid.spi.network.Classifier;
import org.robustgrid.spi.random.RandomKey;

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
      BlockJudge judge,
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
    int[] right = clean.rightOfFirst(attack.samplesOf(planned, dataset.plan()));
    return execute(unit, attack, planned, model, dataset, clean, right, monitor);
  }

  /**
   * Attacks some samples.
   *
   * @param right that are right without attack, ascending; the first {@code profile.batch()} of
   *     them are attacked together, then the next
   * @return as if the others had not been attacked
   */
  AttackCellResult execute(
      WorkUnit unit,
      PlannedAttack attack,
      PlannedModel planned,
      LoadedModel model,
      OpenDataset dataset,
      CleanResult clean,
      int[] right,
      Monitor monitor) {
    long start = System.nanoTime();
    Cell cell =
        new Cell(
            unit,
            planned,
            model,
            dataset,
            attack,
            create(attack),
            new BlockJudge(planned, model, dataset, profile),
            new AdversarialCheck(unit.threatModel().threatModel(), dataset.data().domain()),
            monitor);
    Tally tally = new Tally(clean, attack.samplesOf(planned, dataset.plan()));
    SortedMap<Integer, Found> found = new TreeMap<>();
    for (int from = 0; from < right.length; from += profile.batch()) {
      monitor.check();
      monitor.progress(from, right.length, attack.label());
      int to = Math.min(right.length, from + profile.batch());
      found.putAll(attackBatch(cell, Arrays.copyOfRange(right, from, to), tally));
      judge(cell, found, to < right.length ? right[to] : Integer.MAX_VALUE, tally);
    }
    return tally.result(
        unit.key(), right.length, keepImages(unit.key(), tally), start, model.fewerAtOnce());
  }

  /** Attacks some samples with the grid's attack. */
  AttackCellResult execute(
      WorkUnit unit,
      PlannedModel planned,
      LoadedModel model,
      OpenDataset dataset,
      CleanResult clean,
      int[] right,
      Monitor monitor) {
    return execute(
        unit, plan.attack(unit.attack()), planned, model, dataset, clean, right, monitor);
  }

  private Attack create(PlannedAttack attack) {
    Plugin plugin = registry.find(PluginKind.ATTACK, attack.plugin().id());
    return ((AttackProvider) plugin.provider())
        .create(Parameters.of(plugin.descriptor(), attack.plugin().parameters()));
  }

  /**
   * What an attack found for a sample.
   *
   * @param image in the precision it was given in
   * @param norm of the perturbation
   * @param broke whether the model gave an answer that is not finite along the way
   */
  private record Found(double[] image, double norm, boolean broke) {}

  private SortedMap<Integer, Found> attackBatch(Cell cell, int[] samples, Tally tally) {
    OpenDataset dataset = cell.dataset();
    float[] originals = dataset.testImages(samples);
    int[] labels = Arrays.stream(samples).map(i -> dataset.plan().labels().get(i)).toArray();
    long[] indices = Arrays.stream(samples).asLongStream().toArray();
    INDArray images = dataset.batch(originals, cell.model().network().precision());
    PassMeter meter = cell.model().meter();
    meter.reset();
    PassBudget budget = new PassBudget(passes);
    if (passes > 0) {
      meter.limit(budget);
    }
    AttackedBatch batch = new AttackedBatch(cell.check(), originals, labels, indices);
    GuardedClassifier guarded = guard(cell, batch, budget);
    AttackResult answer = cell.plugin().run(request(cell, guarded, images, labels, indices));
    tally.countPasses(meter);
    if (answer == null) {
      throw new ViolationException("the attack returned nothing");
    }
    AdversarialCheck.requireShape(answer.adversarials(), images);
    double[] adversarials = HostArrays.read(answer.adversarials());
    tally.countVanished(guarded.vanished().size());
    int length = dataset.inputLength();
    Set<Long> notFinite = guarded.notFinite();
    SortedMap<Integer, Found> found = new TreeMap<>();
    for (int i = 0; i < samples.length; i++) {
      found.put(
          samples[i],
          new Found(
              Arrays.copyOfRange(adversarials, i * length, (i + 1) * length),
              cell.check().check(samples[i], originals, adversarials, i * length, length),
              notFinite.contains(indices[i])));
    }
    return found;
  }

  /**
   * Judges the blocks whose samples have all been attacked.
   *
   * @param found what is not judged yet; judged samples are taken out
   * @param next the sample to be attacked next
   */
  private void judge(Cell cell, SortedMap<Integer, Found> found, int next, Tally tally) {
    PassMeter meter = cell.model().meter();
    while (!found.isEmpty() && cell.judge().end(found.firstKey()) <= next) {
      cell.monitor().check();
      int begin = cell.judge().begin(found.firstKey());
      SortedMap<Integer, Found> block = found.headMap(cell.judge().end(begin));
      Map<Integer, double[]> images = new TreeMap<>();
      block.forEach((sample, one) -> images.put(sample, one.image()));
      meter.reset();
      Judgement judgement = cell.judge().judge(begin, images);
      tally.countJudging(meter.seconds());
      block.forEach((sample, one) -> record(sample, one, judgement, sample - begin, tally));
      block.clear();
    }
  }

  private void record(int sample, Found found, Judgement judgement, int row, Tally tally) {
    boolean fallen = !judgement.right()[row] || found.broke();
    boolean kept = keep == Keep.ALL || keep == Keep.WORST && fallen;
    tally.record(sample, judgement, row, found.norm(), kept ? floats(found.image()) : null);
    if (found.broke()) {
      tally.countAsFallen(sample);
    }
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  private GuardedClassifier guard(Cell cell, AttackedBatch batch, PassBudget budget) {
    Classifier classifier = cell.model().classifier();
    if (classifier.randomised()) {
      classifier = new ExpectationClassifier(classifier, cell.planned().under(profile).draws());
    }
    return new GuardedClassifier(
        classifier, batch, Access.valueOf(cell.attack().access()), cell.monitor(), budget);
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
