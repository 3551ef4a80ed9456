package org.robustgrid.numerics.logit;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The images whose logit vectors point the same way (Seguin et al. 2021, figure B.3).
 *
 * @param image its index
 * @param similarity cosine of the two logit vectors, without centring; 0 if one of them is zero
 * @since 0.1
 */
public record LogitNeighbours(int image, double similarity) {

  /**
   * The other images of largest cosine similarity, the most similar first.
   *
   * @param logits [images][classes]
   * @param seed the image whose neighbours are asked for; it is left out itself
   * @param count how many; fewer if there are fewer images
   */
  public static List<LogitNeighbours> of(double[][] logits, int seed, int count) {
    return IntStream.range(0, logits.length)
        .filter(image -> image != seed)
        .mapToObj(image -> new LogitNeighbours(image, cosine(logits[seed], logits[image])))
        .sorted(Comparator.comparingDouble(LogitNeighbours::similarity).reversed())
        .limit(count)
        .toList();
  }

  private static double cosine(double[] a, double[] b) {
    double product = 0;
    double first = 0;
    double second = 0;
    for (int i = 0; i < a.length; i++) {
      product += a[i] * b[i];
      first += a[i] * a[i];
      second += b[i] * b[i];
    }
    double norms = Math.sqrt(first) * Math.sqrt(second);
    return norms == 0 ? 0 : product / norms;
  }
}
