package org.robustgrid.testkit.contract;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.robustgrid.spi.Access;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.StoppedException;
import org.robustgrid.spi.attack.Attack;
import org.robustgrid.spi.attack.AttackProvider;
import org.robustgrid.spi.attack.AttackRequest;
import org.robustgrid.spi.attack.Goal;
import org.robustgrid.spi.attack.ThreatModel;
import org.robustgrid.spi.network.Classifier;
import org.robustgrid.testkit.toy.ConstantClassifier;
import org.robustgrid.testkit.toy.StoppingMonitor;

/**
 * What the harness asks of every attack: an answer in ball and box whatever the model does, the
 * same for a sample in any batch, no worse with more budget, the goals that it declares, and an end
 * when it is stopped.
 *
 * <p>Everything is tried on small classifiers, in float and in double.
 */
public final class AttackContract {

  private static final List<DataType> PRECISIONS = List.of(DataType.FLOAT, DataType.DOUBLE);

  /** Rows of a comparison, and by how many of them chance may favour the smaller budget. */
  private static final int COMPARED = 24;

  private static final int CHANCE = 1;

  private final AttackSubject subject;
  private final List<ContractCheck> checks = new ArrayList<>();

  private AttackContract(AttackSubject subject) {
    this.subject = subject;
    staysFeasible();
    treatsSamplesAlone();
    endsWhenStopped();
    gainsFromBudget();
    pursuesGoals();
  }

  /**
   * The checks of an attack, in every norm that it declares.
   *
   * @param parameters its parameters; those that it has none for take their defaults
   */
  public static List<ContractCheck> checks(AttackProvider provider, Map<String, ?> parameters) {
    List<ContractCheck> all = new ArrayList<>();
    for (Norm norm : provider.descriptor().norms()) {
      AttackSubject subject = AttackSubject.of(provider, parameters, AttackSubject.threat(norm));
      for (ContractCheck check : new AttackContract(subject).checks) {
        all.add(new ContractCheck(norm.id() + ": " + check.name(), check.trial()));
      }
    }
    return all;
  }

  /**
   * Puts an attack without a provider to the test, with access to gradients.
   *
   * @return what it broke, one sentence each; empty when it keeps the contract
   */
  public static List<String> violations(Attack attack, ThreatModel threat) {
    AttackSubject subject =
        new AttackSubject(
            attack, Optional.empty(), Access.GRADIENTS, Set.of(Goal.Kind.UNTARGETED), threat);
    return new AttackContract(subject)
        .checks.stream()
            .flatMap(check -> check.violations().stream().map(v -> check.name() + ": " + v))
            .toList();
  }

  /** What a check does in one precision. */
  @FunctionalInterface
  private interface Trial {
    List<String> violations(DataType precision);
  }

  private void promise(String name, Trial trial) {
    checks.add(
        new ContractCheck(name, () -> InPrecisions.violations(PRECISIONS, trial::violations)));
  }

  private AttackTrial curved(DataType precision) {
    return AttackTrial.on(subject, AttackTrial.curved(), precision);
  }

  private void feasibleOn(String name, Classifier classifier) {
    promise(name, precision -> AttackTrial.on(subject, classifier, precision).violations());
  }

  private void staysFeasible() {
    double[] constant = new double[AttackTrial.CLASSES];
    double[] notANumber = new double[AttackTrial.CLASSES];
    Arrays.fill(notANumber, Double.NaN);
    feasibleOn("stays in ball and box", AttackTrial.curved());
    feasibleOn("answers where every gradient is zero", flat(constant, 0));
    feasibleOn("answers where gradients are NaN", flat(constant, Double.NaN));
    feasibleOn("answers where logits are NaN", flat(notANumber, Double.NaN));
    promise("answers a batch of one sample", precision -> curved(precision).rows(3).violations());
    promise(
        "answers for samples that are misclassified already",
        precision -> {
          AttackTrial trial = curved(precision);
          return trial.with(trial.request().toBuilder().labels(next(trial)).build()).violations();
        });
    promise(
        "keeps to a domain other than [0, 1]",
        precision -> curved(precision).in(new Domain(-0.5, 2)).violations());
    promise(
        "stays in the box where the ball is larger",
        precision ->
            AttackTrial.on(subject.under(50), AttackTrial.curved(), precision).violations());
    promise("answers flat inputs, or refuses them as an illegal argument", this::flatInputs);
  }

  private static Classifier flat(double[] logits, double gradient) {
    return new ConstantClassifier(logits, gradient, AttackTrial.SHAPE);
  }

  private static int[] next(AttackTrial trial) {
    return AttackTrial.next(trial.request().labels());
  }

  private List<String> flatInputs(DataType precision) {
    AttackTrial trial = curved(precision);
    AttackRequest request =
        trial.request().toBuilder()
            .images(trial.request().images().dup('c').reshape(AttackTrial.ROWS, AttackTrial.LENGTH))
            .build();
    try {
      return trial.with(request).violations();
    } catch (IllegalArgumentException e) {
      return List.of();
    }
  }

