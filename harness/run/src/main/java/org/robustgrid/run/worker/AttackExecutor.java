package org.robustgrid.run.worker;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.base.files.Sha256;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.run.cell.AttackCell;
import org.robustgrid.run.cell.AttackCellResult;
import org.robustgrid.run.coordinator.RunOptions.Keep;
import org.robustgrid.run.folder.KeptImagesWriter;
import org.robustgrid.run.folder.RunFolder;
import org.robustgrid.run.plan.ExecutionProfile;
import org.robustgrid.run.plan.PlannedAttack;
import org.robustgrid.run.plugin.Plugin;
import org.robustgrid.run.plugin.PluginKind;
import org.robustgrid.run.plugin.PluginRegistry;
import org.robustgrid.spi.Access;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.attack.Attack;
import org.robustgrid.spi.attack.AttackProvider;
import org.robustgrid.spi.attack.AttackRequest;
import org.robustgrid.spi.attack.AttackResult;
import org.robustgrid.spi.network.Classifier;
import org.robustgrid.spi.random.RandomKey;

/** Attacks the samples a model gets right, and decides itself which of them fell. */
final class AttackExecutor implements CellExecutor<AttackCell> {

  private final ExecutionProfile profile;
  private final RunFolder folder;
  private final PluginRegistry registry;
  private final Keep keep;
  private final long passes;

  /**
   * Attacks of a run.
   *
   * @param passes most passes a sample; 0 where there is no limit
   */
  AttackExecutor(
      ExecutionProfile profile, RunFolder folder, PluginRegistry registry, Keep keep, long passes) {
    this.profile = profile;
    this.folder = folder;
    this.registry = registry;
    this.keep = keep;
    this.passes = passes;
  }

  /** What stays the same for all batches of a cell. */
  private record Setting(
      AttackCell cell, Subject subject, Attack plugin, BlockJudge judge, AdversarialCheck check) {

    LoadedModel model() {
      return subject.model();
    }

    PlannedAttack attack() {
      return cell.attack();
    }
  }

  @Override
  public AttackCellResult execute(AttackCell cell, Subject subject) {
    int samples = cell.attack().samplesOf(cell.model(), subject.dataset().plan());
    return execute(cell, subject, subject.clean().rightOfFirst(samples));
  }

  /**
   * Attacks some samples.
   *
   * @param cell whose attack need not be one of the grid's
   * @param right that are right without attack, ascending; the first {@code profile.batch()} of
   *     them are attacked together, then the next
   * @return as if the others had not been attacked
   */
  AttackCellResult execute(AttackCell cell, Subject subject, int[] right) {
    long start = System.nanoTime();
    OpenDataset dataset = subject.dataset();
    Setting setting =
        new Setting(
            cell,
            subject,
            create(cell.attack()),
            new BlockJudge(cell.model(), subject.model(), dataset, profile),
            new AdversarialCheck(cell.threatModel().threatModel(), dataset.data().domain()));
    int samples = cell.attack().samplesOf(cell.model(), dataset.plan());
    Tally tally = new Tally(subject.clean(), samples);
    Path file = folder.adversarials(subject.key());
    String imagesHash = "";
    try (KeptImagesWriter kept = new KeptImagesWriter(file)) {
      SortedMap<Integer, Found> found = new TreeMap<>();
      for (int from = 0; from < right.length; from += profile.batch()) {
        subject.monitor().check();
        subject.monitor().progress(from, right.length, cell.attack().label());
        int to = Math.min(right.length, from + profile.batch());
        found.putAll(attackBatch(setting, Arrays.copyOfRange(right, from, to), tally));
        judge(setting, found, to < right.length ? right[to] : Integer.MAX_VALUE, tally, kept);
      }
      if (kept.finish()) {
        imagesHash = Sha256.of(file);
      }
    }
    return tally.result(
        subject.key(), right.length, imagesHash, start, subject.model().fewerAtOnce());
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

  private SortedMap<Integer, Found> attackBatch(Setting setting, int[] samples, Tally tally) {
    OpenDataset dataset = setting.subject().dataset();
    float[] originals = dataset.testImages(samples);
    int[] labels = Arrays.stream(samples).map(i -> dataset.plan().labels().get(i)).toArray();
    long[] indices = Arrays.stream(samples).asLongStream().toArray();
    INDArray images = dataset.batch(originals, setting.model().network().precision());
    PassMeter meter = setting.model().meter();
    meter.reset();
    PassBudget budget = new PassBudget(passes);
    if (passes > 0) {
      meter.limit(budget);
    }
    AttackedBatch batch = new AttackedBatch(setting.check(), originals, labels, indices);
    GuardedClassifier guarded = guard(setting, batch, budget);
    AttackResult answer =
        setting.plugin().run(request(setting, guarded, budget, images, labels, indices));
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
              setting.check().check(samples[i], originals, adversarials, i * length, length),
              notFinite.contains(indices[i])));
    }
    return found;
  }

  /**
   * Judges the blocks whose samples have all been attacked.
   *
   * @param found what is not judged yet; judged samples are taken out
   * @param next the sample to be attacked next
   * @param kept takes the images that are kept
   */
  private void judge(
      Setting setting,
      SortedMap<Integer, Found> found,
      int next,
      Tally tally,
      KeptImagesWriter kept) {
    PassMeter meter = setting.model().meter();
    while (!found.isEmpty() && setting.judge().end(found.firstKey()) <= next) {
      setting.subject().monitor().check();
      int begin = setting.judge().begin(found.firstKey());
      SortedMap<Integer, Found> block = found.headMap(setting.judge().end(begin));
      Map<Integer, double[]> images = new TreeMap<>();
      block.forEach((sample, one) -> images.put(sample, one.image()));
      meter.reset();
      Judgement judgement = setting.judge().judge(begin, images);
      tally.countJudging(meter.seconds());
      SortedMap<Integer, float[]> chosen = new TreeMap<>();
      block.forEach(
          (sample, one) -> {
            if (record(sample, one, judgement, sample - begin, tally)) {
              chosen.put(sample, floats(one.image()));
            }
          });
      kept.add(chosen);
      block.clear();
    }
  }

  /** Records a sample; returns whether its image is kept. */
  private boolean record(int sample, Found found, Judgement judgement, int row, Tally tally) {
    tally.record(sample, judgement, row, found.norm());
    if (found.broke()) {
      tally.countAsFallen(sample);
    }
    boolean fallen = !judgement.right()[row] || found.broke();
    return keep == Keep.ALL || keep == Keep.WORST && fallen;
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  private GuardedClassifier guard(Setting setting, AttackedBatch batch, PassBudget budget) {
    Classifier classifier = setting.model().classifier();
    if (classifier.randomised()) {
      classifier =
          new ExpectationClassifier(classifier, setting.cell().model().under(profile).draws());
    }
    return new GuardedClassifier(
        classifier,
        batch,
        Access.valueOf(setting.attack().access()),
        setting.subject().monitor(),
        budget);
  }

  private AttackRequest request(
      Setting setting,
      Classifier classifier,
      PassBudget budget,
      INDArray images,
      int[] labels,
      long[] indices) {
    return AttackRequest.builder()
        .classifier(classifier)
        .images(images.dup())
        .labels(labels)
        .samples(indices)
        .threatModel(setting.cell().threatModel().threatModel())
        .domain(setting.subject().dataset().data().domain())
        .random(
            RandomKey.of(setting.cell().model().seed())
                .with("attack")
                .with(setting.attack().plugin().id()))
        .remaining(passes > 0 ? budget::remaining : sample -> Long.MAX_VALUE)
        .monitor(setting.subject().monitor())
        .build();
  }
}
