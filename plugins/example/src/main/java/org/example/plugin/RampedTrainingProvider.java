package org.example.plugin;

import java.util.List;
import org.robustgrid.spi.defense.Defense;
import org.robustgrid.spi.defense.DefenseProvider;
import org.robustgrid.spi.Descriptor;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.ParameterDeclaration;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.attack.ThreatModel;

/** {@code ramped-training}: adversarial training whose epsilon rises from epoch to epoch. */
public final class RampedTrainingProvider implements DefenseProvider {

  @Override
  public Descriptor descriptor() {
    return Descriptor.builder(
            "ramped-training", "Adversarial training whose epsilon rises from epoch to epoch")
        .citation("Madry et al.: Towards deep learning models resistant to attacks. ICLR 2018")
        .parameters(
            ParameterDeclaration.choice(
                "norm", List.of("linf", "l2"), "norm of the ball that training perturbs within"),
            ParameterDeclaration.number("epsilon", 8.0 / 255, "its radius in the last epoch")
                .above(0),
            ParameterDeclaration.integer("steps", 5, "PGD steps on each minibatch").atLeast(1),
            ParameterDeclaration.numbers(
                    "ramp", List.of(0.5), "shares of epsilon on the way from 0 to 1")
                .atLeast(0)
                .atMost(1))
        .build();
  }

  @Override
  public Defense create(Parameters parameters) {
    ThreatModel threat =
        new ThreatModel(Norm.of(parameters.text("norm")), parameters.number("epsilon"));
    EpsilonRamp ramp = new EpsilonRamp(parameters.numbers("ramp"));
    return new RampedTraining(threat, (int) parameters.integer("steps"), ramp);
  }
}
