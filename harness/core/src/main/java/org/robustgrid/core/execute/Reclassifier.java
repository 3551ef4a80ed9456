package org.robustgrid.core.execute;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.stream.IntStream;
import org.robustgrid.core.plan.ExecutionProfile;
import org.robustgrid.core.plan.PlannedModel;
import org.robustgrid.core.run.AdversarialFile;
import org.robustgrid.core.run.AttackCellResult;
import org.robustgrid.core.run.CellStore;
import org.robustgrid.core.run.CleanResult;
import org.robustgrid.core.run.Reclassification;
import org.robustgrid.core.run.RunFolder;
import org.robustgrid.core.store.Sha256;
import org.robustgrid.core.worker.WorkUnit;
import org.robustgrid.spi.DataException;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.Monitor;

/**
 * Asks a stored model again what it says of a cell's kept images. Batches are composed as they were
 * when the images were judged, an original standing in for an image that was not kept, and
 * randomised classifiers get the same draws, so that the answers are the same bit by bit, unless
 * memory holds other micro-batches now.
 */
final class Reclassifier {

  private final ExecutionProfile profile;
  private final RunFolder folder;
  private final CellStore store;
  private final NetworkEngine engine;

  Reclassifier(ExecutionProfile profile, RunFolder folder, NetworkEngine engine) {
    this.profile = profile;
    this.folder = folder;
    this.store = new CellStore(folder);
    this.engine = engine;
  }

  /** A cell, opened. */
  private record Cell(
      LoadedModel model,
      OpenDataset dataset,
      Judge judge,
      AttackCellResult result,
      SortedMap<Integer, float[]> images,
      boolean roundable) {}

  Reclassification execute(
      WorkUnit unit,
      PlannedModel planned,
      LoadedModel model,
      OpenDataset dataset,
      CleanResult clean,
      Monitor monitor) {
    AttackCellResult result =
        store
            .attack(unit.key())
            .orElseThrow(() -> new DataException("the attack's result is missing"));
    Judge judge =
        new Judge(
            model.classifier(),
            model.plain(),
            planned.under(profile).judgements(),
            AttackExecutor.judgeKey(planned, unit));
    Domain domain = dataset.data().domain();
    Cell cell =
        new Cell(
            model,
            dataset,
            judge,
            result,
            AdversarialFile.read(folder.adversarials(unit.key())),
            domain.low() == 0 && domain.high() == 1);
    List<Integer> fallen = new ArrayList<>();
    List<Integer> differing = new ArrayList<>();
    List<Integer> confirmed = new ArrayList<>();
    List<Integer> rounded = new ArrayList<>();
    boolean sameRows = Objects.equals(model.fewerAtOnce(), result.microBatch());
    int[] right =
        IntStream.range(0, result.robust().length())
            .filter(i -> clean.correct().charAt(i) == '1')
            .toArray();
    for (int from = 0; from < right.length; from += profile.batch()) {
      monitor.check();
      monitor.progress(from, right.length, unit.attack());
      int[] samples =
          Arrays.copyOfRange(right, from, Math.min(right.length, from + profile.batch()));
      Judgement asItIs = judge(cell, samples, false);
      Judgement coarse = cell.roundable() ? judge(cell, samples, true) : asItIs;
      for (int i = 0; i < samples.length; i++) {
        int sample = samples[i];
        if (!cell.images().containsKey(sample)) {
          continue;
        }
        // logits that were not finite on the way to the image made the sample fall by themselves
        boolean broke = result.notFinite().contains(sample);
        boolean fell = result.robust().charAt(sample) == '0';
        boolean differs =
            asItIs.predictions()[i] != result.predictions().get(sample)
                || !broke && asItIs.right()[i] == fell;
        addIf(sameRows && differs, sample, differing);
        if (fell) {
          fallen.add(sample);
          addIf(broke || !asItIs.right()[i], sample, confirmed);
          addIf(broke || !coarse.right()[i], sample, rounded);
        }
      }
    }
    return new Reclassification(
        weightHash(unit.modelKey(), model),
        fallen,
        differing,
        confirmed,
        cell.roundable() ? rounded : null,
        sameRows);
  }

  private static void addIf(boolean condition, int sample, List<Integer> samples) {
    if (condition) {
      samples.add(sample);
    }
  }

  private static Judgement judge(Cell cell, int[] samples, boolean round) {
    OpenDataset dataset = cell.dataset();
    int length = dataset.inputLength();
    float[] originals = dataset.testImages(samples);
    float[] images = originals.clone();
    for (int i = 0; i < samples.length; i++) {
      float[] kept = cell.images().get(samples[i]);
      if (kept != null) {
        System.arraycopy(kept, 0, images, i * length, length);
      }
    }
    if (round) {
      images = EightBits.round(images, originals);
    }
    int[] labels = Arrays.stream(samples).map(i -> dataset.plan().labels().get(i)).toArray();
    return cell.judge()
        .judge(
            dataset.batch(images, cell.model().network().precision()),
            Arrays.stream(samples).asLongStream().toArray(),
            labels);
  }

  /** Of the weights as they are now, as a training would tell it. */
  private String weightHash(String modelKey, LoadedModel model) {
    String weights = engine.weightHash(model.network());
    return model.arrays().isEmpty()
        ? weights
        : Sha256.of(weights + Sha256.of(folder.modelArrays(modelKey)));
  }
}
