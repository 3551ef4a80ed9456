package org.example.plugin;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.loss.CrossEntropy;
import org.robustgrid.numerics.norm.FeasibleSet;
import org.robustgrid.spi.attack.Attack;
import org.robustgrid.spi.attack.AttackRequest;
import org.robustgrid.spi.attack.AttackResult;
import org.robustgrid.spi.network.Loss;
import org.robustgrid.spi.network.Query;

/**
 * The momentum iterative method of Dong et al. 2018, algorithm 1: g ← decay · g + ∇ / ‖∇‖₁, then a
 * step of epsilon / steps along g.
 *
 * @param steps gradient steps
 * @param decay share of the momentum kept at each step
 */
record MomentumAttack(int steps, double decay) implements Attack {

  @Override
  public AttackResult run(AttackRequest request) {
    INDArray images = request.images();
    FeasibleSet feasible =
        new FeasibleSet(request.threatModel(), request.domain(), images.dataType());
    Loss loss = new CrossEntropy(request.labels());
    double stepSize = request.threatModel().epsilon() / steps;
    long[] samples = request.samples();
    double[] originals = HostArrays.read(images);
    double[] points = originals.clone();
    double[] momentum = new double[points.length];
    int length = points.length / samples.length;
    INDArray iterates = images.dup('c');
    for (int step = 0; step < steps; step++) {
      request.monitor().check();
      Query query = new Query(samples, request.random().with(step));
      double[] gradients =
          HostArrays.read(request.classifier().lossGradient(iterates, query, loss).gradient());
      for (int offset = 0; offset < points.length; offset += length) {
        accumulate(gradients, momentum, offset, length);
        feasible.ball().ascend(points, momentum, offset, length, stepSize);
        feasible.settle(originals, points, offset, length);
      }
      HostArrays.write(points, iterates);
    }
    return AttackResult.builder(iterates).build();
  }

  /** Adds one sample's normalised gradient; skips a gradient that is zero or not finite. */
  private void accumulate(double[] gradients, double[] momentum, int offset, int length) {
    double norm = 0;
    for (int i = offset; i < offset + length; i++) {
      norm += Math.abs(gradients[i]);
    }
    boolean usable = norm > 0 && Double.isFinite(norm);
    for (int i = offset; i < offset + length; i++) {
      momentum[i] = decay * momentum[i] + (usable ? gradients[i] / norm : 0);
    }
  }
}
