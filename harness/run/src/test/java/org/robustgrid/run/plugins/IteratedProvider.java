package org.robustgrid.run.plugins;

import org.robustgrid.numerics.attack.GradientSource;
import org.robustgrid.numerics.attack.PgdResult;
import org.robustgrid.numerics.attack.ProjectedGradientDescent;
import org.robustgrid.numerics.attack.Start;
import org.robustgrid.numerics.loss.CrossEntropy;
import org.robustgrid.spi.Capability;
import org.robustgrid.spi.Descriptor;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.attack.Attack;
import org.robustgrid.spi.attack.AttackProvider;
import org.robustgrid.spi.attack.AttackRequest;
import org.robustgrid.spi.attack.AttackResult;

/** Projected gradient descent, under the id that checks look for. */
public final class IteratedProvider implements AttackProvider {

  private static final Parameter<Integer> STEPS =
      Parameter.integer("steps", 40, "how often").atLeast(1);

  private static final Descriptor DESCRIPTOR =
      Descriptor.builder("pgd", "Projected gradient descent.")
          .capabilities(Capability.NEEDS_GRADIENTS)
          .norms(Norm.LINF)
          .parameters(STEPS)
          .build();

  @Override
  public Descriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Attack create(Parameters parameters) {
    return request -> run(request, parameters.get(STEPS));
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
