package org.robustgrid.bench.speed;

import java.util.List;

/** What is measured of a network: the PyTorch peer's works, and ratios within one process. */
final class NetworkWorks {

  /** How the name of the whole attack ends. */
  static final String ATTACK = "PGD-20 on a batch";

  private static final String STOCK = " against Deeplearning4j";

  /** The names of the ratios. */
  static final List<String> RATIOS =
      List.of(
          "forward" + STOCK,
          "input gradient" + STOCK,
          "parameter gradient" + STOCK,
          "tangent with parameter gradient against parameter gradient",
          "PGD-20 against 20 input gradients");

  private final String net;
  private final BenchedNetwork benched;
  private final PgdBatch pgd;

  /**
   * Prepares the works of a network.
   *
   * @param net the network's name in results
   * @param plugins have the attack {@code pgd}
   */
  NetworkWorks(String net, BenchedNetwork benched, Plugins plugins) {
    this.net = net;
    this.benched = benched;
    this.pgd = new PgdBatch(plugins, benched);
  }

  private Work work(String what, Runnable action) {
    return new Work(net + " " + what, benched.labels().length, action);
  }

  private Work parameterGradient() {
    return work("parameter gradient (training mode)", benched::parameterGradient);
  }

  private Work inputGradient() {
    return work("input gradient (inference mode)", benched::inputGradient);
  }

  private Work forward() {
    return work("forward (inference mode)", benched::forward);
  }

  private Work tangent() {
    return work("tangent (inference mode)", benched::tangent);
  }

  private Work attack() {
    return work(ATTACK, pgd::run);
  }

  /** The peer's works in its order, under its names, with the tangent beside. */
  List<Work> peerWorks() {
    return List.of(parameterGradient(), inputGradient(), tangent(), forward(), attack());
  }

  /** Ratios in the order of {@link #RATIOS}. */
  List<Ratio> ratios() {
    StockGraph stock = StockGraph.of(benched);
    Work forward = forward();
    Work inputGradient = inputGradient();
    Work parameterGradient = parameterGradient();
    Work stockForward = work("forward (Deeplearning4j)", stock::forward);
    Work stockInput = work("input gradient (Deeplearning4j)", stock::inputGradient);
    Work stockParameters = work("parameter gradient (Deeplearning4j)", stock::parameterGradient);
    Work tangent = work("tangent with parameter gradient", benched::tangentGradient);
    return List.of(
        new Ratio(RATIOS.get(0), forward, stockForward),
        new Ratio(RATIOS.get(1), inputGradient, stockInput),
        new Ratio(RATIOS.get(2), parameterGradient, stockParameters),
        new Ratio(RATIOS.get(3), tangent, parameterGradient),
        new Ratio(RATIOS.get(4), attack(), inputGradient, PgdBatch.STEPS));
  }
}
