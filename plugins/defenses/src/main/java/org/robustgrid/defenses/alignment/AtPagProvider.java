package org.robustgrid.defenses.alignment;

import java.util.List;
import org.robustgrid.defenses.InnerAttack;
import org.robustgrid.defenses.TrainingOverrides;
import org.robustgrid.defenses.adversarial.AdversarialTrainingProvider;
import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.defense.Defense;
import org.robustgrid.spi.defense.DefenseCost;
import org.robustgrid.spi.defense.DefenseDescriptor;
import org.robustgrid.spi.defense.DefenseProvider;

/** {@code at-pag}: adversarial training with gradient alignment (Ganz et al. 2023, section 6). */
public final class AtPagProvider implements DefenseProvider {

  /** Seven steps of 1.5 epsilon / 7 at L2 0.5 (Ganz et al. 2023, appendix G). */
  private static final double REACH = 1.5;

  @Override
  public DefenseDescriptor descriptor() {
    return DefenseDescriptor.builder(
            "at-pag", "Adversarial training with perceptually aligned gradients")
        .citation(PagProvider.CITATION)
        .citation(AdversarialTrainingProvider.CITATION)
        .parameters(InnerAttack.parameters(List.of(Norm.L2, Norm.LINF), 0.5, 7, REACH))
        .parameters(AlignmentParameters.parameters(0.2))
        .parameters(TrainingOverrides.EPOCHS, TrainingOverrides.LEARNING_RATE)
        .build();
  }

  @Override
  public Defense create(Parameters parameters) {
    InnerAttack attack = InnerAttack.of(parameters, REACH);
    return new PagDefense(
        TrainingOverrides.of(parameters),
        AlignmentParameters.of(parameters),
        (request, alignment) -> new AlignedStep(attack.step(request.domain()), alignment));
  }

  @Override
  public DefenseCost estimate(Parameters parameters) {
    return DefenseCost.adversarial(InnerAttack.of(parameters).steps());
  }

  @Override
  public void requireFits(Parameters parameters, DataDescription data) {
    AlignmentParameters.of(parameters).requireFits(data);
  }
}
