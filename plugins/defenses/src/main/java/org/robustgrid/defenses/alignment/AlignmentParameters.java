package org.robustgrid.defenses.alignment;

import java.util.ArrayList;
import java.util.List;
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
 * How gradients are aligned: the declared parameters of every defense that does.
 *
 * @param targets where target gradients come from
 * @param of what the aligned gradient is the gradient of
 * @param lambda weight of the alignment (λ of Ganz et al. 2023, Eq. 4)
 * @param weighted which classes it weighs the sum of
 * @param classesPerStep 0 for all
 * @param classMeanScale factor of the class means; 0 for the mean norm of the class's images
 * @param neighbours candidates of each class in the search for nearest neighbours
 * @param score how score-based gradients are made
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

  /** What λ is the weight of, where a step aligns a subset of the classes. */
  enum Weighted {
    /** The sum over all C classes (Eq. 4), which C/k times that over k random ones estimates. */
    ALL_CLASSES,
    /** The sum over those that the step aligns. */
    ALIGNED_CLASSES
  }

  private enum GradientOf {
    /** A difference of scores is the gradient of log p(t|x) (Eq. 7 and 8), not of a logit. */
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
          "where target gradients come from");

  private static final Parameter<Double> LAMBDA = lambda(1);

  private static final Parameter<String> PRESET =
      Parameter.choice(
          "preset", WeightPreset.names(), "lambda of the paper's Table 8 instead of 'lambda'");

  private static final Parameter<Weighted> WEIGHTED =
      Parameter.choice(
          "lambda-of",
          Weighted.class,
          "what lambda weighs the sum over: all classes, which the sum over the aligned ones"
              + " estimates, or the aligned ones");

  private static final Parameter<GradientOf> GRADIENT_OF =
      Parameter.choice(
          "gradient-of",
          List.of(GradientOf.values()),
          of -> of.id,
          "what the aligned gradient is the gradient of; by-targets: log-probability with"
              + " score-based ones, logit with others");

  private static final Parameter<Integer> CLASSES_PER_STEP =
      Parameter.integer(
              "classes-per-step", 0, "classes aligned in each step, drawn for each image; 0: all")
          .atLeast(0);

  private static final Parameter<Double> CLASS_MEAN_SCALE =
      Parameter.real(
              "class-mean-scale",
              1,
              "factor of class means; 0: the mean L2 norm of the class's images")
          .atLeast(0);

  private static final Parameter<Integer> NEIGHBOURS =
      Parameter.integer(
              "neighbours", 500, "candidates of each class for nearest neighbours, seeded")
          .atLeast(1);

  private static Parameter<Double> lambda(double value) {
    return Parameter.real("lambda", value, "weight of the alignment").atLeast(0);
  }

  /** The declared parameters where the user chooses the target gradients. */
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
   * Checks that there are classes to choose from, and images to take target gradients from.
   *
   * @throws org.robustgrid.spi.data.DataException where there are too few
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
   * Prepares a training: computes or finds what the target gradients need.
   *
   * @throws org.robustgrid.spi.data.DataException when there are fewer classes than aligned in each
   *     step
   */
  Alignment prepare(DefenseRequest request) {
    ClassSubset subset = subset(request.classNames().size());
    int length = HostArrays.length(request.inputShape());
    return new Alignment(
        new GradientAlignment(of),
        weight(subset.classes()),
        subset,
        auxiliary(request, subset, length));
  }

  private TrainingStep.Auxiliary auxiliary(DefenseRequest request, ClassSubset subset, int length) {
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
      case SCORE_BASED -> new StoredTargets(score.gradients(request), view.size(), subset, length);
    };
  }
}
