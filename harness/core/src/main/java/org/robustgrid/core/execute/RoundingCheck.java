package org.robustgrid.core.execute;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.core.plan.Check;
import org.robustgrid.core.run.AdversarialFile;
import org.robustgrid.core.run.AttackCellResult;
import org.robustgrid.core.run.CheckCells.Attacked;
import org.robustgrid.core.run.CheckEvidence;
import org.robustgrid.core.run.CleanResult;
import org.robustgrid.core.run.RunFolder;
import org.robustgrid.spi.Domain;

/** Asks again about kept adversarial images once they are rounded to the 8 bits of a picture. */
final class RoundingCheck {

  private final OpenDataset dataset;
  private final DataType precision;
  private final Judge judge;
  private final int batch;
  private final int samples;

  /**
   * A check of one model.
   *
   * @param precision of the images that the judge asks about
   * @param batch most images at a time
   * @param samples only images of the first so many are asked about
   */
  RoundingCheck(OpenDataset dataset, DataType precision, Judge judge, int batch, int samples) {
    this.dataset = dataset;
    this.precision = precision;
    this.judge = judge;
    this.batch = batch;
    this.samples = samples;
  }

  /** Attack by attack; nothing where the data are no pictures with values in [0, 1]. */
  List<CheckEvidence> of(List<Attacked> attacks, CleanResult clean, RunFolder folder) {
    List<CheckEvidence> found = new ArrayList<>();
    if (!dataset.data().domain().equals(Domain.UNIT) || dataset.data().inputShape().length != 3) {
      return found;
    }
    boolean kept = false;
    for (Attacked attacked : attacks) {
      if (!attacked.result().adversarialsHash().isEmpty()) {
        kept = true;
        found.add(check(attacked, clean, folder.adversarials(attacked.result().key())));
      }
    }
    boolean fell = attacks.stream().anyMatch(a -> fallen(a.result(), clean));
    if (fell && !kept) {
      found.add(
          CheckEvidence.notRun(
              Check.LOST_IN_ROUNDING.id(), "", "the run kept no adversarial images"));
    }
    return found;
  }

  private static boolean fallen(AttackCellResult result, CleanResult clean) {
    return !clean.correct().startsWith(result.robust());
  }

  private CheckEvidence check(Attacked attacked, CleanResult clean, Path images) {
    SortedMap<Integer, float[]> kept = AdversarialFile.read(images).headMap(samples);
    // of survivors there may be images too
    String robust = attacked.result().robust();
    int[] fallen =
        kept.keySet().stream()
            .mapToInt(Integer::intValue)
            .filter(i -> clean.correct().charAt(i) == '1' && robust.charAt(i) == '0')
            .toArray();
    List<Integer> lost = new ArrayList<>();
    int fooling = 0;
    for (int from = 0; from < fallen.length; from += batch) {
      int[] rows = Arrays.copyOfRange(fallen, from, Math.min(fallen.length, from + batch));
      boolean[] before = right(rows, kept, false);
      boolean[] after = right(rows, kept, true);
      for (int i = 0; i < rows.length; i++) {
        // a sample that fell because its logits were not finite may not fool by its image
        fooling += before[i] ? 0 : 1;
        if (!before[i] && after[i]) {
          lost.add(rows[i]);
        }
      }
    }
    return new CheckEvidence(
        Check.LOST_IN_ROUNDING.id(),
        attacked.attack().label(),
        attacked.threat().epsilon(),
        fooling,
        lost,
        null);
  }

  private boolean[] right(int[] rows, SortedMap<Integer, float[]> kept, boolean rounded) {
    int length = dataset.inputLength();
    float[] values = new float[rows.length * length];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(kept.get(rows[i]), 0, values, i * length, length);
    }
    if (rounded) {
      values = EightBits.round(values, dataset.testImages(rows));
    }
    INDArray images = dataset.batch(values, precision);
    int[] labels = Arrays.stream(rows).map(i -> dataset.plan().labels().get(i)).toArray();
    return judge.judge(images, Arrays.stream(rows).asLongStream().toArray(), labels).right();
  }
}
