package org.robustgrid.defenses.smoothing;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.loss.CrossEntropy;
import org.robustgrid.numerics.objective.MeanLoss;
import org.robustgrid.spi.defense.TrainingBatch;
import org.robustgrid.spi.defense.TrainingStep;
import org.robustgrid.spi.network.Mode;
import org.robustgrid.spi.network.Network;
import org.robustgrid.spi.network.Pass;

/**
 * Training step of SmoothAdv (Salman et al. 2019, Algorithm 1): cross-entropy on adversarial images
 * against the smoothed classifier, each with the noise draws that its attack used, all in one
 * batch.
 *
 * @param adversaries finds the adversarial images
 */
record SmoothAdversarialStep(SmoothAdversaries adversaries) implements TrainingStep {

  @Override
  public double accumulate(Network network, TrainingBatch batch, INDArray gradient) {
    double[][] noise = adversaries.noise(batch);
    double[] images = HostArrays.read(adversaries.of(network, batch, noise));
    int rows = batch.rows();
    double[] noisy = new double[noise.length * images.length];
    int[] labels = new int[noise.length * rows];
    for (int draw = 0; draw < noise.length; draw++) {
      for (int p = 0; p < images.length; p++) {
        noisy[draw * images.length + p] = images[p] + noise[draw][p];
      }
      System.arraycopy(batch.labels(), 0, labels, draw * rows, rows);
    }
    try (Pass pass =
        network.forward(
            array(noisy, labels.length, batch.images()),
            Mode.TRAINING,
            batch.random().with("forward"))) {
      CrossEntropy loss = new CrossEntropy(labels, batch.labelSmoothing());
      return MeanLoss.accumulate(pass, loss, 1, gradient);
    }
  }

  private static INDArray array(double[] values, int rows, INDArray like) {
    // a copy, since all arrays of this shape share their shape array
    long[] shape = Arrays.copyOf(like.shape(), like.rank());
    shape[0] = rows;
    INDArray array = Nd4j.createUninitialized(like.dataType(), shape, 'c');
    HostArrays.write(values, array);
    return array;
  }
}
