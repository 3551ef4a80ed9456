package org.robustgrid.bench;

import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.spi.data.Dataset;
import org.robustgrid.spi.defense.Defense;
import org.robustgrid.spi.defense.TrainingBatch;
import org.robustgrid.spi.defense.TrainingStep;
import org.robustgrid.spi.network.Network;
import org.robustgrid.spi.random.RandomKey;

/** One step of a defense's training, on the first images of the training data. */
final class BenchedStep {

  private final TrainingStep step;
  private final Network network;
  private final TrainingBatch batch;
  private final INDArray gradient;

  private BenchedStep(TrainingStep step, Network network, TrainingBatch batch) {
    this.step = step;
    this.network = network;
    this.batch = batch;
    this.gradient = Nd4j.create(DataType.FLOAT, network.parameterCount());
  }

  /**
   * Takes the step that a defense would train with.
   *
   * @param digits 1×28×28
   */
  static BenchedStep of(Defense defense, Dataset digits, Network network, int rows) {
    StepRequest request = new StepRequest(digits, network);
    TrainingStep step = request.stepOf(defense);
    Digits first = Digits.of(digits.training(), rows);
    int[] indices = IntStream.range(0, rows).toArray();
    RandomKey random = RandomKey.of(0);
    int planes = step.auxiliary().planes();
    INDArray auxiliary = Nd4j.empty(DataType.FLOAT);
    if (planes > 0) {
      float[] targets = new float[rows * planes * 784];
      step.auxiliary().read(indices, random, targets);
      auxiliary = Nd4j.create(targets, new long[] {rows, planes, 1, 28, 28}, 'c');
    }
    TrainingBatch batch =
        new TrainingBatch(
            first.images(0, rows), first.labels(), indices, auxiliary, 0, 0, 0, random);
    return new BenchedStep(step, network, batch);
  }

  /** Loss and gradient; the weights stay as they are. */
  double run() {
    gradient.assign(0);
    return step.accumulate(network, batch, gradient);
  }
}
