package org.robustgrid.attacks;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.attack.ApgdResult;
import org.robustgrid.numerics.attack.AutoProjectedGradientDescent;
import org.robustgrid.numerics.attack.GradientSource;
import org.robustgrid.numerics.attack.RepeatedGradient;
import org.robustgrid.numerics.attack.ShrinkingRadii;
import org.robustgrid.numerics.attack.Start;
import org.robustgrid.numerics.norm.FeasibleSet;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.attack.AttackRequest;
import org.robustgrid.spi.network.Loss;

/**
 * Runs APGD on some rows of a request, in the norm of its threat model: with an adaptive step size
 * in L∞ and L2 (Croce and Hein 2020), with adaptive sparsity and shrinking radii in L1 (Croce and
 * Hein 2021).
 */
final class ApgdRuns {

  private final AttackRequest request;
  private final GradientSource source;
  private final AutoProjectedGradientDescent descent;
  private final ShrinkingRadii stages;
  private final FeasibleSet feasible;

  /**
   * Prepares the runs of an attack.
   *
   * @param id the attack's id, for progress reports
   * @param runs total number of runs, for progress reports
   * @param draws number of draws of a randomised model that are averaged for a gradient
   */
  ApgdRuns(AttackRequest request, String id, int steps, double rho, int runs, int draws) {
    this.request = request;
    boolean l1 = request.threatModel().norm() == Norm.L1;
    // the runs of the other norms report progress themselves
    GradientSource plain =
        GradientSource.of(
            l1
                ? new WatchedClassifier(
                    request.classifier(), request.monitor(), id, (steps + 3L) * runs)
                : request.classifier());
    boolean repeated = draws > 1 && request.classifier().randomised();
    this.source = repeated ? new RepeatedGradient(plain, draws) : plain;
    this.descent =
        AutoProjectedGradientDescent.builder(request.threatModel())
            .domain(request.domain())
            .steps(steps)
            .rho(rho)
            .observer(Progress.observer(request.monitor(), id, steps, runs))
            .build();
    this.stages = new ShrinkingRadii(request.threatModel().epsilon(), steps, request.domain());
    this.feasible =
        new FeasibleSet(request.threatModel(), request.domain(), request.images().dataType());
  }

  /** Performs one run on some rows. */
  ApgdResult run(INDArray images, RowGoals goal, long[] samples, Loss loss, Start start) {
    if (request.threatModel().norm() == Norm.L1) {
      return sparse(images, goal.labels(), samples, loss, start);
    }
    return goal.targeted()
        ? descent.runTowards(source, images, goal.decisive(), samples, loss, start)
        : descent.run(source, images, goal.labels(), samples, loss, start);
  }

  private ApgdResult sparse(INDArray images, int[] labels, long[] samples, Loss loss, Start start) {
    double[] center = HostArrays.read(images);
    double[] noise = center.clone();
    int length = center.length / samples.length;
    if (start.given().isPresent()) {
      HostArrays.read(start.given().get(), noise);
    } else {
      for (int row = 0; row < samples.length; row++) {
        feasible
            .ball()
            .drawOnSphere(
                start.random().with("start").with(start.restart()).with(samples[row]).stream(),
                center,
                noise,
                row * length,
                length);
      }
    }
    for (int i = 0; i < noise.length; i++) {
      noise[i] -= center[i];
    }
    ApgdResult found =
        stages.run(source, images, labels, samples, loss, noise, start, (stage, from, best) -> {});
    settle(center, found.best(), length);
    settle(center, found.adversarial(), length);
    return found;
  }

  /** Projects points onto the ball: points of a stopped run may have a larger radius. */
  private void settle(double[] center, INDArray points, int length) {
    double[] settled = HostArrays.read(points);
    for (int offset = 0; offset < settled.length; offset += length) {
      feasible.settle(center, settled, offset, length);
    }
    HostArrays.write(settled, points);
  }
}
