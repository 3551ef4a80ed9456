package org.robustgrid.defenses.smoothing;

import java.util.List;
import java.util.Optional;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;

/**
 * Settings of prediction and certification by a smoothed classifier.
 *
 * @param sigma standard deviation of the noise, in the data's own units
 * @param soft Hoeffding bounds on mean softmax scores instead of Clopper–Pearson bounds on votes
 * @param predictionDraws draws for each prediction
 * @param selectionDraws draws that choose the class to certify (n₀)
 * @param estimationDraws draws that bound the probability of that class (n)
 * @param alpha largest probability that a certificate is wrong
 * @param curtailRadii radii declared in advance; certification stops as soon as the verdict at each
 *     is settled; empty: all n draws are made
 */
record SmoothingSettings(
    double sigma,
    boolean soft,
    int predictionDraws,
    int selectionDraws,
    int estimationDraws,
    double alpha,
    List<Double> curtailRadii) {

  private enum Kind {
    HARD,
    SOFT
  }

  private static final int MOST_DRAWS = 100_000_000;

  private static final Parameter<Double> SIGMA =
      Parameter.real("sigma", 0.5, "standard deviation of the noise, in the data's own units")
          .above(0);

  private static final Parameter<Kind> SMOOTHING =
      Parameter.choice("smoothing", Kind.class, "votes (hard) or mean softmax scores (soft)");

  private static final Parameter<Integer> PREDICTION_DRAWS =
      draws("prediction-draws", 100, "draws for each prediction");

  private static final Parameter<Integer> SELECTION_DRAWS =
      draws("n0", 100, "draws that choose the class to certify");

  private static final Parameter<Integer> ESTIMATION_DRAWS =
      draws("n", 1000, "draws that bound the probability of that class");

  private static final Parameter<Double> ALPHA =
      Parameter.real("alpha", 0.001, "largest probability that a certificate is wrong")
          .above(0)
          .atMost(0.5);

  private static final Parameter<List<Double>> CURTAIL_RADII =
      Parameter.reals(
              "curtail-radii",
              List.of(),
              "radii declared in advance; certification stops when the verdict at each is settled;"
                  + " empty: all n draws")
          .atLeast(0);

  private static Parameter<Integer> draws(String name, int value, String documentation) {
    return Parameter.integer(name, value, documentation).atLeast(1).atMost(MOST_DRAWS);
  }

  /** The declared parameters, in the order in which they are shown. */
  static List<Parameter<?>> parameters() {
    return List.of(
        SIGMA,
        SMOOTHING,
        PREDICTION_DRAWS,
        SELECTION_DRAWS,
        ESTIMATION_DRAWS,
        ALPHA,
        CURTAIL_RADII);
  }

  /**
   * Reads the parameters.
   *
   * @throws IllegalArgumentException if n is too small to certify any radius, even if all draws
   *     agree
   */
  static SmoothingSettings of(Parameters parameters) {
    SmoothingSettings settings =
        new SmoothingSettings(
            parameters.get(SIGMA),
            parameters.get(SMOOTHING) == Kind.SOFT,
            parameters.get(PREDICTION_DRAWS),
            parameters.get(SELECTION_DRAWS),
            parameters.get(ESTIMATION_DRAWS),
            parameters.get(ALPHA),
            parameters.get(CURTAIL_RADII).stream().sorted().toList());
    settings.tooFewDraws(2).ifPresent(SmoothingSettings::refuse);
    return settings;
  }

  private static void refuse(String message) {
    throw new IllegalArgumentException(message);
  }

  /**
   * The error message if n is too small to certify a radius, even if all draws agree.
   *
   * @param classes number of classes, whose scores soft smoothing bounds together
   */
  Optional<String> tooFewDraws(int classes) {
    int n = estimationDraws;
    // hard: alpha^(1/n) > 1/2; soft: the margins of both bounds together < 1
    double least = soft ? 2 * Math.log(classes / alpha) : Math.log(alpha) / Math.log(0.5);
    if (n > least) {
      return Optional.empty();
    }
    return Optional.of(
        "'n' is "
            + n
            + ": too few draws to certify a radius at alpha "
            + alpha
            + ", even if all agree; give at least "
            + ((long) Math.floor(least) + 1));
  }
}
