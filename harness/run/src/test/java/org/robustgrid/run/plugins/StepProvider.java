package org.robustgrid.run.plugins;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.spi.Access;
import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.Passes;
import org.robustgrid.spi.attack.Attack;
import org.robustgrid.spi.attack.AttackDescriptor;
import org.robustgrid.spi.attack.AttackProvider;
import org.robustgrid.spi.attack.AttackRequest;
import org.robustgrid.spi.attack.AttackResult;
import org.robustgrid.spi.network.Query;

/** One signed gradient step, several times over where asked. */
public final class StepProvider implements AttackProvider {

  private static final Parameter<Integer> STEPS =
      Parameter.integer("steps", 1, "how often").atLeast(1);

  private static final Parameter<Integer> PAUSE =
      Parameter.integer("pause", 0, "milliseconds between").atLeast(0);

  private static final AttackDescriptor DESCRIPTOR =
      AttackDescriptor.builder("step", "A signed gradient step.")
          .access(Access.GRADIENTS)
          .norms(Norm.LINF)
          .parameters(STEPS, PAUSE)
          .build();

  @Override
  public AttackDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Attack create(Parameters parameters) {
    return request -> run(request, parameters.get(STEPS), parameters.get(PAUSE));
  }

  @Override
  public Passes estimate(Parameters parameters, DataDescription data) {
    return Passes.gradients(parameters.get(STEPS));
  }

  /** Runs the attack. */
  static AttackResult run(AttackRequest request, long steps, long pause) {
    int[] labels = request.labels();
    INDArray x = request.images();
    double epsilon = request.threatModel().epsilon();
    INDArray adversarial = x.dup();
    for (int step = 0; step < steps; step++) {
      PlainProvider.pause(pause);
      request.monitor().check();
      Query query = new Query(request.samples(), request.random().with(step));
      INDArray gradient =
          request
              .classifier()
              .lossGradient(
                  adversarial,
                  query,
                  (row, logits, cotangent) -> {
                    int other = labels[row] == 0 ? 1 : 0;
                    cotangent[labels[row]] = -1;
                    cotangent[other] = 1;
                    return logits[other] - logits[labels[row]];
                  })
              .gradient();
      double[] values = new double[(int) x.length()];
      double[] g = gradient.dup('c').reshape(gradient.length()).toDoubleVector();
      double[] original = x.dup('c').reshape(x.length()).toDoubleVector();
      for (int i = 0; i < values.length; i++) {
        values[i] = request.domain().clip(original[i] + epsilon * Math.signum(g[i]));
      }
      adversarial =
          org.nd4j.linalg.factory.Nd4j.createFromArray(values)
              .castTo(x.dataType())
              .reshape(x.shape());
    }
    return AttackResult.builder(adversarial).build();
  }
}
