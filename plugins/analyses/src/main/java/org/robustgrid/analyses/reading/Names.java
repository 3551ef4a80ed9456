package org.robustgrid.analyses.reading;

import org.robustgrid.spi.analysis.AttackOutcome;
import org.robustgrid.spi.attack.ThreatModel;

/** Attacks in words. */
public final class Names {

  private Names() {}

  /** An attack with its threat model, such as {@code under pgd, linf 0.1}. */
  public static String of(AttackOutcome outcome) {
    ThreatModel threat = outcome.threatModel();
    String radius = threat.bounded() ? " " + threat.epsilon() : "";
    return "under " + outcome.label() + ", " + threat.norm().id() + radius;
  }
}
