package org.robustgrid.run.worker;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.base.files.Sha256;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.expectation.ExpectationClassifier;
import org.robustgrid.run.cell.AttackCell;
import org.robustgrid.run.cell.AttackCellResult;
import org.robustgrid.run.coordinator.RunOptions.Keep;
import org.robustgrid.run.folder.KeptImagesWriter;
import org.robustgrid.run.folder.RunFolder;
import org.robustgrid.run.plan.ExecutionProfile;
import org.robustgrid.run.plan.PlannedAttack;
import org.robustgrid.run.plan.PlannedDataset;
import org.robustgrid.run.plugin.Plugin;
import org.robustgrid.run.plugin.PluginKind;
import org.robustgrid.run.plugin.PluginRegistry;
import org.robustgrid.spi.Monitor;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.attack.Attack;
import org.robustgrid.spi.attack.AttackProvider;
import org.robustgrid.spi.attack.AttackRequest;
import org.robustgrid.spi.attack.AttackResult;
import org.robustgrid.spi.attack.Goal;
import org.robustgrid.spi.network.Classifier;
import org.robustgrid.spi.random.RandomKey;

/** Attacks the samples a model gets right, and decides itself which of them are broken. */
final class AttackExecutor implements CellExecutor<AttackCell> {

  /** Steps in which the progress of one of several runs on a batch is reported. */
  private static final long PARTS = 1000;

  private final ExecutionProfile profile;
  private final RunFolder folder;
  private final PluginRegistry registry;
  private final Keep keep;
  private final long passes;

  /**
   * Attacks of a run.
   *
   * @param passes most passes a sample; 0 if there is no limit
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
      AttackCell cell,
      Subject subject,
      Attack plugin,
      BlockJudge judge,
      AdversarialCheck check,
      Map<Integer, int[]> targets) {

    Goal.Kind goal() {
      return cell.threatModel().kind();
    }

    /** How many runs a sample is attacked in: one, or one a target. */
    int runs(int sample) {
      return goal() == Goal.Kind.TARGETED ? targets.get(sample).length : 1;
    }

    /** The class that decides about a sample: the run's target, else the label. */
    int decisive(int sample, int run) {
      return goal() == Goal.Kind.TARGETED
          ? targets.get(sample)[run]
          : subject.dataset().plan().labels().get(sample);
    }

    LoadedModel model() {
      return subject.model();
    }

