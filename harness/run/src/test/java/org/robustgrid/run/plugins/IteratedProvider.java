package org.robustgrid.run.plugins;

import org.robustgrid.numerics.attack.GradientSource;
import org.robustgrid.numerics.attack.PgdResult;
import org.robustgrid.numerics.attack.ProjectedGradientDescent;
import org.robustgrid.numerics.attack.Start;
import org.robustgrid.numerics.loss.CrossEntropy;
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

/** Projected gradient descent; the reference of checks with gradients. */
public final class IteratedProvider implements AttackProvider {

  private static final Parameter<Integer> STEPS =
      Parameter.integer("steps", 40, "how often").atLeast(1);

  private static final AttackDescriptor DESCRIPTOR =
      AttackDescriptor.builder("pgd", "Projected gradient descent.")
          .access(Access.GRADIENTS)
          .norms(Norm.LINF)
          .iterated()
          .reference(STEPS, 20)
          .parameters(STEPS)
          .build();

  @Override
  public AttackDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Attack create(Parameters parameters) {
    return request -> run(request, parameters.get(STEPS));
  }

  @Override
  public Passes estimate(Parameters parameters, DataDescription data) {
    return Passes.gradients(parameters.get(STEPS));
  }

  private static AttackResult run(AttackRequest request, int steps) {
    ProjectedGradientDescent descent =
        ProjectedGradientDescent.builder(request.threatModel())
            .domain(request.domain())
            .stepSize(2.5 / steps * request.threatModel().epsilon())
            .steps(steps)
            .build();
    PgdResult found =
        descent.run(
            GradientSource.of(request.classifier()),
            request.images(),
            request.samples(),
            new CrossEntropy(request.labels()),
            Start.random(request.random(), 0));
    return AttackResult.builder(found.iterates()).build();
  }
}
