package org.robustgrid.analyses.reading;

import java.util.Arrays;
import java.util.List;
import org.robustgrid.spi.analysis.AnalysedModel;
import org.robustgrid.spi.analysis.AnalysisRequest;

/** Judges images that an analysis made, a batch at a time. */
public final class Judgements {

  private Judgements() {}

  /**
   * Returns whether a model takes each image for a class, as the harness judges the model.
   *
   * @param images each in C order
   * @param samples number of each image, which keys what a randomised model draws for it
   * @param classes class of each image
   */
  public static boolean[] right(
      AnalysisRequest request,
      AnalysedModel by,
      List<float[]> images,
      long[] samples,
      int[] classes) {
    boolean[] right = new boolean[images.size()];
    for (int from = 0; from < right.length; from += request.batchSize()) {
      int to = Math.min(right.length, from + request.batchSize());
      boolean[] batch =
          by.judge(
                  request.batch(LogitTable.joined(images.subList(from, to))),
                  Arrays.copyOfRange(samples, from, to),
                  Arrays.copyOfRange(classes, from, to))
              .right();
      System.arraycopy(batch, 0, right, from, batch.length);
    }
    return right;
  }
}
