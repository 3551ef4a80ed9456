package org.robustgrid.defenses.smoothing;

import org.robustgrid.defenses.CrossEntropyStep;
import org.robustgrid.defenses.InnerAttack;
import org.robustgrid.defenses.NoisyImages;
import org.robustgrid.defenses.TrainingOverrides;
import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.Passes;
import org.robustgrid.spi.attack.ThreatModel;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.defense.Defense;
import org.robustgrid.spi.defense.DefenseCost;
import org.robustgrid.spi.defense.DefenseDescriptor;
import org.robustgrid.spi.defense.DefenseProvider;
import org.robustgrid.spi.defense.DefenseRequest;
import org.robustgrid.spi.defense.Deployment;
import org.robustgrid.spi.defense.TrainedDefense;
import org.robustgrid.spi.defense.TrainingStep;
import org.robustgrid.spi.network.Classifier;
import org.robustgrid.spi.network.Network;

/**
 * {@code randomized-smoothing}: majority votes under Gaussian noise, with certified radii (Cohen,
 * Rosenfeld and Kolter 2019).
 */
public final class RandomizedSmoothingProvider implements DefenseProvider {

  private enum Training {
    GAUSSIAN,
    SMOOTH_ADV
  }

  private static final Parameter<Training> TRAINING =
      Parameter.choice(
          "training",
          Training.class,
          "on noisy images, or on noisy adversarial images against the smoothed classifier");

  private static final Parameter<Double> EPSILON =
      Parameter.real("epsilon", 1, "L2 radius of SmoothAdv, in the data's own units").above(0);

  private static final Parameter<Double> WARMUP_EPOCHS =
      Parameter.real(
              "epsilon-warmup-epochs",
              1,
              "epochs over which SmoothAdv's epsilon grows to its full value; 1: it does not grow")
          .atLeast(1);

  private static final Parameter<Integer> STEPS =
      Parameter.integer("steps", 4, "gradient steps of SmoothAdv").atLeast(1).atMost(10_000);

  private static final Parameter<Integer> TRAINING_DRAWS =
      Parameter.integer("training-draws", 2, "noise draws per image in SmoothAdv")
          .atLeast(1)
          .atMost(1000);

  @Override
  public DefenseDescriptor descriptor() {
    return DefenseDescriptor.builder(
            "randomized-smoothing", "Votes under Gaussian noise, with certified radii")
        .citation(
            "Cohen, Rosenfeld and Kolter: Certified adversarial robustness via randomized"
                + " smoothing. ICML 2019")
        .citation(
            "Kaur, Cohen and Lipton: Are perceptually-aligned gradients a general property of"
                + " robust classifiers? 2019")
        .citation(
            "Salman et al.: Provably robust deep learning via adversarially trained smoothed"
                + " classifiers. NeurIPS 2019")
        .randomised()
        .certified()
        .parameters(SmoothingSettings.parameters())
        .parameters(
            TRAINING,
            EPSILON,
            WARMUP_EPOCHS,
            STEPS,
            TRAINING_DRAWS,
            TrainingOverrides.EPOCHS,
            TrainingOverrides.LEARNING_RATE)
        .build();
  }

  @Override
  public Defense create(Parameters parameters) {
    double epsilon = parameters.get(EPSILON);
    int steps = parameters.get(STEPS);
    return new SmoothingDefense(
        TrainingOverrides.of(parameters),
        SmoothingSettings.of(parameters),
        parameters.get(TRAINING) == Training.SMOOTH_ADV,
        new InnerAttack(new ThreatModel(Norm.L2, epsilon), steps, 2 * epsilon / steps),
        parameters.get(WARMUP_EPOCHS),
        parameters.get(TRAINING_DRAWS));
  }

  @Override
  public DefenseCost estimate(Parameters parameters) {
    SmoothingSettings settings = SmoothingSettings.of(parameters);
    return new DefenseCost(
        parameters.get(TRAINING) == Training.SMOOTH_ADV
            ? Passes.gradients(parameters.get(TRAINING_DRAWS) * (1.0 + parameters.get(STEPS)))
            : DefenseCost.CLEAN_TRAINING.training(),
        settings.predictionDraws(),
        (double) settings.selectionDraws() + settings.estimationDraws());
  }

  @Override
  public void requireFits(Parameters parameters, DataDescription data) {
    SmoothingSettings.of(parameters)
        .tooFewDraws(data.classes())
        .ifPresent(
            message -> {
              throw new IllegalArgumentException(message);
            });
  }

  private record SmoothingDefense(
      TrainingOverrides overrides,
      SmoothingSettings settings,
      boolean adversarial,
      InnerAttack attack,
      double warmupEpochs,
      int draws)
      implements Defense {

    @Override
    public TrainedDefense train(DefenseRequest request) {
      settings
          .tooFewDraws(request.classNames().size())
          .ifPresent(
              message -> {
                throw new DataException(message);
              });
      TrainingStep step;
      if (adversarial) {
        step =
            new SmoothAdversarialStep(
                new SmoothAdversaries(
                    settings.sigma(), draws, attack, warmupEpochs, request.domain()));
      } else {
        NoisyImages noisy = new NoisyImages(settings.sigma());
        step = new CrossEntropyStep((network, batch) -> noisy.of(batch));
      }
      Network network = request.newNetwork();
      request.trainer().train(network, overrides.apply(request.settings()), step);
      return TrainedDefense.builder(network).build();
    }

    @Override
    public Classifier deploy(Deployment trained) {
      return new SmoothedClassifier(trained.network(), settings);
    }
  }
}
