package org.example.plugin;

import java.util.Arrays;
import java.util.function.IntFunction;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.attack.GradientSource;
import org.robustgrid.numerics.attack.ProjectedGradientDescent;
import org.robustgrid.numerics.attack.Start;
import org.robustgrid.numerics.loss.CrossEntropy;
import org.robustgrid.numerics.objective.MeanLoss;
import org.robustgrid.spi.defense.TrainingBatch;
import org.robustgrid.spi.defense.TrainingStep;
import org.robustgrid.spi.network.Mode;
import org.robustgrid.spi.network.Network;
import org.robustgrid.spi.network.Pass;

/** Cross-entropy on adversarial images of each minibatch, with an attack for each epoch. */
final class AdversarialStep implements TrainingStep {

  private final IntFunction<ProjectedGradientDescent> attacks;
  private ProjectedGradientDescent attack;
  private int epoch = -1;

  AdversarialStep(IntFunction<ProjectedGradientDescent> attacks) {
    this.attacks = attacks;
  }

  @Override
  public double accumulate(Network network, TrainingBatch batch, INDArray gradient) {
    // the batch knows the epoch; counting would be wrong in a resumed training
    if (batch.epoch() != epoch) {
      epoch = batch.epoch();
      attack = attacks.apply(epoch);
    }
    CrossEntropy loss = new CrossEntropy(batch.labels());
    long[] samples = Arrays.stream(batch.indices()).asLongStream().toArray();
    Start start = Start.random(batch.random(), 0);
    INDArray images =
        attack.run(GradientSource.of(network), batch.images(), samples, loss, start).iterates();
    try (Pass pass = network.forward(images, Mode.TRAINING, batch.random().with("forward"))) {
      return MeanLoss.accumulate(pass, loss, 1, gradient);
    }
  }
}
