package org.robustgrid.attacks;

import java.util.List;
import java.util.stream.Collectors;
import org.robustgrid.numerics.loss.LossKind;
import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.Passes;
import org.robustgrid.spi.attack.Attack;
import org.robustgrid.spi.attack.AttackDescriptor;
import org.robustgrid.spi.attack.AttackProvider;

/**
 * {@code apgd}: Auto-PGD on cross-entropy, then on the difference of logits ratio, by which Seguin
 * et al. (2021) measure adversarial accuracy. With two classes, for which the ratio is not defined,
 * it uses cross-entropy only.
 */
public final class ApgdProvider implements AttackProvider {

  private static final Parameter<Integer> STEPS = AttackParameters.steps(100);

  private static final Parameter<List<LossKind>> LOSS =
      Parameter.choice(
          "loss",
          List.of(
              List.of(LossKind.CROSS_ENTROPY, LossKind.DLR),
              List.of(LossKind.CW),
              List.of(LossKind.CW_MARGIN),
              List.of(LossKind.PROBABILITY_MARGIN)),
          losses -> losses.stream().map(LossKind::id).collect(Collectors.joining("+")),
          "the losses to ascend, one after the other; probability_margin is the loss of PMA");

  @Override
  public AttackDescriptor descriptor() {
    return AttackParameters.apgd(
            "apgd",
            "Auto-PGD on cross-entropy, then on the difference of logits ratio for the survivors;"
                + " with two classes, for which the ratio is not defined, on cross-entropy only")
        .citation(
            "Seguin et al.: Understanding the logit distributions of adversarially-trained deep"
                + " neural networks. 2021")
        .parameters(
            STEPS,
            AttackParameters.RESTARTS,
            AttackParameters.RHO,
            LOSS,
            AttackParameters.ODI_STEPS)
        .build();
  }

  @Override
  public Attack create(Parameters parameters) {
    return new ApgdAttack(
        "apgd",
        parameters.get(LOSS),
        parameters.get(STEPS),
        parameters.get(AttackParameters.RESTARTS),
        parameters.get(AttackParameters.RHO),
        new Diversified(parameters.get(AttackParameters.ODI_STEPS), true),
        1);
  }

  /** For each run on a loss, one gradient per diversification step, at the start and per step. */
  @Override
  public Passes estimate(Parameters parameters, DataDescription data) {
    double runs =
        (double) ApgdAttack.defined(parameters.get(LOSS), data.classes(), false).size()
            * parameters.get(AttackParameters.RESTARTS);
    int odi = parameters.get(AttackParameters.ODI_STEPS);
    return Passes.gradients(runs * (parameters.get(STEPS) + 1 + odi));
  }
}
