package org.robustgrid.defenses;

import org.robustgrid.defenses.alignment.AlignmentParameters;
import org.robustgrid.spi.Defense;
import org.robustgrid.spi.DefenseProvider;
import org.robustgrid.spi.Descriptor;
import org.robustgrid.spi.Parameters;

/** {@code at-pag}: adversarial training with gradient alignment beside it. */
public final class AtPagProvider implements DefenseProvider {

  @Override
  public Descriptor descriptor() {
    return Descriptor.builder("at-pag", "Adversarial training with perceptually aligned gradients")
        .citation(PagProvider.CITATION)
        .citation(AdversarialTrainingProvider.CITATION)
        .parameters(InnerAttack.parameters(7))
        .parameters(AlignmentParameters.parameters(0.2))
        .parameters(TrainingOverrides.epochsParameter(), TrainingOverrides.learningRateParameter())
        .build();
  }

  @Override
  public Defense create(Parameters parameters) {
    InnerAttack attack = InnerAttack.of(parameters);
    return new PagDefense(
        TrainingOverrides.of(parameters),
        AlignmentParameters.of(parameters),
        (request, alignment) -> new AlignedStep(attack.step(request.domain()), alignment));
  }
}
