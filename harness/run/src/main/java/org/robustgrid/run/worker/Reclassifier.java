package org.robustgrid.run.worker;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.robustgrid.base.files.Sha256;
import org.robustgrid.numerics.EightBits;
import org.robustgrid.run.cell.AttackCell;
import org.robustgrid.run.cell.AttackCellResult;
import org.robustgrid.run.cell.Reclassification;
import org.robustgrid.run.executor.Executor;
import org.robustgrid.run.folder.KeptImages;
import org.robustgrid.run.folder.RunFolder;
import org.robustgrid.run.plan.ExecutionProfile;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.Monitor;
import org.robustgrid.spi.attack.Goal;
import org.robustgrid.spi.data.DataException;

/**
 * Classifies a cell's kept images again with the stored model. They are judged as they were then,
 * an original standing in for an image that was not kept, so that the answers are the same bit by
 * bit, unless memory holds other micro-batches now.
 */
final class Reclassifier {

  private final ExecutionProfile profile;
  private final RunFolder folder;
  private final Executor executor;

  Reclassifier(ExecutionProfile profile, RunFolder folder, Executor executor) {
    this.profile = profile;
    this.folder = folder;
    this.executor = executor;
  }

  /** A cell, opened. */
  private record Kept(
      LoadedModel model,
      OpenDataset dataset,
      BlockJudge judge,
      AttackCellResult result,
      KeptImages images,
      boolean roundable) {}

  Reclassification execute(AttackCell attack, Subject subject) {
    LoadedModel model = subject.model();
    OpenDataset dataset = subject.dataset();
    AttackCellResult result =
        subject
            .cells()
            .result(attack, AttackCellResult.class)
            .orElseThrow(() -> new DataException("the attack's result is missing"));
    Domain domain = dataset.data().domain();
    BlockJudge judge = new BlockJudge(attack.model(), model, dataset, profile);
    boolean roundable = domain.low() == 0 && domain.high() == 1;
    try (KeptImages images = KeptImages.open(folder.adversarials(subject.key()))) {
      return classify(attack, subject, new Kept(model, dataset, judge, result, images, roundable));
    }
  }

  private Reclassification classify(AttackCell attack, Subject subject, Kept cell) {
    AttackCellResult result = cell.result();
    Monitor monitor = subject.monitor();
    List<Integer> broken = new ArrayList<>();
    List<Integer> differing = new ArrayList<>();
    List<Integer> confirmed = new ArrayList<>();
    List<Integer> rounded = new ArrayList<>();
    boolean sameRows = Objects.equals(cell.model().fewerAtOnce(), result.microBatch());
    for (int from = 0; from < result.robust().length(); from = cell.judge().end(from)) {
      SortedMap<Integer, float[]> kept = cell.images().between(from, cell.judge().end(from));
      monitor.check();
      monitor.progress(from, result.robust().length(), attack.attack().label());
      if (kept.isEmpty()) {
        continue;
      }
      Map<Integer, int[]> targets =
          new Targets(attack, subject, cell.judge(), profile)
              .of(kept.keySet().stream().mapToInt(Integer::intValue).toArray());
      Judgement asItIs = judge(cell, kept, false);
      Judgement coarse = cell.roundable() ? judge(cell, kept, true) : asItIs;
      Goal.Kind goal = attack.threatModel().kind();
      for (int sample : kept.keySet()) {
        int row = sample - from;
        // logits that were not finite on the way to the image broke the sample on their own
        boolean broke = result.notFinite().contains(sample);
        boolean wasBroken = !result.robust().get(sample);
        boolean differs =
            asItIs.predictions()[row] != result.predictions().get(sample)
                || !broke && asItIs.broken(row, goal) != wasBroken
                || !sameTarget(attack, result, targets, sample);
        addIf(sameRows && differs, sample, differing);
        if (wasBroken) {
          broken.add(sample);
          addIf(broke || asItIs.broken(row, goal), sample, confirmed);
          addIf(broke || coarse.broken(row, goal), sample, rounded);
        }
      }
    }
    return new Reclassification(
        weightHash(subject),
        broken,
        differing,
        confirmed,
        cell.roundable() ? rounded : null,
        sameRows);
  }

  /** Whether the target in the result is one that the harness chose. */
  private static boolean sameTarget(
      AttackCell attack, AttackCellResult result, Map<Integer, int[]> targets, int sample) {
    return attack.threatModel().kind() != Goal.Kind.TARGETED
        || result.aimed(sample)
            && IntStream.of(targets.get(sample)).anyMatch(t -> t == result.decisive(sample, -1));
  }

  private static void addIf(boolean condition, int sample, List<Integer> samples) {
    if (condition) {
      samples.add(sample);
    }
  }

  private static Judgement judge(Kept cell, SortedMap<Integer, float[]> kept, boolean round) {
    Map<Integer, double[]> images = new TreeMap<>();
    kept.forEach(
        (sample, image) -> {
          float[] asked = image;
          if (round) {
            asked = EightBits.round(image, cell.dataset().testImages(new int[] {sample}));
          }
          images.put(sample, doubles(asked));
        });
    Map<Integer, Integer> decisive = new TreeMap<>();
    for (int sample : kept.keySet()) {
      int label = cell.dataset().plan().labels().get(sample);
      decisive.put(sample, cell.result().decisive(sample, label));
    }
    return cell.judge().judge(kept.firstKey(), images, decisive);
  }

  static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }

  /** The hash of the current weights, as a training records it. */
  String weightHash(Subject subject) {
    LoadedModel model = subject.model();
    String arrays =
        model.arrays().isEmpty() ? "" : Sha256.of(folder.modelArrays(model.result().key()));
    return TrainedParts.weightHash(executor, model.network(), arrays, model.networks());
  }
}
