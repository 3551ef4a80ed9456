package org.robustgrid.run.worker;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.spi.network.Query;

/** The samples of an attack, with the validation of its queries about them. */
final class AttackedBatch {

  private final AdversarialCheck check;
  private final float[] originals;
  private final int[] labels;
  private final int length;
  private final Map<Long, Integer> rows = new HashMap<>();

  /**
   * A batch.
   *
   * @param check of the threat model and the domain
   * @param originals all images, one after the other
   * @param labels true class of each row
   * @param samples index of each row
   */
  AttackedBatch(AdversarialCheck check, float[] originals, int[] labels, long[] samples) {
    this.check = check;
    this.originals = originals;
    this.labels = labels;
    this.length = originals.length / samples.length;
    for (int row = 0; row < samples.length; row++) {
      rows.put(samples[row], row);
    }
  }

  /**
   * Requires as many images as samples are named, all of them the batch's, and finite values.
   *
   * @throws ViolationException otherwise
   */
  void require(INDArray images, Query query) {
    if (images == null || images.isEmpty() || images.rank() == 0) {
      throw new ViolationException(
          "the attack made a query without images; a query needs one row or more");
    }
    long[] asked = query.samples();
    if (images.size(0) != asked.length) {
      throw new ViolationException(
          "the attack queried "
              + images.size(0)
              + " images under the names of "
              + asked.length
              + " samples; a query names the sample of each row");
    }
    for (long sample : asked) {
      if (!rows.containsKey(sample)) {
        throw new ViolationException(
            "the attack queried sample "
                + sample
                + ", which is not one of the "
                + rows.size()
                + " it was given; name the samples of the request");
      }
    }
    // if large values overflow to infinity, they are checked individually
    if (!Double.isFinite(images.sumNumber().doubleValue())) {
      requireFinite(HostArrays.read(images), asked);
    }
  }

  private static void requireFinite(double[] values, long[] asked) {
    int length = values.length / asked.length;
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        throw new ViolationException(
            "the attack queried sample "
                + asked[i / length]
                + " with the value "
                + values[i]
                + " at coordinate "
                + i % length
                + "; expected finite ones");
      }
    }
  }

  /** The true class of a sample. */
  int label(long sample) {
    return labels[rows.get(sample)];
  }

  /**
   * Whether a point is a valid adversarial image: inside the ball around its sample and inside the
   * domain.
   *
   * @param points of a question, one after the other
   * @param row whose point it is
   * @param sample whose original it moves
   */
  boolean feasible(double[] points, int row, long sample) {
    int original = rows.get(sample) * length;
    return check.admits(
        sample,
        Arrays.copyOfRange(originals, original, original + length),
        Arrays.copyOfRange(points, row * length, (row + 1) * length));
  }
}
