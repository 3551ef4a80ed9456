package org.robustgrid.defenses.energy;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.defenses.CrossEntropyStep;
import org.robustgrid.defenses.NoisyImages;
import org.robustgrid.numerics.objective.JointEnergyObjective;
import org.robustgrid.spi.defense.DefenseRequest;
import org.robustgrid.spi.defense.DivergedException;
import org.robustgrid.spi.defense.TrainingBatch;
import org.robustgrid.spi.defense.TrainingStep;
import org.robustgrid.spi.network.Mode;
import org.robustgrid.spi.network.Network;
import org.robustgrid.spi.network.Pass;

/**
 * Training step of JEM and JEAT: the negative log-likelihood of the joint distribution, mean (E(x,
 * y) − E(x)) + mean E(x) − mean E(x_sgld) (Zhu et al. 2021, Eq. 19 and Algorithm 1). The images x
 * are clean in JEM and adversarial in JEAT, with small Gaussian noise as in JEM. Without the noise,
 * exactly black background pixels would distinguish images from chains, which always contain noise.
 *
 * @param source makes the images x
 * @param noisy adds the noise to x
 * @param sampler draws x_sgld
 */
record EnergyStep(CrossEntropyStep.ImageSource source, NoisyImages noisy, LangevinSampler sampler)
    implements TrainingStep {

  /** Training counts as diverged beyond this energy; floats overflow soon after. */
  private static final double LARGEST_ENERGY = 1e6;

  /** Creates a step whose noise and chains follow the declared parameters. */
  static EnergyStep of(
      CrossEntropyStep.ImageSource source, LangevinParameters langevin, DefenseRequest request) {
    return new EnergyStep(
        source, new NoisyImages(langevin.inputNoise()), langevin.sampler(request));
  }

  @Override
  public double accumulate(Network network, TrainingBatch batch, INDArray gradient) {
    INDArray sampled = sampler.sample(network, batch);
    INDArray images = noisy.of(source.images(network, batch), batch);
    try (Pass real = network.forward(images, Mode.TRAINING, batch.random().with("real"));
        Pass drawn = network.forward(sampled, Mode.TRAINING, batch.random().with("drawn"))) {
      JointEnergyObjective.Value value =
          JointEnergyObjective.accumulate(
              real, drawn, batch.labels(), batch.labelSmoothing(), gradient);
      if (!(Math.abs(value.marginalTerm()) < LARGEST_ENERGY)) {
        throw new DivergedException(
            "the energy diverged: mean E(x) - mean E(x_sgld) is "
                + value.marginalTerm()
                + " in epoch "
                + (batch.epoch() + 1)
                + ", step "
                + (batch.step() + 1));
      }
      return value.loss();
    }
  }

  @Override
  public Map<String, INDArray> state() {
    return sampler.state();
  }

  @Override
  public void restore(Map<String, INDArray> state) {
    sampler.restore(state);
  }
}
