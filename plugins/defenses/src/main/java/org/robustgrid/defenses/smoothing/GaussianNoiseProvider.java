package org.robustgrid.defenses.smoothing;

import org.robustgrid.defenses.CrossEntropyStep;
import org.robustgrid.defenses.NoisyImages;
import org.robustgrid.defenses.StepDefense;
import org.robustgrid.defenses.TrainingOverrides;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.defense.Defense;
import org.robustgrid.spi.defense.DefenseDescriptor;
import org.robustgrid.spi.defense.DefenseProvider;

/**
 * {@code gaussian-noise}: cross-entropy on images with Gaussian noise, not clipped to the domain
 * (Cohen, Rosenfeld and Kolter 2019).
 */
public final class GaussianNoiseProvider implements DefenseProvider {

  private static final Parameter<Double> SIGMA =
      Parameter.real("sigma", 0.25, "standard deviation of the noise, in the data's own units")
          .atLeast(0);

  @Override
  public DefenseDescriptor descriptor() {
    return DefenseDescriptor.builder("gaussian-noise", "Training on images with Gaussian noise")
        .citation(
            "Cohen, Rosenfeld and Kolter: Certified adversarial robustness via randomized"
                + " smoothing. ICML 2019")
        .parameters(SIGMA, TrainingOverrides.EPOCHS, TrainingOverrides.LEARNING_RATE)
        .build();
  }

  @Override
  public Defense create(Parameters parameters) {
    double sigma = parameters.get(SIGMA);
    return new StepDefense(
        TrainingOverrides.of(parameters),
        request -> {
          NoisyImages noisy = new NoisyImages(sigma);
          return new CrossEntropyStep((network, batch) -> noisy.of(batch));
        });
  }
}
