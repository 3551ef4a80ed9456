package org.robustgrid.engine.training;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.spi.defense.TrainingSettings;
import org.robustgrid.spi.network.Network;

/** Updates of parameters in the memory of this process. */
final class HostUpdates implements Updates {

  private final Network network;
  private final GradientConditioning conditioning;
  private final ParameterUpdater updater;
  private final WeightAverage average;
  private final INDArray gradient;

  HostUpdates(TrainingSettings settings, Network network) {
    this.network = network;
    this.conditioning = GradientConditioning.of(settings, network);
    this.updater = new ParameterUpdater(settings, network.precision(), network.parameterCount());
    this.average = WeightAverage.of(settings, network);
    this.gradient = Nd4j.create(network.precision(), network.parameterCount());
  }

  @Override
  public INDArray zeroGradient() {
    return gradient.assign(0);
  }

  @Override
  public double update(double loss, double learningRate, int step, int epoch) {
    double norm = conditioning.apply(network.parameters(), gradient);
    if (Double.isFinite(loss) && Double.isFinite(norm)) {
      updater.update(network.parameters(), gradient, learningRate, step, epoch);
      network.parametersChanged();
      average.add(step + 1L);
    }
    return norm;
  }

  @Override
  public INDArray state() {
    return updater.state();
  }

  @Override
  public INDArray average() {
    return average.state();
  }

  @Override
  public void restored() {
    // both are live views
  }

  @Override
  public void exchange() {
    average.exchange();
  }

  @Override
  public void close() {
    // the garbage collector does it
  }
}