  /** A goal is served if it is declared, and else refused or answered feasibly all the same. */
  private List<String> serves(Goal.Kind kind, AttackRequest request, DataType precision) {
    try {
      return curved(precision).with(request).violations();
    } catch (IllegalArgumentException e) {
      return subject.goals().contains(kind)
          ? List.of("it refuses them: " + e.getMessage())
          : List.of();
    }
  }

  private List<String> targeted(DataType precision) {
    AttackTrial trial = curved(precision);
    AttackRequest request = trial.request().toBuilder().goal(Goal.targeted(next(trial))).build();
    return serves(Goal.Kind.TARGETED, request, precision);
  }

  private List<String> minimumDistance(DataType precision) {
    AttackTrial trial = curved(precision);
    AttackRequest request =
        trial.request().toBuilder()
            .goal(Goal.minimumDistance())
            .threatModel(ThreatModel.unbounded(subject.threat().norm()))
            .build();
    return serves(Goal.Kind.MINIMUM_DISTANCE, request, precision);
  }

  private void pursuesGoals() {
    promise("serves targeted requests as it declares", this::targeted);
    if (subject.goals().contains(Goal.Kind.TARGETED)) {
      promise("moves towards its targets", this::towardsTargets);
    }
    if (subject.goals().contains(Goal.Kind.MINIMUM_DISTANCE)) {
      promise("searches for the smallest distance without an epsilon", this::minimumDistance);
      promise("finds misclassified points if nothing but the box bounds it", this::findsNearest);
    }
  }

  private List<String> towardsTargets(DataType precision) {
    AttackTrial trial = compared(subject, precision);
    int[] targets = next(trial);
    AttackRequest request = trial.request().toBuilder().goal(Goal.targeted(targets)).build();
    double nearer = trial.with(request).towards(targets);
    return nearer > 0
        ? List.of()
        : List.of("the targets' logits do not rise over the others: by " + nearer + " in the mean");
  }

  private List<String> findsNearest(DataType precision) {
    AttackTrial trial = compared(subject, precision);
    AttackRequest request =
        trial.request().toBuilder()
            .goal(Goal.minimumDistance())
            .threatModel(ThreatModel.unbounded(subject.threat().norm()))
            .build();
    int misclassified = trial.with(request).misclassified(subject.attack());
    return misclassified >= COMPARED / 2
        ? List.of()
        : List.of("it finds misclassified points of " + misclassified + " samples of " + COMPARED);
  }

  private void treatsSamplesAlone() {
    promise(
        "answers the same twice",
        precision -> compare(precision, IntStream.range(0, AttackTrial.ROWS).toArray()));
    promise(
        "gives a sample the same answer in any batch and order",
        precision -> {
          List<String> violations = new ArrayList<>(compare(precision, 5, 2, 7, 0, 3));
          violations.addAll(compare(precision, 4));
          return violations;
        });
  }

  private List<String> compare(DataType precision, int... rows) {
    double[] whole = curved(precision).answer();
    AttackTrial part = curved(precision).rows(rows);
    double[] answer = part.answer();
    int length = AttackTrial.LENGTH;
    for (int i = 0; i < rows.length; i++) {
      double[] there = Arrays.copyOfRange(whole, rows[i] * length, (rows[i] + 1) * length);
      if (!Arrays.equals(there, Arrays.copyOfRange(answer, i * length, (i + 1) * length))) {
        return List.of(
            rows.length == AttackTrial.ROWS
                ? "its answer changes from run to run"
                : "the answer for sample "
                    + part.request().samples()[i]
                    + " depends on its batch: of "
                    + AttackTrial.ROWS
                    + " samples or of "
                    + rows.length);
      }
    }
    return List.of();
  }

  private void endsWhenStopped() {
    promise(
        "ends soon after it is stopped",
        precision -> stopped(curved(precision).limited(new StoppingMonitor(2), Long.MAX_VALUE)));
    promise(
        "ends where its passes do",
        precision -> stopped(curved(precision).limited(new StoppingMonitor(Long.MAX_VALUE), 5)));
    promise(
        "ends where it is stopped before it began",
        precision -> stopped(curved(precision).limited(new StoppingMonitor(0), Long.MAX_VALUE)));
  }

  private static List<String> stopped(AttackTrial trial) {
    try {
      return trial.violations();
    } catch (StoppedException e) {
      // the other way an attack may end
      return trial.guard().broken();
    }
  }

  private void gainsFromBudget() {
    promise(
        "does no worse in a larger ball",
        precision ->
            noWorse(
                compared(subject, precision).misclassified(subject.attack()),
                compared(subject.under(3 * subject.threat().epsilon()), precision)
                    .misclassified(subject.attack()),
                "a ball three times as large"));
    subject
        .stronger()
        .ifPresent(
            stronger ->
                promise(
                    "does no worse with more budget",
                    precision ->
                        noWorse(
                            compared(subject, precision).misclassified(subject.attack()),
                            compared(subject, precision).misclassified(stronger),
                            "more steps, queries or restarts")));
  }

  private static AttackTrial compared(AttackSubject subject, DataType precision) {
    return AttackTrial.on(subject, AttackTrial.curved(), precision, COMPARED);
  }

  private static List<String> noWorse(int less, int more, String budget) {
    return more >= less - CHANCE
        ? List.of()
        : List.of("with " + budget + " it breaks " + more + " samples instead of " + less);
  }
}
