package org.robustgrid.testkit.golden;

import java.util.Map;
import java.util.TreeMap;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A kind of case: how it is checked and how exactly it must match.
 *
 * @param check runs the case through the project's classes
 * @param tolerance absolute, in double
 * @param floatTolerance relative to the array's largest value, in float; infinite for trajectories,
 *     which rounding may part, so that there only NaN fails
 */
record GoldenKind(Check check, double tolerance, double floatTolerance) {

  /** Checks one case. */
  @FunctionalInterface
  interface Check {
    void run(GoldenCase golden, Comparison comparison);
  }

  private static final double SINGLE = 1e-4;
  private static final double DIVERGENCE = 1e-3;

  /** Every kind that is known, by the name in {@code case.json}. */
  static final Map<String, GoldenKind> ALL = new TreeMap<>();

  static {
    evaluation("forward", ModelChecks::forward, 1e-9, SINGLE);
    trajectory("pgd", AttackChecks::pgd, 1e-9);
    trajectory("apgd", AttackChecks::apgd, 1e-6);
    trajectory("fab", AttackChecks::boundary, 1e-6);
    evaluation("pag", ObjectiveChecks::alignment, 1e-8, SINGLE);
    evaluation("trades", ObjectiveChecks::trades, 1e-8, DIVERGENCE);
    evaluation("kl-gradient", ModelChecks::divergence, 1e-8, DIVERGENCE);
    evaluation("distill", ObjectiveChecks::distillation, 1e-8, DIVERGENCE);
    evaluation("jeat", ObjectiveChecks::jointEnergy, 1e-8, SINGLE);
    trajectory("sgld", EnergyChecks::langevin, 1e-9);
    evaluation("fisher", EnergyChecks::fisher, 1e-8, SINGLE);
    evaluation("boltzmann", EnergyChecks::boltzmann, 1e-9, SINGLE);
    evaluation("certificate", LogitChecks::certificate, 1e-9, SINGLE);
    evaluation("ece", LogitChecks::calibration, 1e-9, SINGLE);
    evaluation("logits", LogitChecks::statistics, 1e-9, SINGLE);
    evaluation("logit-manipulation", LogitChecks::manipulation, 1e-9, SINGLE);
  }

  static {
    evaluation("logit-distribution", LogitAnalysisChecks::distribution, 1e-9, SINGLE);
    evaluation("accuracy-by-gap", LogitAnalysisChecks::accuracyByGap, 1e-9, SINGLE);
    evaluation("rank-difference", LogitAnalysisChecks::rankDifference, 1e-9, SINGLE);
    evaluation("mean-logits", LogitAnalysisChecks::meanLogits, 1e-9, SINGLE);
    evaluation("average-overlap", LogitAnalysisChecks::averageOverlap, 1e-9, SINGLE);
    evaluation("logit-neighbours", LogitAnalysisChecks::neighbours, 1e-9, SINGLE);
    evaluation("logit-model", LogitModelChecks::model, 1e-8, SINGLE);
    evaluation("logit-thresholds", LogitModelChecks::thresholds, 1e-8, SINGLE);
    evaluation("logit-surface", LogitModelChecks::surface, 1e-9, SINGLE);
    evaluation("logit-response", LogitModelChecks::response, 1e-9, SINGLE);
    evaluation("mftma-manifold", ManifoldChecks::manifold, 1e-6, SINGLE);
    evaluation("mftma", ManifoldChecks::analysis, 1e-6, SINGLE);
    evaluation("mftma-projection", ManifoldChecks::projection, 1e-6, SINGLE);
    evaluation("mftma-centers", ManifoldChecks::centers, 1e-6, SINGLE);
    evaluation("mftma-theory", ManifoldChecks::theory, 1e-9, SINGLE);
    evaluation("simulated-capacity", ManifoldChecks::simulated, 0, 0);
    evaluation("energy", EnergyAnalysisChecks::energy, 1e-9, SINGLE);
    evaluation("energy-contour", EnergyAnalysisChecks::contour, 1e-9, SINGLE);
    evaluation("energy-change", EnergyAnalysisChecks::change, 1e-9, DIVERGENCE);
    trajectory("generation", EnergyAnalysisChecks::generation, 1e-8);
    evaluation("fisher-score", EnergyAnalysisChecks::fisher, 1e-8, DIVERGENCE);
    evaluation("class-gaussian", GenerationChecks::classGaussian, 1e-8, SINGLE);
    trajectory("smoothed-pgd", GenerationChecks::smoothedAscent, 1e-8);
    evaluation("smoothed-scores", GenerationChecks::smoothedScores, 1e-9, SINGLE);
    trajectory("targeted-pgd", GenerationChecks::targetedAscent, 1e-8);
    trajectory("robust-counterfactual", GenerationChecks::counterfactual, 1e-8);
    evaluation("alignment", GenerationChecks::alignment, 1e-9, SINGLE);
    evaluation("pag-targets", GenerationChecks::alignmentTargets, 1e-9, SINGLE);
    evaluation("reliability", SimilarityChecks::reliability, 1e-9, SINGLE);
    evaluation("ssim", SimilarityChecks::structural, 1e-9, SINGLE);
    evaluation("ssim-neighbours", SimilarityChecks::neighbours, 1e-9, SINGLE);
    evaluation("inception-score", SimilarityChecks::inception, 1e-9, SINGLE);
    evaluation("frechet-distance", SimilarityChecks::frechet, 1e-8, SINGLE);
    evaluation("counterfactual-metrics", CounterfactualChecks::metrics, 1e-9, SINGLE);
    evaluation("counterfactual-classifier", CounterfactualChecks::classifier, 1e-9, SINGLE);
    evaluation("vp-schedule", DiffusionChecks::schedule, 1e-9, SINGLE);
    evaluation("sbg-target", DiffusionChecks::classScores, 1e-9, SINGLE);
    evaluation("boltzmann-score", DiffusionChecks::boltzmann, 1e-8, SINGLE);
    evaluation("noise-prediction", DiffusionChecks::noisePrediction, 1e-8, SINGLE);
    evaluation("ddim", DiffusionChecks::implicit, 1e-8, SINGLE);
    evaluation("euler-maruyama", DiffusionChecks::reverse, 1e-8, SINGLE);
    evaluation("diffusion-loss", DiffusionChecks::loss, 1e-8, DIVERGENCE);
    evaluation("ema", DiffusionChecks::movingAverage, 1e-9, SINGLE);
  }

