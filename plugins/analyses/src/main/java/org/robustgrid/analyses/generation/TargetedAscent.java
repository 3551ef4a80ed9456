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
import org.robustgrid.spi.Passes;
import org.robustgrid.spi.analysis.AnalysedModel;
import org.robustgrid.spi.analysis.AnalysisRequest;
import org.robustgrid.spi.analysis.SampleSource;
import org.robustgrid.spi.data.DataView;

/**
 * Makes images of every class from test samples by normalised gradient ascent in a large L2 ball
 * (Kaur et al. 2019, section 3; Ganz et al. 2023, figure 1).
 *
 * @param sources number of test samples, the same number of each class
 * @param targets number of target classes, the first ones
 * @param epsilon radius of the ball around a source
 * @param steps number of steps of the ascent
 * @param relativeStepSize L2 length of a step, in units of epsilon / steps
 * @param score score that is maximised
 * @param draws number of draws of a randomised classifier in each step
 */
record TargetedAscent(
    int sources,
    int targets,
    double epsilon,
    int steps,
    double relativeStepSize,
    ExpectedScore.Kind score,
    int draws) {

  private static final Parameter<Integer> SOURCES =
      Parameter.integer(
              "sources", 10, "test samples from which images are made, the first of each class")
          .atLeast(1)
          .atMost(10_000);

  private static final Parameter<Integer> TARGETS =
      Parameter.integer("targets", 10, "target classes of the images, the first ones")
          .atLeast(2)
          .atMost(1000);

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
    return List.of(SOURCES, TARGETS, EPSILON, STEPS, RELATIVE_STEP_SIZE, SCORE, DRAWS);
  }

  static TargetedAscent of(Parameters parameters) {
    return new TargetedAscent(
        parameters.get(SOURCES),
        parameters.get(TARGETS),
        parameters.get(EPSILON),
        parameters.get(STEPS),
        parameters.get(RELATIVE_STEP_SIZE),
        parameters.get(SCORE),
        parameters.get(DRAWS));
  }

  /**
   * The images made by one model.
   *
   * @param sources index of the test sample that each image was made from
   * @param labels true class of each source
   * @param targets target class of each image, never the label
   * @param images the images, each in C order
   * @param stuck number of images left out because gradients were not finite
   */
  record Made(int[] sources, int[] labels, int[] targets, List<float[]> images, int stuck) {

    /** Whether a model predicts the target of each image, by the harness's own judgement. */
    boolean[] taken(AnalysisRequest request, AnalysedModel by) {
      boolean[] taken = new boolean[sources.length];
      int size = request.batchSize();
      for (int from = 0; from < taken.length; from += size) {
        int to = Math.min(taken.length, from + size);
        boolean[] right =
            by.judge(
                    request.batch(LogitTable.joined(images.subList(from, to))),
                    longs(sources, from, to),
                    Arrays.copyOfRange(targets, from, to))
                .right();
        System.arraycopy(right, 0, taken, from, right.length);
      }
      return taken;
    }

    /** All images, one after the other in C order. */
    float[] values() {
      return LogitTable.joined(images);
    }
  }

  /** Describes the ascent in a note. */
  String words(AnalysedModel model) {
    return "From test samples, "
        + steps
        + " steps of length "
        + relativeStepSize * epsilon / steps
        + " within L2 "
        + epsilon
        + ", clipped to the domain after each step, on the "
        + (score == ExpectedScore.Kind.LOGIT ? "logit" : "log-probability")
        + " of the target"
        + (model.randomised() ? ", averaged over " + draws + " draws in each step" : "")
        + ". No image is made for a source's own class.";
  }

  /** The passes for each model that makes images, if an evaluation of the model takes one pass. */
  Passes passes(int classes, int samples) {
    double images = Math.min(samples, sources) * (Math.min(targets, classes) - 1.0);
    return Passes.gradients(images * steps).plus(Passes.forward(images));
  }

  /** Makes the images of a model. */
  Made make(AnalysisRequest request, AnalysedModel model) {
    int[] chosen = choose(request.samples(SampleSource.TEST), request.classNames().size());
    List<int[]> pairs = new ArrayList<>();
    for (int source : chosen) {
      int label = request.samples(SampleSource.TEST).label(source);
      for (int target = 0; target < Math.min(targets, request.classNames().size()); target++) {
        if (target != label) {
          pairs.add(new int[] {source, label, target});
        }
      }
    }
    List<int[]> kept = new ArrayList<>();
    List<float[]> images = new ArrayList<>();
    for (int from = 0; from < pairs.size(); from += request.batchSize()) {
      request.monitor().progress(from, pairs.size(), "images");
      List<int[]> batch = pairs.subList(from, Math.min(pairs.size(), from + request.batchSize()));
      ascend(request, model, batch, kept, images);
    }
    return new Made(
        kept.stream().mapToInt(pair -> pair[0]).toArray(),
        kept.stream().mapToInt(pair -> pair[1]).toArray(),
        kept.stream().mapToInt(pair -> pair[2]).toArray(),
        images,
        pairs.size() - kept.size());
  }

  private void ascend(
      AnalysisRequest request,
      AnalysedModel model,
      List<int[]> pairs,
      List<int[]> kept,
      List<float[]> images) {
    int length = LogitTable.length(request);
    float[] originals = new float[pairs.size() * length];
    int[] rows = pairs.stream().mapToInt(pair -> pair[0]).toArray();
    request.samples(SampleSource.TEST).read(rows, originals, new int[rows.length]);
    double[] centres = new double[originals.length];
    Arrays.setAll(centres, i -> originals[i]);
    INDArray points = request.batch(centres);
    ExpectedScore objective =
        new ExpectedScore(
            model.classifier(),
            longs(rows, 0, rows.length),
            pairs.stream().mapToInt(pair -> pair[2]).toArray(),
            score,
            model.randomised() ? draws : 1,
            request.random().with("ascent"));
    new ImageAscent(epsilon, relativeStepSize * epsilon / steps, request.domain())
        .run(centres, points, steps, objective, (step, iterate) -> request.monitor().check());
    double[] made = HostArrays.read(points);
    for (int row = 0; row < rows.length; row++) {
      if (!objective.stuck()[row]) {
        kept.add(pairs.get(row));
        images.add(SinglePrecision.of(made, row * length, length));
      }
    }
  }

  /**
   * Returns the first samples of each class, as evenly over classes as possible, in the order of
   * the classes.
   */
  private int[] choose(DataView view, int classes) {
    List<List<Integer>> byClass = new ArrayList<>();
    for (int label = 0; label < classes; label++) {
      byClass.add(new ArrayList<>());
    }
    for (int i = 0; i < view.size(); i++) {
      byClass.get(view.label(i)).add(i);
    }
    int count = Math.min(sources, view.size());
    List<int[]> chosen = new ArrayList<>();
    for (int turn = 0; chosen.size() < count; turn++) {
      for (int label = 0; label < classes && chosen.size() < count; label++) {
        if (turn < byClass.get(label).size()) {
          chosen.add(new int[] {label, byClass.get(label).get(turn)});
        }
      }
    }
    return chosen.stream()
        .sorted((a, b) -> Integer.compare(a[0], b[0]))
        .mapToInt(one -> one[1])
        .toArray();
  }

  private static long[] longs(int[] values, int from, int to) {
    return Arrays.stream(values, from, to).asLongStream().toArray();
  }
}
