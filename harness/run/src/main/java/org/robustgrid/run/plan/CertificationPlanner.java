package org.robustgrid.run.plan;

import java.util.List;
import org.robustgrid.base.yaml.Problems;
import org.robustgrid.run.grid.Grid.CertificationEntry;

/** Validates a grid's certification. */
final class CertificationPlanner {

  private final List<PlannedDataset> datasets;
  private final Problems problems;

  CertificationPlanner(List<PlannedDataset> datasets, Problems problems) {
    this.datasets = datasets;
    this.problems = problems;
  }

  PlannedCertification plan(CertificationEntry entry) {
    if (entry.radii().isEmpty()) {
      problems.add(entry.place(), "certification: expected at least one radius under 'radii'");
    }
    double last = 0;
    for (double radius : entry.radii()) {
      if (!(radius > 0) || Double.isInfinite(radius)) {
        problems.add(
            entry.place(), "certification: a radius must be finite and above 0, found " + radius);
      } else if (radius <= last) {
        problems.add(
            entry.place(),
            "certification: radii must ascend without repetition, found "
                + radius
                + " after "
                + last);
      }
      last = Math.max(last, radius);
    }
    entry.samples().ifPresent(samples -> checkSamples(samples, entry));
    return new PlannedCertification(
        entry.radii(), (int) Math.min(entry.samples().orElse(0L), Integer.MAX_VALUE));
  }

  private void checkSamples(long samples, CertificationEntry entry) {
    if (samples < 1) {
      problems.add(
          entry.place(), "certification: expected at least 1 under 'samples', found " + samples);
    }
    for (PlannedDataset dataset : datasets) {
      if (samples > dataset.samples()) {
        problems.add(
            entry.place(),
            "certification: data set '"
                + dataset.label()
                + "' has "
                + dataset.samples()
                + " samples in this grid, found "
                + samples
                + " under 'samples'");
      }
    }
  }
}
