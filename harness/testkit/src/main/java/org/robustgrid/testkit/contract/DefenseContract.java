package org.robustgrid.testkit.contract;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.spi.StoppedException;
import org.robustgrid.spi.defense.DefenseProvider;
import org.robustgrid.spi.network.Classifier;
import org.robustgrid.spi.network.Query;
import org.robustgrid.spi.random.RandomKey;
import org.robustgrid.testkit.toy.CountingMonitor;
import org.robustgrid.testkit.toy.StoppingMonitor;
import org.robustgrid.testkit.toy.StripesRequest;

/**
 * What the harness asks of every defense: the same weights from the same seed, after an
 * interruption, too; the same answers once saved and loaded; a classifier that keeps its word.
 *
 * <p>Everything is trained by the engine, on striped squares and for as many epochs as the
 * parameters say, or two.
 */
public final class DefenseContract {

  private final DefenseProvider provider;
  private final DefenseTrial trial;
  private final Path folder;
  private final CountingMonitor counter = new CountingMonitor();
  private DefenseTrial.Trained trained;

  private DefenseContract(DefenseProvider provider, Map<String, ?> parameters, Path folder) {
    this.provider = provider;
    this.trial = new DefenseTrial(provider, parameters);
    this.folder = folder;
  }

  /**
   * The checks of a defense.
   *
   * @param parameters its parameters; a model that one names is a small untrained network
   * @param folder for checkpoints and models; empty
   */
  public static List<ContractCheck> checks(
      DefenseProvider provider, Map<String, ?> parameters, Path folder) {
    DefenseContract contract = new DefenseContract(provider, parameters, folder);
    return List.of(
        new ContractCheck("answers finite logits for every class", contract::answers),
        new ContractCheck("answers gradients that an attack can follow", contract::leads),
        new ContractCheck("gives the same weights from the same seed", contract::reproduces),
        new ContractCheck("gives other weights from another seed", contract::followsItsSeed),
        new ContractCheck("answers the same once saved and loaded", contract::loads),
        new ContractCheck("stops on request and resumes to the same weights", contract::resumes),
        new ContractCheck("declares whether it is randomised", contract::declaresRandomness),
        new ContractCheck("gives a sample the same answer in any batch", contract::answersAlone));
  }

  private StripesRequest request(String name) {
    return StripesRequest.in(folder.resolve(name));
  }

  /** Trained without disturbance, once for all checks. */
  private DefenseTrial.Trained trained() {
    if (trained == null) {
      trained = trial.train(request("undisturbed").heardBy(counter));
    }
    return trained;
  }

  private List<String> answers() {
    Classifier classifier = trained().deployed();
    List<String> violations = new ArrayList<>();
    if (!Arrays.equals(classifier.inputShape(), request("").inputShape())
        || classifier.classes() != DefenseTrial.CLASSES) {
      violations.add("its classifier's input shape or number of classes differs from the data's");
    }
    double[] logits = DefenseTrial.logits(classifier, DefenseTrial.query(0));
    if (logits.length != DefenseTrial.ROWS * DefenseTrial.CLASSES
        || !Arrays.stream(logits).allMatch(Double::isFinite)) {
      violations.add("it answers with logits that are not finite or too few");
    }
    return violations;
  }

  /**
   * A zero here and there may be a dead unit's; half of them, or a value that is not finite, hide
   * the model from attacks by gradients, and its row would be called unreliable.
   */
  private List<String> leads() {
    double[] gradient = DefenseTrial.gradient(trained().deployed(), DefenseTrial.query(0));
    int length = gradient.length / DefenseTrial.ROWS;
    int zero = 0;
    for (int row = 0; row < DefenseTrial.ROWS; row++) {
      double[] values = Arrays.copyOfRange(gradient, row * length, (row + 1) * length);
      if (!Arrays.stream(values).allMatch(Double::isFinite)) {
        return List.of("the gradient of its cross-entropy is not finite at sample " + row);
      }
      zero += Arrays.stream(values).allMatch(value -> value == 0) ? 1 : 0;
    }
    return 2 * zero > DefenseTrial.ROWS
        ? List.of(
            "the gradient of its cross-entropy is exactly zero on "
                + zero
                + " of "
                + DefenseTrial.ROWS
                + " images: attacks by gradients are blind, and its robustness is an illusion")
        : List.of();
  }

