package org.robustgrid.numerics.attack;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.spi.network.Loss;
import org.robustgrid.spi.network.LossGradient;
import org.robustgrid.spi.random.RandomKey;

/**
 * Expectation over transformation as AutoAttack has it: the gradient is the mean over several
 * draws, loss and prediction are those of the last draw alone (Croce and Hein 2020).
 *
 * @param source of one draw
 * @param draws at least 1
 * @since 0.1
 */
public record RepeatedGradient(GradientSource source, int draws) implements GradientSource {

  @Override
  public LossGradient evaluate(INDArray images, long[] samples, RandomKey draw, Loss loss) {
    double[] sum = new double[Math.toIntExact(images.length())];
    double[] one = new double[sum.length];
    LossGradient last = null;
    for (int k = 0; k < draws; k++) {
      last = source.evaluate(images, samples, draw.with(k), loss);
      HostArrays.read(last.gradient(), one);
      for (int i = 0; i < sum.length; i++) {
        sum[i] += one[i];
      }
    }
    INDArray mean = images.dup('c');
    HostArrays.write(Arrays.stream(sum).map(v -> v / draws).toArray(), mean);
    return new LossGradient(last.losses(), last.logits(), mean);
  }
}
