package org.robustgrid.defenses.adversarial;

import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.defenses.InnerAttack;
import org.robustgrid.defenses.NoisyImages;
import org.robustgrid.numerics.attack.ProjectedGradientDescent;
import org.robustgrid.numerics.attack.Start;
import org.robustgrid.numerics.loss.KullbackLeibler;
import org.robustgrid.numerics.objective.TradesObjective;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.Passes;
import org.robustgrid.spi.defense.DefenseCost;
import org.robustgrid.spi.defense.TrainingBatch;
import org.robustgrid.spi.defense.TrainingStep;
import org.robustgrid.spi.network.Mode;
import org.robustgrid.spi.network.Network;
import org.robustgrid.spi.network.Pass;

/**
 * Training step of TRADES (Zhang et al. 2019, Algorithm 1): maximises the divergence by PGD from x
 * + 0.001 ν with the network in inference mode, then minimises the objective with two passes in
 * training mode.
 */
public final class TradesStep implements TrainingStep {

  /**
   * Noise of the start point, as in the published code: at x itself the divergence has gradient
   * zero.
   */
  private static final double START_SIGMA = 0.001;

  private final TradesObjective objective;
  private final ProjectedGradientDescent descent;
  private final NoisyImages starts = new NoisyImages(START_SIGMA);

  public TradesStep(double beta, InnerAttack attack, Domain domain) {
    this.objective = new TradesObjective(beta);
    this.descent = attack.descent(domain);
  }

  /**
   * The logits of the clean image, one gradient for each step of the attack, and one for each of
   * the two images.
   */
  public static DefenseCost cost(InnerAttack attack) {
    return DefenseCost.CLEAN_TRAINING.training(
        Passes.gradients(2.0 + attack.steps()).plus(Passes.forward(1)));
  }

  @Override
  public double accumulate(Network network, TrainingBatch batch, INDArray gradient) {
    KullbackLeibler divergence = new KullbackLeibler(network.logits(batch.images()));
    Start start = new Start(batch.random(), 0, Optional.of(starts.of(batch)));
    INDArray adversarials = InnerAttack.attack(descent, network, batch, divergence, start);
    try (Pass clean = network.forward(batch.images(), Mode.TRAINING, batch.random().with("clean"));
        Pass adversarial =
            network.forward(adversarials, Mode.TRAINING, batch.random().with("adversarial"))) {
      return objective
          .accumulate(clean, adversarial, batch.labels(), batch.labelSmoothing(), gradient)
          .loss();
    }
  }
}
