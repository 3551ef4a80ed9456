package org.robustgrid.run.plan;

import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.robustgrid.spi.Access;

/**
 * Passes and time of a cell before it has run: an estimate, from parameters that are named as most
 * plugins name them ({@code steps}, {@code queries}, {@code restarts}, {@code rivals}, {@code n}),
 * and from the speed of a small network on one core. It orders work and feeds the dry run; no
 * result depends on it.
 *
 * @param forward passes in samples
 * @param backward likewise
 * @param seconds of one worker
 */
public record CostEstimate(long forward, long backward, double seconds) {

  /** Seconds of one pass of one 28×28 sample through a small network on one core. */
  private static final double SECONDS_PER_PASS = 1.5e-4;

  private static final double REFERENCE_INPUT = 28 * 28;

  private static CostEstimate of(PlannedDataset dataset, double forward, double backward) {
    double size =
        LongStream.range(0, dataset.inputShape().size())
            .map(i -> dataset.inputShape().get((int) i))
            .asDoubleStream()
            .reduce(1, (a, b) -> a * b);
    double seconds = (forward + 2 * backward) * SECONDS_PER_PASS * size / REFERENCE_INPUT;
    return new CostEstimate(Math.round(forward), Math.round(backward), seconds);
  }

  /** A training: epochs over the data, inner attack steps included. */
  public static CostEstimate training(PlannedModel model, PlannedDataset dataset) {
    if (model.isFile()) {
      return of(dataset, 0, 0);
    }
    double epochs = number(model.training(), "epochs", 1) * number(model.training(), "replays", 1);
    double steps = number(model.defense().parameters(), "steps", 0);
    double passes = dataset.trainingSize() * epochs * (1 + steps);
    return of(dataset, passes, passes);
  }

  /** An evaluation without attack. */
  public static CostEstimate clean(PlannedModel model, PlannedDataset dataset) {
    return of(dataset, model.samplesOf(dataset) * passesOfJudgement(model), 0);
  }

  /** An attack on all its samples, none of which falls early; judged once more. */
  public static CostEstimate attack(
      PlannedAttack attack, PlannedModel model, PlannedDataset dataset) {
    Map<String, Object> parameters = attack.plugin().parameters();
    if (parameters.containsKey("rivals")) {
      return boundaries(attack, model, dataset);
    }
    // an attack that counts queries asks for a start beside them
    double each = parameters.containsKey("queries") ? number(parameters, "queries", 0) + 1 : 1;
    double steps = number(parameters, "steps", each) * number(parameters, "restarts", 1);
    double questions = steps * (randomised(model) ? profile(model).draws() : 1);
    double gradients = Access.valueOf(attack.access()) == Access.GRADIENTS ? questions : 0;
    int samples = attack.samplesOf(model, dataset);
    return of(dataset, samples * (questions + passesOfJudgement(model)), samples * gradients);
  }

  /**
   * An attack that takes a gradient for each rival class of a sample, or of as many as its
   * parameter says above 0, and asks after each step, and at each start, what the point is taken
   * for.
   */
  private static CostEstimate boundaries(
      PlannedAttack attack, PlannedModel model, PlannedDataset dataset) {
    Map<String, Object> parameters = attack.plugin().parameters();
    double all = dataset.classNames().size() - 1;
    double declared = number(parameters, "rivals", 0);
    double rivals = declared > 0 ? Math.min(declared, all) : all;
    double runs = number(parameters, "restarts", 1);
    double steps = number(parameters, "steps", 1) * runs;
    double draws = randomised(model) ? profile(model).draws() : 1;
    // the gap of mean probabilities takes a round of draws for the means, and one for the gradients
    double forward = steps * rivals * draws * (randomised(model) ? 2 : 1) + (steps + runs) * draws;
    int samples = attack.samplesOf(model, dataset);
    return of(
        dataset, samples * (forward + passesOfJudgement(model)), samples * steps * rivals * draws);
  }

  /** Each judgement of a randomised classifier asks for its logits, and for its decision. */
  private static double passesOfJudgement(PlannedModel model) {
    return randomised(model)
        ? profile(model).judgements()
            * (1 + number(model.defense().parameters(), "prediction-draws", 1))
        : 1;
  }

  /**
   * Certificates of a decision rest on draws; other classifiers are known by what the grid says.
   */
  static boolean randomised(PlannedModel model) {
    return model.certified() || model.evaluation() != null && model.evaluation().randomised();
  }

  private static ExecutionProfile profile(PlannedModel model) {
    return model.under(ExecutionProfile.standard(""));
  }

  /** Certificates: the draws that choose each sample's class and those that bound it. */
  public static CostEstimate certification(
      PlannedModel model, PlannedDataset dataset, PlannedCertification certification) {
    int samples = certification.samplesOf(model, dataset);
    Map<String, Object> parameters = model.defense().parameters();
    return of(dataset, samples * (number(parameters, "n0", 0) + number(parameters, "n", 1000)), 0);
  }

  /**
   * Checks of a model under a norm: two attacks on few samples, and a few questions about each of
   * them. Kept images that are asked about again are not known beforehand, and few.
   */
  public static CostEstimate checks(
      PlannedModel model, PlannedDataset dataset, PlannedThreatModel threat, PlannedChecks checks) {
    CostEstimate gradient = probe(checks.gradient(model, dataset), model, dataset, threat);
    CostEstimate blackBox = probe(checks.blackBox(model, dataset), model, dataset, threat);
    int samples = checks.samplesOf(model, dataset);
    return of(
        dataset,
        4.0 * samples + gradient.forward() + blackBox.forward(),
        (double) samples + gradient.backward() + blackBox.backward());
  }

  private static CostEstimate probe(
      Optional<PlannedAttack> probe,
      PlannedModel model,
      PlannedDataset dataset,
      PlannedThreatModel threat) {
    return probe
        .filter(attack -> attack.runsUnder(threat))
        .map(attack -> attack(attack, model, dataset))
        .orElseGet(() -> new CostEstimate(0, 0, 0));
  }

  private static double number(Map<String, Object> values, String name, double otherwise) {
    return values.get(name) instanceof Number number ? number.doubleValue() : otherwise;
  }
}
