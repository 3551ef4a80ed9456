package org.robustgrid.analyses.generation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.analyses.reading.LogitTable;
import org.robustgrid.analyses.reading.SinglePrecision;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.generation.ImageAscent;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.analysis.AnalysedModel;
import org.robustgrid.spi.analysis.AnalysisRequest;
import org.robustgrid.spi.random.RandomKey;

/**
 * Normalised gradient ascent of a class's score in a large L2 ball (Kaur et al. 2019, section 3).
 *
 * @param epsilon radius of the ball
 * @param steps number of steps
 * @param relativeStepSize L2 length of a step, in units of epsilon / steps
 * @param score score that is maximised
 * @param draws number of draws of a randomised classifier in each step
 */
record BallAscent(
    double epsilon, int steps, double relativeStepSize, ExpectedScore.Kind score, int draws) {

  private static final Parameter<Double> EPSILON =
      Parameter.real(
              "epsilon", 10, "L2 radius of the ball around a source, in the data's own units")
          .above(0);

  private static final Parameter<Integer> STEPS =
      Parameter.integer("steps", 100, "number of steps of the ascent").atLeast(1).atMost(100_000);

  private static final Parameter<Double> RELATIVE_STEP_SIZE =
      Parameter.real("relative-step-size", 2.5, "length of a step, in units of epsilon / steps")
          .above(0);

  private static final Parameter<ExpectedScore.Kind> SCORE =
      Parameter.choice(
          "score",
          ExpectedScore.Kind.class,
          "score that is maximised: the target's logit, or its log-probability");

  private static final Parameter<Integer> DRAWS =
      Parameter.integer("draws", 20, "number of draws of a randomised model in each step")
          .atLeast(1)
          .atMost(10_000);

  /** The declared parameters, in the order in which they are shown. */
  static List<Parameter<?>> parameters() {
    return List.of(EPSILON, STEPS, RELATIVE_STEP_SIZE, SCORE, DRAWS);
  }

  static BallAscent of(Parameters parameters) {
    return new BallAscent(
        parameters.get(EPSILON),
        parameters.get(STEPS),
        parameters.get(RELATIVE_STEP_SIZE),
        parameters.get(SCORE),
        parameters.get(DRAWS));
  }

  /** Describes the ascent within a note. */
  String words(AnalysedModel model) {
    return steps
        + " steps of length "
        + relativeStepSize * epsilon / steps
        + " within L2 "
        + epsilon
        + ", clipped to the domain after each step, on the "
        + (score == ExpectedScore.Kind.LOGIT ? "logit" : "log-probability")
        + " of the target"
        + (model.randomised() ? ", averaged over " + draws + " draws in each step" : "");
  }

  /**
   * Climbs from a batch of points.
   *
   * @param starts the balls' centres, one after the other in C order
   * @param numbers key the draws of each point
   * @param targets the class of each point whose score is maximised
   * @return the images, each in C order; empty where a gradient was not finite
   */
  List<float[]> climb(
      AnalysisRequest request,
      AnalysedModel model,
      float[] starts,
      int[] numbers,
      int[] targets,
      RandomKey random) {
    int length = LogitTable.length(request);
    double[] centres = new double[starts.length];
    Arrays.setAll(centres, i -> starts[i]);
    INDArray points = request.batch(centres);
    ExpectedScore objective =
        new ExpectedScore(
            model.classifier(),
            Arrays.stream(numbers).asLongStream().toArray(),
            targets,
            score,
            model.randomised() ? draws : 1,
            random);
    new ImageAscent(epsilon, relativeStepSize * epsilon / steps, request.domain())
        .run(centres, points, steps, objective, (step, iterate) -> request.monitor().check());
    double[] ends = HostArrays.read(points);
    List<float[]> images = new ArrayList<>();
    for (int row = 0; row < targets.length; row++) {
      images.add(
          objective.stuck()[row] ? new float[0] : SinglePrecision.of(ends, row * length, length));
    }
    return images;
  }
}
