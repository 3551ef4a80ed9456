package org.robustgrid.run.plugins;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.defense.Defense;
import org.robustgrid.spi.defense.DefenseDescriptor;
import org.robustgrid.spi.defense.DefenseProvider;
import org.robustgrid.spi.defense.DefenseRequest;
import org.robustgrid.spi.defense.DivergedException;
import org.robustgrid.spi.defense.TrainedDefense;
import org.robustgrid.spi.defense.TrainingBatch;
import org.robustgrid.spi.network.Mode;
import org.robustgrid.spi.network.Network;
import org.robustgrid.spi.network.Pass;

/** Plain cross-entropy training, or one of the ways in which a training goes wrong. */
public final class PlainProvider implements DefenseProvider {

  private static final Parameter<String> BEHAVIOUR =
      Parameter.choice(
          "behaviour", java.util.List.of("good", "nan", "diverges", "throws"), "what it does");

  private static final DefenseDescriptor DESCRIPTOR =
      DefenseDescriptor.builder("plain", "Cross-entropy.").parameters(BEHAVIOUR).build();

  @Override
  public DefenseDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Defense create(Parameters parameters) {
    String behaviour = parameters.get(BEHAVIOUR);
    return request -> train(request, behaviour);
  }

  /** Trains with cross-entropy. */
  static TrainedDefense train(DefenseRequest request, String behaviour) {
    if (behaviour.equals("throws")) {
      throw new IllegalStateException("this defense never works");
    }
    if (behaviour.equals("diverges")) {
      throw new DivergedException("the loss is NaN in epoch 1, step 3");
    }
    Network network = request.newNetwork();
    request.trainer().train(network, request.settings(), PlainProvider::accumulate);
    if (behaviour.equals("nan")) {
      network.parameters().putScalar(0, Float.NaN);
      network.parametersChanged();
    }
    return TrainedDefense.builder(network).figure("answer", 42).build();
  }

  static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static double accumulate(Network network, TrainingBatch batch, INDArray gradient) {
    try (Pass pass = network.forward(batch.images(), Mode.TRAINING, batch.random())) {
      double[][] logits = pass.logits().toDoubleMatrix();
      double loss = 0;
      float[][] cotangents = new float[batch.rows()][network.classes()];
      for (int i = 0; i < batch.rows(); i++) {
        double[] z = logits[i];
        double sum = 0;
        for (double value : z) {
          sum += Math.exp(value - z[0]);
        }
        double logSum = z[0] + Math.log(sum);
        loss += (logSum - z[batch.labels()[i]]) / batch.rows();
        for (int c = 0; c < z.length; c++) {
          double target = c == batch.labels()[i] ? 1 : 0;
          cotangents[i][c] = (float) ((Math.exp(z[c] - logSum) - target) / batch.rows());
        }
      }
      pass.parameterGradient(
          Nd4j.createFromArray(cotangents).castTo(network.precision()), gradient);
      return loss;
    }
  }
}