  static {
    trajectory("deepfool", DistanceAttackChecks::deepFool, 1e-6);
    trajectory("ddn", DistanceAttackChecks::decoupledDirection, 1e-6);
    trajectory("fmn", DistanceAttackChecks::fastMinimumNorm, 1e-6);
    trajectory("ead", DistanceAttackChecks::elasticNet, 1e-6);
    trajectory("carlini-wagner", DistanceAttackChecks::carliniWagner, 1e-6);
    trajectory("contrast-reduction", DistanceAttackChecks::contrast, 1e-9);
    trajectory("blended-noise", DistanceAttackChecks::blendedNoise, 1e-9);
    trajectory("gaussian-blur", DistanceAttackChecks::blur, 1e-9);
    evaluation("gaussian-filter", DistanceAttackChecks::filter, 1e-9, SINGLE);
    trajectory("salt-and-pepper", DistanceAttackChecks::saltAndPepper, 1e-9);
    trajectory("inversion", DistanceAttackChecks::inversion, 1e-9);
    trajectory("fab-t", AttackChecks::boundaryTargets, 1e-6);
    evaluation("fab-projection", AttackChecks::hyperplane, 1e-8, SINGLE);
    evaluation("l1-projection", SuiteAttackChecks::projection, 1e-9, SINGLE);
    trajectory("apgd-l1", SuiteAttackChecks::sparse, 1e-6);
    trajectory("apgd-l1-radii", SuiteAttackChecks::radii, 1e-6);
    trajectory("apgd-t", SuiteAttackChecks::rankedTargets, 1e-6);
    trajectory("apgd-eot", SuiteAttackChecks::repeatedGradient, 1e-6);
    evaluation("eot", ExpectationChecks::expectation, 1e-9, DIVERGENCE);
    evaluation("square-schedule", SuiteAttackChecks::squareSchedule, 0, SINGLE);
    evaluation("square-window", SuiteAttackChecks::squareWindow, 1e-12, SINGLE);
    trajectory("square-run", SuiteAttackChecks::square, 1e-6);
    trajectory("momentum", IterativeAttackChecks::momentum, 1e-6);
    trajectory("basic-iterative", IterativeAttackChecks::basicIterative, 1e-6);
    trajectory("multi-targeted", IterativeAttackChecks::multiTargeted, 1e-6);
    trajectory("odi", IterativeAttackChecks::diversifiedStart, 1e-6);
  }

  private static void evaluation(String kind, Check check, double tolerance, double single) {
    ALL.put(kind, new GoldenKind(check, tolerance, single));
  }

  private static void trajectory(String kind, Check check, double tolerance) {
    ALL.put(kind, new GoldenKind(check, tolerance, Double.POSITIVE_INFINITY));
  }

  double tolerance(DataType precision) {
    return precision == DataType.FLOAT ? floatTolerance : tolerance;
  }
}
