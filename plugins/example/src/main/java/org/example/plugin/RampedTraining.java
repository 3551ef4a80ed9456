package org.example.plugin;

import org.robustgrid.numerics.attack.ProjectedGradientDescent;
import org.robustgrid.spi.defense.Defense;
import org.robustgrid.spi.defense.DefenseRequest;
import org.robustgrid.spi.network.Network;
import org.robustgrid.spi.attack.ThreatModel;
import org.robustgrid.spi.defense.TrainedDefense;
import org.robustgrid.spi.defense.TrainingStep;

/**
 * Adversarial training with PGD (Madry et al. 2018), in which epsilon rises from epoch to epoch.
 *
 * @param threat norm and epsilon of the last epoch
 * @param steps PGD steps on each minibatch
 * @param ramp the rise of epsilon over the epochs
 */
record RampedTraining(ThreatModel threat, int steps, EpsilonRamp ramp) implements Defense {

  @Override
  public TrainedDefense train(DefenseRequest request) {
    Network network = request.newNetwork();
    TrainingStep step = new AdversarialStep(epoch -> attack(epoch, request));
    request.trainer().train(network, request.settings(), step);
    return TrainedDefense.builder(network)
        .figure("commons-math", EpsilonRamp.libraryVersion())
        .build();
  }

  /** The attack of an epoch, counted from 0; in the last one, epsilon has its full value. */
  private ProjectedGradientDescent attack(int epoch, DefenseRequest request) {
    double share = ramp.share((epoch + 1.0) / request.settings().epochs());
    double epsilon = share * threat.epsilon();
    return ProjectedGradientDescent.builder(new ThreatModel(threat.norm(), epsilon))
        .domain(request.domain())
        .steps(steps)
        .stepSize(2.5 * epsilon / steps)
        .randomStart(true)
        .build();
  }
}
