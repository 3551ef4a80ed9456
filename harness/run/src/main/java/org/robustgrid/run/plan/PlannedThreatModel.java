package org.robustgrid.run.plan;

import org.robustgrid.spi.Norm;
import org.robustgrid.spi.attack.ThreatModel;

/** A threat model of a plan: norm id and epsilon. */
public record PlannedThreatModel(String norm, double epsilon) {

  public ThreatModel threatModel() {
    return new ThreatModel(Norm.of(norm), epsilon);
  }

  @Override
  public String toString() {
    return norm + " " + epsilon;
  }
}
