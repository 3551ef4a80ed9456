package org.robustgrid.run.worker;

import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.spi.random.RandomKey;

/**
 * Test images that the model assigns to another class than an attacked sample's, as starting points
 * of decision-based attacks. Which one a row gets is keyed by its sample and the number of the
 * draw.
 */
final class OtherImages {

  private final OpenDataset dataset;
  private final List<Integer> predictions;
  private final RandomKey random;
  private final INDArray images;
  private final int[] samples;
  private final int[] labels;
  private final int[] targets;

  /**
   * Images for a batch.
   *
   * @param predictions of the model without attack, by test sample
   * @param images of the batch
   * @param samples index of each row
   * @param labels true class of each row
   * @param targets of each row; empty unless targeted
   */
  OtherImages(
      OpenDataset dataset,
      List<Integer> predictions,
      RandomKey random,
      INDArray images,
      int[] samples,
      int[] labels,
      int[] targets) {
    this.dataset = dataset;
    this.predictions = predictions;
    this.random = random.with("others");
    this.images = images;
    this.samples = samples;
    this.labels = labels;
    this.targets = targets;
  }

  /** The images of a draw, one for each row; a row's own where no image is of another class. */
  INDArray draw(int number) {
    INDArray chosen = images.dup('c');
    double[] values = HostArrays.read(images);
    int length = dataset.inputLength();
    for (int row = 0; row < samples.length; row++) {
      int[] candidates = candidates(row);
      if (candidates.length > 0) {
        RandomKey key = random.with(samples[row]).with(number);
        int other = candidates[key.stream().nextInt(candidates.length)];
        float[] image = dataset.testImages(new int[] {other});
        for (int i = 0; i < length; i++) {
          values[row * length + i] = image[i];
        }
      }
    }
    HostArrays.write(values, chosen);
    return chosen;
  }

  private int[] candidates(int row) {
    return IntStream.range(0, predictions.size())
        .filter(
            i -> {
              int predicted = predictions.get(i);
              return targets.length > 0
                  ? predicted == targets[row]
                  : predicted >= 0 && predicted != labels[row];
            })
        .toArray();
  }
}
