package org.robustgrid.defenses.adversarial;

import org.robustgrid.defenses.InnerAttack;
import org.robustgrid.defenses.StepDefense;
import org.robustgrid.defenses.TrainingOverrides;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.defense.Defense;
import org.robustgrid.spi.defense.DefenseCost;
import org.robustgrid.spi.defense.DefenseDescriptor;
import org.robustgrid.spi.defense.DefenseProvider;

/**
 * {@code trades}: clean cross-entropy plus β times the KL divergence between the predictions on
 * clean and on adversarial images (Zhang et al. 2019).
 */
public final class TradesProvider implements DefenseProvider {

  public static final Parameter<Double> BETA =
      Parameter.real("beta", 6, "weight of the divergence").atLeast(0);

  public static final String CITATION =
      "Zhang et al.: Theoretically principled trade-off between robustness and accuracy. ICML 2019";

  @Override
  public DefenseDescriptor descriptor() {
    return DefenseDescriptor.builder(
            "trades",
            "Clean cross-entropy plus the divergence of predictions on adversarial images")
        .citation(CITATION)
        .parameters(BETA)
        .parameters(InnerAttack.parameters())
        .parameters(TrainingOverrides.EPOCHS, TrainingOverrides.LEARNING_RATE)
        .build();
  }

  @Override
  public Defense create(Parameters parameters) {
    double beta = parameters.get(BETA);
    InnerAttack attack = InnerAttack.of(parameters);
    return new StepDefense(
        TrainingOverrides.of(parameters),
        request -> new TradesStep(beta, attack, request.domain()));
  }

  @Override
  public DefenseCost estimate(Parameters parameters) {
    return TradesStep.cost(InnerAttack.of(parameters));
  }
}
