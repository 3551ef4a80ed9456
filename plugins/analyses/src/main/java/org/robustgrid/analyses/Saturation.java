package org.robustgrid.analyses;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.loss.CrossEntropy;
import org.robustgrid.spi.analysis.AnalysisRequest;
import org.robustgrid.spi.network.Loss;
import org.robustgrid.spi.network.Query;

/**
 * The samples at which the loss has no usable gradient at the clean image. If the gradient of
 * cross-entropy is zero, the gradient of the gap to the next class is computed too: if the true
 * class's probability rounds to 1, cross-entropy has gradient zero, however steep the logits are.
 *
 * @param asked number of samples checked
 * @param zero samples where the gradients of cross-entropy and of the gap to the next class are
 *     zero
 * @param notFinite samples where the gradient is not finite
 * @param saturated samples where the gradient of cross-entropy is zero and that of the gap is not
 */
record Saturation(int asked, List<Integer> zero, List<Integer> notFinite, List<Integer> saturated) {

  private enum Slope {
    ZERO,
    NOT_FINITE,
    SOME
  }

  static Saturation of(AnalysisRequest request) {
    List<CleanBatch> batches = CleanBatch.first(request);
    Saturation found =
        new Saturation(
            CleanBatch.asked(batches), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (CleanBatch batch : batches) {
      Slope[] slopes = slopes(request, batch, new CrossEntropy(batch.labels()));
      boolean any = Arrays.asList(slopes).contains(Slope.ZERO);
      Slope[] gaps = any ? slopes(request, batch, gap(batch.labels())) : slopes;
      for (int row = 0; row < slopes.length; row++) {
        int sample = (int) batch.samples()[row];
        if (slopes[row] == Slope.NOT_FINITE) {
          found.notFinite.add(sample);
        } else if (slopes[row] == Slope.ZERO) {
          (gaps[row] == Slope.SOME ? found.saturated : found.zero).add(sample);
        }
      }
    }
    return found;
  }

  private static Slope[] slopes(AnalysisRequest request, CleanBatch batch, Loss loss) {
    double[] gradient =
        HostArrays.read(
            request
                .model()
                .classifier()
                .lossGradient(
                    batch.images().dup(),
                    new Query(batch.samples(), request.random().with("gradient")),
                    loss)
                .gradient());
    Slope[] slopes = new Slope[batch.labels().length];
    int length = gradient.length / slopes.length;
    for (int row = 0; row < slopes.length; row++) {
      double[] own = Arrays.copyOfRange(gradient, row * length, (row + 1) * length);
      boolean finite = Arrays.stream(own).allMatch(Double::isFinite);
      boolean zero = Arrays.stream(own).allMatch(value -> value == 0);
      slopes[row] = !finite ? Slope.NOT_FINITE : zero ? Slope.ZERO : Slope.SOME;
    }
    return slopes;
  }

  /** The difference of the largest other logit and the true class's logit. */
  private static Loss gap(int[] labels) {
    return (row, logits, gradient) -> {
      int label = labels[row];
      int rival = label == 0 ? 1 : 0;
      for (int c = 0; c < logits.length; c++) {
        rival = c != label && logits[c] > logits[rival] ? c : rival;
      }
      Arrays.fill(gradient, 0);
      gradient[rival] = 1;
      gradient[label] = -1;
      return logits[rival] - logits[label];
    };
  }
}
