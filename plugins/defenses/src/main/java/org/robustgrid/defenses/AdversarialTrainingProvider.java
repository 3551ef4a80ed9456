package org.robustgrid.defenses;

import org.robustgrid.numerics.attack.ProjectedGradientDescent;
import org.robustgrid.numerics.attack.Start;
import org.robustgrid.numerics.loss.CrossEntropy;
import org.robustgrid.spi.Defense;
import org.robustgrid.spi.DefenseProvider;
import org.robustgrid.spi.Descriptor;
import org.robustgrid.spi.Parameters;

/**
 * {@code adversarial-training}: cross-entropy on the final iterates of PGD from random starts, the
 * attack run on the network in inference mode.
 */
public final class AdversarialTrainingProvider implements DefenseProvider {

  @Override
  public Descriptor descriptor() {
    return Descriptor.builder(
            "adversarial-training", "Training on adversarial images found by PGD at each step")
        .citation(
            "Madry et al.: Towards deep learning models resistant to adversarial attacks. ICLR"
                + " 2018")
        .parameters(InnerAttack.parameters(10))
        .parameters(TrainingOverrides.epochsParameter(), TrainingOverrides.learningRateParameter())
        .build();
  }

  @Override
  public Defense create(Parameters parameters) {
    InnerAttack attack = InnerAttack.of(parameters);
    return new StepDefense(
        TrainingOverrides.of(parameters),
        request -> {
          ProjectedGradientDescent descent = attack.descent(request.domain());
          return new CrossEntropyStep(
              (network, batch) ->
                  InnerAttack.attack(
                      descent,
                      network,
                      batch,
                      new CrossEntropy(batch.labels()),
                      Start.random(batch.random(), 0)));
        });
  }
}
