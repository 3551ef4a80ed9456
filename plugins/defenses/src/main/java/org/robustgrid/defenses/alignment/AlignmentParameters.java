package org.robustgrid.defenses.alignment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.robustgrid.defenses.diffusion.ScoreParameters;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.objective.GradientAlignment;
import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.ParameterDeclaration;
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
 * @param classesPerStep 0 for all
 * @param neighbours candidates of each class in the search for nearest neighbours
 * @param score how score-based gradients are made
 */
record AlignmentParameters(
    TargetGradients targets,
    GradientAlignment.Of of,
    double lambda,
    int classesPerStep,
    int neighbours,
    ScoreParameters score) {

  private static final String LOGIT = "logit";
  private static final String LOG_PROBABILITY = "log-probability";

  /** The declared parameters where the user chooses the target gradients. */
  static ParameterDeclaration[] parameters(double lambda) {
    List<ParameterDeclaration> declared = new ArrayList<>();
    declared.add(
        ParameterDeclaration.choice(
            "targets",
            List.of("class-mean", "one-image", "nearest-neighbour", "score-based"),
            "where target gradients come from"));
    declared.addAll(Arrays.asList(common(lambda, List.of(LOGIT, LOG_PROBABILITY))));
    declared.add(
        ParameterDeclaration.integer(
                "neighbours", 500, "candidates of each class for nearest neighbours, seeded")
            .atLeast(1));
    return declared.toArray(new ParameterDeclaration[0]);
  }

  /**
   * The declared parameters of a defense whose target gradients are score-based. A difference of
   * scores is the gradient of log p(t|x) (Ganz et al. 2023, Eq. 7 and 8), not of a logit, so that
   * is what is aligned unless the user asks for logits.
   */
  static ParameterDeclaration[] scoreBasedParameters(double lambda) {
    return common(lambda, List.of(LOG_PROBABILITY, LOGIT));
  }

  private static ParameterDeclaration[] common(double lambda, List<String> of) {
    List<ParameterDeclaration> declared = new ArrayList<>();
    declared.add(
        ParameterDeclaration.number("lambda", lambda, "weight of the alignment").atLeast(0));
    declared.add(
        ParameterDeclaration.choice(
            "preset", WeightPreset.names(), "lambda of the paper's Table 8 instead of 'lambda'"));
    declared.add(
        ParameterDeclaration.choice(
            "gradient-of", of, "what the aligned gradient is the gradient of"));
    declared.add(
        ParameterDeclaration.integer(
                "classes-per-step", 0, "classes aligned in each step, drawn anew; 0: all")
            .atLeast(0));
    declared.addAll(Arrays.asList(ScoreParameters.parameters()));
    return declared.toArray(new ParameterDeclaration[0]);
  }

  /** Reads parameters declared with {@link #parameters}. */
  static AlignmentParameters of(Parameters parameters) {
    return of(
        parameters,
        TargetGradients.of(parameters.text("targets")),
        (int) parameters.integer("neighbours"));
  }

  /** Reads parameters declared with {@link #scoreBasedParameters}. */
  static AlignmentParameters scoreBased(Parameters parameters) {
    return of(parameters, TargetGradients.SCORE_BASED, 1);
  }

  private static AlignmentParameters of(
      Parameters parameters, TargetGradients targets, int neighbours) {
    String preset = parameters.text("preset");
    boolean logit = LOGIT.equals(parameters.text("gradient-of"));
    return new AlignmentParameters(
        targets,
        logit ? GradientAlignment.Of.LOGITS : GradientAlignment.Of.LOG_PROBABILITIES,
        WeightPreset.NONE.equals(preset)
            ? parameters.number("lambda")
            : WeightPreset.weight(preset, targets),
        (int) parameters.integer("classes-per-step"),
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
        new GradientAlignment(of), lambda, subset, auxiliary(request, subset, length));
  }

  private TrainingStep.Auxiliary auxiliary(DefenseRequest request, ClassSubset subset, int length) {
    DataView view = request.training();
    List<String> names = request.classNames();
    return switch (targets) {
      case ONE_IMAGE ->
          new RepresentativeTargets(
              view, subset, Representatives.oneImage(view, names, length, request.random()));
      case CLASS_MEAN ->
          new RepresentativeTargets(view, subset, Representatives.classMean(view, names, length));
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
