package org.robustgrid.run.worker;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.robustgrid.base.files.Sha256;
import org.robustgrid.leaderboard.statistics.Bits;
import org.robustgrid.run.cell.ClaimCell;
import org.robustgrid.run.cell.ClaimResult;
import org.robustgrid.run.folder.KeptImages;
import org.robustgrid.run.folder.RunFolder;
import org.robustgrid.run.plan.ExecutionProfile;
import org.robustgrid.spi.attack.Goal;
import org.robustgrid.spi.data.DataException;

/**
 * Judges claimed images as it would those of an attack: norm, domain and finiteness in its own
 * arithmetic, then the model, in the blocks that all judgements are made in. A sample that is wrong
 * without attack stays so. Of a randomised model the majority of judgements decides, under the
 * draws that decide about attacks; besides, each image is resubmitted as often as theirs.
 */
final class ClaimExecutor implements CellExecutor<ClaimCell> {

  private final ExecutionProfile profile;
  private final RunFolder folder;

  ClaimExecutor(ExecutionProfile profile, RunFolder folder) {
    this.profile = profile;
    this.folder = folder;
  }

  @Override
  public ClaimResult execute(ClaimCell cell, Subject subject) {
    long start = System.nanoTime();
    Path file = folder.claimedImages(cell.imagesHash());
    if (!Files.isRegularFile(file) || !Sha256.of(file).equals(cell.imagesHash())) {
      throw new DataException(
          file + " does not hold the images that were claimed; put the original back");
    }
    OpenDataset dataset = subject.dataset();
    AdversarialCheck check =
        new AdversarialCheck(cell.threatModel().threatModel(), dataset.data().domain());
    BlockJudge judge = new BlockJudge(cell.model(), subject.model(), dataset, profile);
    List<Integer> predictions = new ArrayList<>(subject.clean().predictions());
    boolean[] robust = subject.clean().correct().toArray();
    boolean randomised = subject.model().classifier().randomised();
    ExecutionProfile under = cell.model().under(profile);
    boolean[] resubmitted = robust.clone();
    List<Double> norms = new ArrayList<>(Collections.nCopies(robust.length, 0.0));
    PassMeter meter = subject.model().meter();
    meter.reset();
    int claimed;
    try (KeptImages images = KeptImages.open(file)) {
      claimed = images.samples().size();
      for (int from = 0; from < robust.length; from = judge.end(from)) {
        subject.monitor().check();
        SortedMap<Integer, float[]> block = images.between(from, judge.end(from));
        Map<Integer, double[]> asked = new TreeMap<>();
        for (Map.Entry<Integer, float[]> image : block.entrySet()) {
          double[] values = Reclassifier.doubles(image.getValue());
          float[] original = dataset.testImages(new int[] {image.getKey()});
          norms.set(
              image.getKey(), check.check(image.getKey(), original, values, 0, values.length));
          asked.put(image.getKey(), values);
        }
        if (!asked.isEmpty()) {
          Judgement judgement = judge.judge(from, asked);
          for (int sample : asked.keySet()) {
            predictions.set(sample, judgement.predictions()[sample - from]);
            robust[sample] &= judgement.right()[sample - from];
          }
          if (randomised) {
            boolean[] broken =
                judge.resubmit(
                    from, asked, Map.of(), under.timesResubmitted(), Goal.Kind.UNTARGETED);
            for (int sample : asked.keySet()) {
              resubmitted[sample] &= robust[sample] && !broken[sample - from];
            }
          }
        }
      }
    }
    return new ClaimResult(
        subject.key(),
        claimed,
        Bits.of(robust),
        predictions,
        norms,
        cell.imagesHash(),
        (System.nanoTime() - start) / 1e9,
        meter.seconds(),
        subject.model().fewerAtOnce(),
        randomised ? under.judgements() : null,
        randomised ? Bits.of(resubmitted) : null);
  }
}