    PlannedAttack attack() {
      return cell.attack();
    }
  }

  @Override
  public AttackCellResult execute(AttackCell cell, Subject subject) {
    return execute(cell, subject, attacked(cell, subject));
  }

  /** The samples that a cell attacks: those that are right, and are not their only target. */
  static int[] attacked(AttackCell cell, Subject subject) {
    PlannedDataset dataset = subject.dataset().plan();
    int samples = cell.attack().samplesOf(cell.model(), dataset);
    return IntStream.of(subject.clean().rightOfFirst(samples))
        .filter(i -> cell.threatModel().concerns(dataset.labels().get(i)))
        .toArray();
  }

  /**
   * Attacks some samples.
   *
   * @param cell whose attack need not be one of the grid's
   * @param right that are right without attack, ascending; the first {@code profile.rows} of them
   *     are attacked together, then the next
   * @return as if the others had not been attacked
   */
  AttackCellResult execute(AttackCell cell, Subject subject, int[] right) {
    long start = System.nanoTime();
    OpenDataset dataset = subject.dataset();
    BlockJudge judge = new BlockJudge(cell.model(), subject.model(), dataset, profile);
    Setting setting =
        new Setting(
            cell,
            subject,
            create(cell.attack()),
            judge,
            new AdversarialCheck(cell.threatModel().threatModel(), dataset.data().domain()),
            new Targets(cell, subject, judge, profile).of(right));
    int samples = cell.attack().samplesOf(cell.model(), dataset.plan());
    boolean randomised = subject.model().classifier().randomised();
    Tally tally = new Tally(subject.clean(), samples, setting.goal(), randomised);
    Path file = folder.adversarials(subject.key());
    String imagesHash = "";
    try (KeptImagesWriter kept = new KeptImagesWriter(file)) {
      SortedMap<Integer, List<Found>> found = new TreeMap<>();
      int rows = profile.rows(dataset.inputLength());
      for (int from = 0; from < right.length; from += rows) {
        subject.monitor().check();
        subject.monitor().progress(from, right.length, cell.attack().label());
        int to = Math.min(right.length, from + rows);
        Monitor part = new PartMonitor(subject.monitor(), from, to - from, right.length);
        attack(setting, Arrays.copyOfRange(right, from, to), part, tally, found);
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
   * The outcome of an attack for a sample.
   *
   * @param image in the precision it was given in
   * @param norm of the perturbation
   * @param broke whether the model gave an answer that is not finite along the way
   * @param by the part of the attack that found it, or an empty text
   * @param after passes that the sample took until the model was first wrong about it; all that it
   *     took where the attack never asked about the image it gave
   */
  private record Found(double[] image, double norm, boolean broke, String by, long after) {}

  /** Attacks a batch, once or target by target. */
  private void attack(
      Setting setting,
      int[] samples,
      Monitor monitor,
      Tally tally,
      SortedMap<Integer, List<Found>> found) {
    Set<Long> vanished = new HashSet<>();
    int runs = IntStream.of(samples).map(setting::runs).max().orElse(0);
    for (int run = 0; run < runs; run++) {
      int number = run;
      int[] rows = IntStream.of(samples).filter(i -> number < setting.runs(i)).toArray();
      Monitor part = new PartMonitor(monitor, run * PARTS, PARTS, runs * PARTS);
      attackBatch(setting, rows, run, part, tally, vanished)
          .forEach((i, one) -> found.computeIfAbsent(i, of -> new ArrayList<>()).add(one));
    }
    tally.countVanished(vanished.size());
  }

  /**
   * One run of a batch.
   *
   * @param vanished receives the samples whose gradient led nowhere
   */
  private SortedMap<Integer, Found> attackBatch(
      Setting setting, int[] samples, int run, Monitor monitor, Tally tally, Set<Long> vanished) {
    OpenDataset dataset = setting.subject().dataset();
    float[] originals = dataset.testImages(samples);
    int[] labels = Arrays.stream(samples).map(i -> dataset.plan().labels().get(i)).toArray();
    long[] indices = Arrays.stream(samples).asLongStream().toArray();
    INDArray images = dataset.batch(originals, setting.model().network().precision());
    PassMeter meter = setting.model().meter();
    meter.reset();
    PassBudget budget = new PassBudget(passes > 0 ? passes : Long.MAX_VALUE);
    meter.limit(budget);
    AttackedBatch batch = new AttackedBatch(setting.check(), originals, labels, indices);
    GuardedClassifier guarded = guard(setting, batch, budget);
    AttackResult answer =
        setting
            .plugin()
            .run(
                request(setting, guarded, budget, images, new Rows(samples, labels, run, monitor)));
    tally.countPasses(meter);
    if (answer == null) {
      throw new ViolationException("the attack returned nothing");
    }
    AdversarialCheck.requireShape(answer.adversarials(), images);
    double[] adversarials = HostArrays.read(answer.adversarials());
    vanished.addAll(guarded.vanished());
    int length = dataset.inputLength();
    Set<Long> notFinite = guarded.notFinite();
    String[] parts = answer.foundBy();
    SortedMap<Integer, Found> found = new TreeMap<>();
    for (int i = 0; i < samples.length; i++) {
      double norm = norm(setting, samples[i], originals, adversarials, i * length);
      found.put(
          samples[i],
          new Found(
              Arrays.copyOfRange(adversarials, i * length, (i + 1) * length),
              norm,
              notFinite.contains(indices[i]),
              parts.length == samples.length ? parts[i] : "",
              guarded.brokenAfter(indices[i]).orElse(budget.spent(indices[i]))));
    }
    return found;
  }

  /**
   * The perturbation's norm. Where the smallest distance is sought, an answer beyond epsilon is no
   * offence: nothing was found there, and the original stands in for it.
   */
  private static double norm(
      Setting setting, int sample, float[] originals, double[] adversarials, int offset) {
    int length = setting.subject().dataset().inputLength();
    if (setting.goal() == Goal.Kind.MINIMUM_DISTANCE
        && setting.check().beyond(sample, originals, adversarials, offset, length)) {
      for (int i = offset; i < offset + length; i++) {
        adversarials[i] = originals[i];
      }
    }
    return setting.check().check(sample, originals, adversarials, offset, length);
  }

  /**
   * Judges the blocks whose samples have all been attacked.
   *
   * @param found what is not judged yet, run by run; judged samples are taken out
   * @param next the sample to be attacked next
   * @param kept takes the images that are kept
   */
  private void judge(
      Setting setting,
      SortedMap<Integer, List<Found>> found,
      int next,
      Tally tally,
      KeptImagesWriter kept) {
    while (!found.isEmpty() && setting.judge().end(found.firstKey()) <= next) {
      setting.subject().monitor().check();
      int begin = setting.judge().begin(found.firstKey());
      SortedMap<Integer, List<Found>> block = found.headMap(setting.judge().end(begin));
      int runs = block.values().stream().mapToInt(List::size).max().orElse(0);
      List<Judgement> judgements = new ArrayList<>();
      for (int run = 0; run < runs; run++) {
        Asked asked = asked(setting, block, run);
        resubmit(setting, begin, asked, tally);
        judgements.add(judge(setting, begin, asked, tally));
      }
      SortedMap<Integer, float[]> chosen = new TreeMap<>();
      block.forEach(
          (sample, all) -> {
            int run = decisiveRun(setting, all, judgements, sample - begin, tally);
            Found one = all.get(run);
            if (record(setting, sample, one, run, judgements.get(run), sample - begin, tally)) {
              chosen.put(sample, floats(one.image()));
            }
          });
      kept.add(chosen);
      block.clear();
    }
  }

  /** The images of one run of a block, and the classes that they are asked about. */
  private record Asked(Map<Integer, double[]> images, Map<Integer, Integer> decisive) {}

  private static Asked asked(Setting setting, SortedMap<Integer, List<Found>> block, int run) {
    Map<Integer, double[]> images = new TreeMap<>();
    Map<Integer, Integer> decisive = new TreeMap<>();
    block.forEach(
        (sample, all) -> {
          if (run < all.size()) {
            images.put(sample, all.get(run).image());
            decisive.put(sample, setting.decisive(sample, run));
          }
        });
    return new Asked(images, decisive);
  }

  private static Judgement judge(Setting setting, int begin, Asked asked, Tally tally) {
    PassMeter meter = setting.model().meter();
    meter.reset();
    Judgement judgement = setting.judge().judge(begin, asked.images(), asked.decisive());
    tally.countJudging(meter.seconds());
    return judgement;
  }

  /** Resubmits the images to a randomised classifier several times, as an adversary may. */
  private void resubmit(Setting setting, int begin, Asked asked, Tally tally) {
    if (!setting.model().classifier().randomised()) {
      return;
    }
    PassMeter meter = setting.model().meter();
    meter.reset();
    int times = setting.cell().model().under(profile).timesResubmitted();
    boolean[] broken =
        setting.judge().resubmit(begin, asked.images(), asked.decisive(), times, setting.goal());
    tally.countJudging(meter.seconds());
    for (int sample : asked.images().keySet()) {
      if (broken[sample - begin]) {
        tally.countAsBrokenAgain(sample);
      }
    }
  }

  /** The run whose image represents a sample: the first successful one, else the first. */
  private static int decisiveRun(
      Setting setting, List<Found> all, List<Judgement> judgements, int row, Tally tally) {
    int first = -1;
    int reached = 0;
    for (int run = 0; run < all.size(); run++) {
      if (all.get(run).broke() || judgements.get(run).broken(row, setting.goal())) {
        first = first < 0 ? run : first;
        reached++;
      }
    }
    tally.countTargets(all.size(), reached);
    return Math.max(0, first);
  }

  /** Records a sample; returns whether its image is kept. */
  private boolean record(
      Setting setting,
      int sample,
      Found found,
      int run,
      Judgement judgement,
      int row,
      Tally tally) {
    tally.record(sample, judgement, row, found.norm());
    if (setting.goal() == Goal.Kind.TARGETED) {
      tally.aimedAt(sample, setting.decisive(sample, run));
    }
    if (found.broke()) {
      tally.countAsBroken(sample);
    }
    boolean broken = judgement.broken(row, setting.goal()) || found.broke();
    if (broken && !found.by().isEmpty()) {
      tally.countFoundBy(found.by());
    }
    if (broken) {
      tally.brokenAfter(sample, found.after());
    }
    return keep == Keep.ALL || keep == Keep.WORST && broken;
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
        classifier, batch, setting.attack().access(), setting.subject().monitor(), budget);
  }

  /** Samples of a run with their labels. */
  private record Rows(int[] samples, int[] labels, int run, Monitor monitor) {}

  private AttackRequest request(
      Setting setting, Classifier classifier, PassBudget budget, INDArray images, Rows rows) {
    OpenDataset dataset = setting.subject().dataset();
    RandomKey random =
        RandomKey.of(setting.cell().model().seed())
            .with("attack")
            .with(setting.attack().plugin().id());
    int[] targets =
        setting.goal() == Goal.Kind.TARGETED
            ? IntStream.of(rows.samples()).map(i -> setting.decisive(i, rows.run())).toArray()
            : new int[0];
    OtherImages others =
        new OtherImages(
            dataset,
            setting.subject().clean().predictions(),
            random,
            images,
            rows.samples(),
            rows.labels(),
            targets);
    return AttackRequest.builder()
        .classifier(classifier)
        .images(images.dup())
        .labels(rows.labels())
        .samples(Arrays.stream(rows.samples()).asLongStream().toArray())
        .goal(goal(setting, targets))
        .threatModel(setting.cell().threatModel().threatModel())
        .domain(dataset.data().domain())
        .others(others::draw)
        .random(rows.run() == 0 ? random : random.with("target").with(rows.run()))
        .remaining(passes > 0 ? budget::remaining : sample -> Long.MAX_VALUE)
        .monitor(rows.monitor())
        .build();
  }

  private static Goal goal(Setting setting, int[] targets) {
    return switch (setting.goal()) {
      case UNTARGETED -> Goal.untargeted();
      case TARGETED -> Goal.targeted(targets);
      case MINIMUM_DISTANCE -> Goal.minimumDistance();
    };
  }
}