  private List<String> reproduces() {
    return trained().compare(trial.train(request("again")), "trained again");
  }

  private List<String> followsItsSeed() {
    DefenseTrial.Trained other = trial.train(request("seed").seeded(2));
    return trained().compare(other, "").isEmpty()
        ? List.of("another seed gives the same weights")
        : List.of();
  }

  private List<String> loads() {
    Classifier before = trained().deployed();
    Classifier after = trained().saved(folder.resolve("saved"));
    List<String> violations = new ArrayList<>();
    Query query = DefenseTrial.query(0);
    if (!Arrays.equals(DefenseTrial.logits(before, query), DefenseTrial.logits(after, query))) {
      violations.add("its logits change when the model is saved and loaded");
    }
    if (!Arrays.equals(
        before.decisions(DefenseTrial.images(), query),
        after.decisions(DefenseTrial.images(), query))) {
      violations.add("its decisions change when the model is saved and loaded");
    }
    return violations;
  }

  private List<String> resumes() {
    trained();
    if (counter.checks() == 0) {
      return List.of("it never checks the monitor, and trains without the request's trainer");
    }
    StripesRequest interrupted = request("interrupted");
    // in the midst of the first half, then of what is left
    for (long checks : new long[] {counter.checks() / 3, counter.checks() / 2}) {
      StoppingMonitor monitor = new StoppingMonitor(checks);
      try {
        trial.train(interrupted.heardBy(monitor));
        if (monitor.stopped()) {
          return List.of("it answers with a model although it was stopped");
        }
      } catch (StoppedException e) {
        // as it should
      }
    }
    return trained().compare(trial.train(interrupted), "interrupted twice and resumed");
  }

  private List<String> declaresRandomness() {
    Classifier classifier = trained().deployed();
    boolean declared = provider.descriptor().randomised();
    if (declared != classifier.randomised()) {
      return List.of(
          declared
              ? "it declares that it is randomised, and its classifier says that it is not"
              : "its classifier says that it is randomised, and it does not declare that");
    }
    double[] first = DefenseTrial.logits(classifier, DefenseTrial.query(0));
    if (!Arrays.equals(first, DefenseTrial.logits(classifier, DefenseTrial.query(0)))) {
      return List.of("its answers to the same query with the same draw key differ");
    }
    boolean differs = !Arrays.equals(first, DefenseTrial.logits(classifier, DefenseTrial.query(1)));
    return differs && !declared
        ? List.of(
            "its answers differ from draw to draw, and it does not declare that it is randomised")
        : List.of();
  }

  private List<String> answersAlone() {
    Classifier classifier = trained().deployed();
    double[] whole = DefenseTrial.logits(classifier, DefenseTrial.query(0));
    int[] rows = {7, 2};
    Query query = new Query(new long[] {7, 2}, RandomKey.of(0));
    double[] part =
        HostArrays.read(classifier.logits(HostArrays.rows(DefenseTrial.images(), rows), query));
    double scale = Arrays.stream(whole).map(Math::abs).max().orElse(0);
    for (int i = 0; i < part.length; i++) {
      int row = rows[i / DefenseTrial.CLASSES];
      double there = whole[row * DefenseTrial.CLASSES + i % DefenseTrial.CLASSES];
      // a native library may sum in another order for another batch
      if (!(Math.abs(part[i] - there) <= 1e-4 * scale)) {
        return List.of("the logits of sample " + row + " depend on its batch");
      }
    }
    return List.of();
  }
}
