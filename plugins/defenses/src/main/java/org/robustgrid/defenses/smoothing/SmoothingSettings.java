package org.robustgrid.defenses.smoothing;

import java.util.List;
import java.util.Optional;
import org.robustgrid.spi.ParameterDeclaration;
import org.robustgrid.spi.Parameters;

/**
 * How a smoothed classifier decides and certifies.
 *
 * @param sigma standard deviation of the noise, in the data's own units
 * @param soft Hoeffding bounds on mean softmax scores instead of Clopper–Pearson bounds on votes
 * @param predictionDraws draws of a prediction
 * @param selectionDraws draws that choose the class to certify (n₀)
 * @param estimationDraws draws that bound its probability (n)
 * @param alpha probability that a certificate is wrong
 * @param curtailRadii radii declared beforehand; a certification stops as soon as the verdict at
 *     each is settled. Empty: the full n is drawn
 */
record SmoothingSettings(
    double sigma,
    boolean soft,
    int predictionDraws,
    int selectionDraws,
    int estimationDraws,
    double alpha,
    List<Double> curtailRadii) {

  private static final long MOST_DRAWS = 100_000_000;

  /** The declared parameters, in the order in which they are shown. */
  static ParameterDeclaration[] parameters() {
    return new ParameterDeclaration[] {
      ParameterDeclaration.number(
              "sigma", 0.5, "standard deviation of the noise, in the data's own units")
          .above(0),
      ParameterDeclaration.choice(
          "smoothing", List.of("hard", "soft"), "votes, or mean softmax scores"),
      ParameterDeclaration.integer("prediction-draws", 100, "draws of each prediction")
          .atLeast(1)
          .atMost(MOST_DRAWS),
      ParameterDeclaration.integer("n0", 100, "draws that choose the class to certify")
          .atLeast(1)
          .atMost(MOST_DRAWS),
      ParameterDeclaration.integer("n", 1000, "draws that bound its probability")
          .atLeast(1)
          .atMost(MOST_DRAWS),
      ParameterDeclaration.number("alpha", 0.001, "probability that a certificate is wrong")
          .above(0)
          .atMost(0.5),
      ParameterDeclaration.numbers(
              "curtail-radii",
              List.of(),
              "radii at which certification may stop early once its verdict is settled; none:"
                  + " all n draws")
          .atLeast(0)
    };
  }

  /**
   * Reads the parameters.
   *
   * @throws IllegalArgumentException when n draws that all agree would still certify nothing
   */
  static SmoothingSettings of(Parameters parameters) {
    SmoothingSettings settings =
        new SmoothingSettings(
            parameters.number("sigma"),
            "soft".equals(parameters.text("smoothing")),
            (int) parameters.integer("prediction-draws"),
            (int) parameters.integer("n0"),
            (int) parameters.integer("n"),
            parameters.number("alpha"),
            parameters.numbers("curtail-radii").stream().sorted().toList());
    settings.requireCertifies(2).ifPresent(SmoothingSettings::refuse);
    return settings;
  }

  private static void refuse(String message) {
    throw new IllegalArgumentException(message);
  }

  /**
   * What is wrong with n, if even draws that all agree would certify nothing.
   *
   * @param classes how many classes soft smoothing bounds at once
   */
  Optional<String> requireCertifies(int classes) {
    int n = estimationDraws;
    // hard: alpha^(1/n) > 1/2; soft: the margins of both bounds together < 1
    double least = soft ? 2 * Math.log(classes / alpha) : Math.log(alpha) / Math.log(0.5);
    if (n > least) {
      return Optional.empty();
    }
    return Optional.of(
        "'n' is "
            + n
            + ": even draws that all agree certify nothing at alpha "
            + alpha
            + "; give at least "
            + ((long) Math.floor(least) + 1));
  }
}
