package org.robustgrid.defenses.alignment;

import org.robustgrid.defenses.InnerAttack;
import org.robustgrid.defenses.TrainingOverrides;
import org.robustgrid.defenses.adversarial.TradesProvider;
import org.robustgrid.defenses.adversarial.TradesStep;
import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.defense.Defense;
import org.robustgrid.spi.defense.DefenseCost;
import org.robustgrid.spi.defense.DefenseDescriptor;
import org.robustgrid.spi.defense.DefenseProvider;

/** {@code trades-pag}: TRADES with gradient alignment (Ganz et al. 2023, section 6). */
public final class TradesPagProvider implements DefenseProvider {

  @Override
  public DefenseDescriptor descriptor() {
    return DefenseDescriptor.builder("trades-pag", "TRADES with perceptually aligned gradients")
        .citation(PagProvider.CITATION)
        .citation(TradesProvider.CITATION)
        .parameters(TradesProvider.BETA)
        .parameters(InnerAttack.parameters())
        .parameters(AlignmentParameters.parameters(0.5))
        .parameters(TrainingOverrides.EPOCHS, TrainingOverrides.LEARNING_RATE)
        .build();
  }

  @Override
  public Defense create(Parameters parameters) {
    double beta = parameters.get(TradesProvider.BETA);
    InnerAttack attack = InnerAttack.of(parameters);
    return new PagDefense(
        TrainingOverrides.of(parameters),
        AlignmentParameters.of(parameters),
        (request, alignment) ->
            new AlignedStep(new TradesStep(beta, attack, request.domain()), alignment));
  }

  @Override
  public DefenseCost estimate(Parameters parameters) {
    return TradesStep.cost(InnerAttack.of(parameters));
  }

  @Override
  public void requireFits(Parameters parameters, DataDescription data) {
    AlignmentParameters.of(parameters).requireFits(data);
  }
}
