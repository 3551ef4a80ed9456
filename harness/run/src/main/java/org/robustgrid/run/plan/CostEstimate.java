package org.robustgrid.run.plan;

import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.robustgrid.spi.Access;
import org.robustgrid.spi.Passes;

/**
 * Passes and time of a cell before it has run: an estimate, from parameters that are named as most
 * plugins name them ({@code steps}, {@code queries}, {@code restarts}, {@code rivals}, {@code n}),
 * and from the speed of a small network on one core. It orders work and feeds the dry run; no
 * result depends on it.
 *
 * @param forward passes in samples
 * @param backward backward passes, in samples
 * @param seconds of one worker
 */
public record CostEstimate(long forward, long backward, double seconds) {

  /** Seconds of one pass of one 28×28 sample through a small network on one core. */
  private static final double SECONDS_PER_PASS = 1.5e-4;

  private static final double REFERENCE_INPUT = 28 * 28;

  /** What a forward pass of one sample is taken to last. */
  static double secondsPerPass(PlannedDataset dataset) {
    double size =
        LongStream.range(0, dataset.inputShape().size())
            .map(i -> dataset.inputShape().get((int) i))
            .asDoubleStream()
            .reduce(1, (a, b) -> a * b);
    return SECONDS_PER_PASS * size / REFERENCE_INPUT;
  }

  private static CostEstimate of(PlannedDataset dataset, double forward, double backward) {
    double seconds = (forward + 2 * backward) * secondsPerPass(dataset);
    return new CostEstimate(Math.round(forward), Math.round(backward), seconds);
  }

  /** A training: epochs over the data, inner attack steps included. */
  public static CostEstimate training(PlannedModel model, PlannedDataset dataset) {
    if (model.isFile()) {
      return of(dataset, 0, 0);
    }
    double epochs = number(model.training(), "epochs", 1) * number(model.training(), "replays", 1);
    Passes each = model.cost().training().times(dataset.trainingSize() * epochs);
    return of(dataset, each.forward(), each.backward());
  }

  /** An evaluation without attack. */
  public static CostEstimate clean(PlannedModel model, PlannedDataset dataset) {
    return of(dataset, model.samplesOf(dataset) * passesOfJudgement(model), 0);
  }

  /** An attack on all its samples, without early breaks, with one more judgement. */
  public static CostEstimate attack(
      PlannedAttack attack, PlannedModel model, PlannedDataset dataset) {
    Passes questions =
        attack
            .passes()
            .getOrDefault(dataset.label(), Passes.NONE)
            .times(randomised(model) ? model.draws() : 1);
    int samples = attack.samplesOf(model, dataset);
    return of(
        dataset,
        samples * (questions.forward() + passesOfJudgement(model)),
        samples * questions.backward());
  }

  /** An attack under a threat model: one run a target. */
  public static CostEstimate attack(
      PlannedAttack attack, PlannedModel model, PlannedDataset dataset, PlannedThreatModel threat) {
    CostEstimate once = attack(attack, model, dataset);
    int runs = threat.runs(dataset.classNames().size());
    return new CostEstimate(once.forward() * runs, once.backward() * runs, once.seconds() * runs);
  }

  /** The same passes in a multiple of the time. */
  public CostEstimate slower(double factor) {
    return new CostEstimate(forward, backward, seconds * factor);
  }

  /** A multiple of these. */
  public CostEstimate times(int number) {
    return new CostEstimate(forward * number, backward * number, seconds * number);
  }

  /** The same where a randomised classifier is asked for one draw alone. */
  public CostEstimate ofOneDraw(PlannedModel model) {
    int draws = randomised(model) ? model.draws() : 1;
    return new CostEstimate(forward / draws, backward / draws, seconds / draws);
  }

  /** Each judgement of a randomised classifier asks for its logits, and for its decision. */
  private static double passesOfJudgement(PlannedModel model) {
    return randomised(model) ? model.judgements() * (1 + model.cost().decision()) : 1;
  }

  /**
   * Certificates of a decision rest on draws; other classifiers are known by what the grid says.
   */
  static boolean randomised(PlannedModel model) {
    return model.certified()
        || model.evaluation() != null && model.evaluation().randomised()
        || model.isPython() && model.readAs().python().randomised();
  }

  /** Certificates: the draws that choose each sample's class and those that bound it. */
  public static CostEstimate certification(
      PlannedModel model, PlannedDataset dataset, PlannedCertification certification) {
    int samples = certification.samplesOf(model, dataset);
    return of(dataset, samples * model.cost().certificate(), 0);
  }

  /** An analysis, as it estimates itself, with the reference attacks that it runs. */
  public static CostEstimate analysis(
      PlannedAnalysis analysis,
      PlannedModel model,
      PlannedDataset dataset,
      PlannedThreatModel threat,
      PlannedChecks checks) {
    Passes own =
        analysis
            .passes()
            .getOrDefault(dataset.label(), Passes.NONE)
            .times(randomised(model) ? model.judgements() : 1);
    CostEstimate total = of(dataset, own.forward(), own.backward());
    for (Access access : analysis.probes()) {
      Optional<PlannedAttack> probe =
          checks.probe(access).filter(a -> threat == null || a.runsUnder(threat));
      if (probe.isPresent()) {
        PlannedAttack few = probe.get().onFirst(checks.samplesOf(model, dataset));
        CostEstimate more = attack(few, model, dataset);
        total = of(dataset, total.forward() + more.forward(), total.backward() + more.backward());
      }
    }
    return total;
  }

  private static double number(Map<String, Object> values, String name, double otherwise) {
    return values.get(name) instanceof Number number ? number.doubleValue() : otherwise;
  }
}
