package org.robustgrid.defenses.alignment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.robustgrid.defenses.diffusion.ScoreArtifacts;
import org.robustgrid.defenses.diffusion.ScoreParameters;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.objective.GradientAlignment;
import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.data.DataView;
import org.robustgrid.spi.defense.DefenseRequest;
import org.robustgrid.spi.defense.TrainingStep;

/**
 * Parameters of gradient alignment, declared by every defense that uses it.
 *
 * @param targets source of the target gradients
 * @param of the function whose input gradient is aligned
 * @param lambda weight of the alignment (λ of Ganz et al. 2023, Eq. 4)
 * @param weighted the sum over classes that {@code lambda} multiplies
 * @param classesPerStep number of classes aligned in each step; 0: all
 * @param classMeanScale factor of the class means; 0: scale them to the mean L2 norm of the class's
 *     images
 * @param neighbours candidates of each class in the search for nearest neighbours
 * @param score parameters of score-based gradients
 */
record AlignmentParameters(
    TargetGradients targets,
    GradientAlignment.Of of,
    double lambda,
    Weighted weighted,
    int classesPerStep,
    double classMeanScale,
    int neighbours,
    ScoreParameters score) {

  /** The sum that λ multiplies if a step aligns a subset of the classes. */
  enum Weighted {
    /** The sum over all C classes (Eq. 4), estimated by C/k times the sum over k random classes. */
    ALL_CLASSES,
    /** The sum over the classes that the step aligns. */
    ALIGNED_CLASSES
  }

  private enum GradientOf {
    /**
     * The log-probability for score-based targets, since a difference of scores is the gradient of
     * log p(t|x) (Eq. 7 and 8); the logit for all others.
     */
    BY_TARGETS("by-targets"),
    LOGIT("logit"),
    LOG_PROBABILITY("log-probability");

    private final String id;

    GradientOf(String id) {
      this.id = id;
    }

    GradientAlignment.Of of(TargetGradients targets) {
      boolean logit = this == LOGIT || this == BY_TARGETS && targets != TargetGradients.SCORE_BASED;
      return logit ? GradientAlignment.Of.LOGITS : GradientAlignment.Of.LOG_PROBABILITIES;
    }
  }

  private static final Parameter<TargetGradients> TARGETS =
      Parameter.choice(
          "targets",
          List.of(
              TargetGradients.CLASS_MEAN,
              TargetGradients.ONE_IMAGE,
              TargetGradients.NEAREST_NEIGHBOUR,
              TargetGradients.SCORE_BASED),
          TargetGradients::id,
          "source of the target gradients");

  private static final Parameter<Double> LAMBDA = lambda(1);

  private static final Parameter<String> PRESET =
      Parameter.choice(
          "preset", WeightPreset.names(), "use lambda of the paper's Table 8 instead of 'lambda'");

  private static final Parameter<Weighted> WEIGHTED =
      Parameter.choice(
          "lambda-of",
          Weighted.class,
          "sum that lambda multiplies: over all classes, estimated from the aligned ones, or over"
              + " the aligned ones only");

  private static final Parameter<GradientOf> GRADIENT_OF =
      Parameter.choice(
          "gradient-of",
          List.of(GradientOf.values()),
          of -> of.id,
          "function whose input gradient is aligned; by-targets: the log-probability for"
              + " score-based targets, the logit for others");

  private static final Parameter<Integer> CLASSES_PER_STEP =
      Parameter.integer(
              "classes-per-step", 0, "classes aligned in each step, drawn for each image; 0: all")
          .atLeast(0);

  private static final Parameter<Double> CLASS_MEAN_SCALE =
      Parameter.real(
              "class-mean-scale",
              1,
              "factor of the class means; 0: scale to the mean L2 norm of the class's images")
          .atLeast(0);

  private static final Parameter<Integer> NEIGHBOURS =
      Parameter.integer("neighbours", 500, "random candidates of each class for nearest neighbours")
          .atLeast(1);

  private static Parameter<Double> lambda(double value) {
    return Parameter.real("lambda", value, "weight of the alignment").atLeast(0);
  }

  /** The declared parameters of a defense whose target gradients the user chooses. */
  static List<Parameter<?>> parameters(double lambda) {
    List<Parameter<?>> declared = new ArrayList<>();
    declared.add(TARGETS);
    declared.addAll(scoreBasedParameters(lambda));
    declared.addAll(List.of(CLASS_MEAN_SCALE, NEIGHBOURS));
    return declared;
  }

  /** The declared parameters of a defense whose target gradients are score-based. */
  static List<Parameter<?>> scoreBasedParameters(double lambda) {
    List<Parameter<?>> declared = new ArrayList<>();
    declared.addAll(List.of(lambda(lambda), WEIGHTED, PRESET, GRADIENT_OF, CLASSES_PER_STEP));
    declared.addAll(ScoreParameters.parameters());
    return declared;
  }

  /** Reads parameters declared with {@link #parameters}. */
  static AlignmentParameters of(Parameters parameters) {
    return of(
        parameters,
        parameters.get(TARGETS),
        parameters.get(CLASS_MEAN_SCALE),
        parameters.get(NEIGHBOURS));
  }

  /** Reads parameters declared with {@link #scoreBasedParameters}. */
  static AlignmentParameters scoreBased(Parameters parameters) {
    return of(parameters, TargetGradients.SCORE_BASED, 1, 1);
  }

  private static AlignmentParameters of(
      Parameters parameters, TargetGradients targets, double classMeanScale, int neighbours) {
    String preset = parameters.get(PRESET);
    return new AlignmentParameters(
        targets,
        parameters.get(GRADIENT_OF).of(targets),
        WeightPreset.NONE.equals(preset)
            ? parameters.get(LAMBDA)
            : WeightPreset.weight(preset, targets),
        parameters.get(WEIGHTED),
        parameters.get(CLASSES_PER_STEP),
        classMeanScale,
        neighbours,
        ScoreParameters.of(parameters));
  }

  /**
   * Checks that the data have enough classes for {@code classes-per-step}, and a training image of
   * each class if target gradients are taken from images.
   *
   * @throws org.robustgrid.spi.data.DataException if there are too few
   */
  void requireFits(DataDescription data) {
    subset(data.classes());
    if (targets != TargetGradients.SCORE_BASED) {
      int[] samples = data.trainingSamples();
      for (int c = 0; c < samples.length; c++) {
        ClassIndices.requireImages(samples[c], data.classNames().get(c));
      }
    }
  }

  private ClassSubset subset(int classes) {
    return new ClassSubset(classes, classesPerStep == 0 ? classes : classesPerStep);
  }

  /** The weight of the sum over a step's classes. */
  double weight(int classes) {
    boolean part = weighted == Weighted.ALL_CLASSES && classesPerStep > 0;
    return part ? lambda * classes / classesPerStep : lambda;
  }

  /**
   * Prepares the target gradients of one training. Score-based gradients are read from disk if they
   * were computed before.
   *
   * @throws org.robustgrid.spi.data.DataException if there are fewer classes than {@code
   *     classes-per-step}
   */
  Alignment prepare(DefenseRequest request) {
    ClassSubset subset = subset(request.classNames().size());
    Optional<ScoreArtifacts> scores =
        targets == TargetGradients.SCORE_BASED
            ? Optional.of(score.artifacts(request))
            : Optional.empty();
    return new Alignment(
        new GradientAlignment(of),
        weight(subset.classes()),
        subset,
        auxiliary(request, subset, scores),
        scores);
  }

  private TrainingStep.Auxiliary auxiliary(
      DefenseRequest request, ClassSubset subset, Optional<ScoreArtifacts> scores) {
    int length = HostArrays.length(request.inputShape());
    DataView view = request.training();
    List<String> names = request.classNames();
    return switch (targets) {
      case ONE_IMAGE ->
          new RepresentativeTargets(
              view, subset, Representatives.oneImage(view, names, length, request.random()));
      case CLASS_MEAN ->
          new RepresentativeTargets(
              view, subset, Representatives.classMean(view, names, length, classMeanScale));
      case NEAREST_NEIGHBOUR ->
          new NeighbourTargets(
              view,
              subset,
              NearestNeighbours.search(
                  view, names, length, neighbours, request.random(), request.monitor()),
              length);
      case SCORE_BASED ->
          new StoredTargets(scores.orElseThrow().gradients(), view.size(), subset, length);
    };
  }
}
