package org.robustgrid.bench.speed;

import java.util.Map;
import org.robustgrid.run.worker.NetworkClassifier;
import org.robustgrid.run.worker.PassMeter;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.attack.Attack;
import org.robustgrid.spi.attack.AttackRequest;
import org.robustgrid.spi.attack.AttackResult;
import org.robustgrid.spi.attack.ThreatModel;

/** The attack {@code pgd} on a benched batch: L∞, ε = 0.3, 20 steps of ε/10, a random start. */
final class PgdBatch {

  /** Gradient steps, one input gradient each. */
  static final int STEPS = 20;

  private static final double EPSILON = 0.3;
  private static final double RELATIVE_STEP = 0.1;

  private final Attack attack;
  private final AttackRequest request;

  /**
   * Prepares.
   *
   * @param plugins have the attack
   */
  PgdBatch(Plugins plugins, BenchedNetwork benched) {
    this.attack =
        plugins.attack("pgd", Map.of("steps", (long) STEPS, "relative-step-size", RELATIVE_STEP));
    this.request =
        AttackRequest.builder()
            .classifier(new NetworkClassifier(benched.network(), new PassMeter()))
            .images(benched.images())
            .labels(benched.labels())
            .threatModel(new ThreatModel(Norm.LINF, EPSILON))
            .build();
  }

  /** Runs the attack once. */
  AttackResult run() {
    return attack.run(request);
  }
}
