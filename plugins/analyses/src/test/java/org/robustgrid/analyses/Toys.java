package org.robustgrid.analyses;

import java.util.Collections;
import java.util.List;
import org.robustgrid.spi.Access;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.analysis.AnalysisProvider;
import org.robustgrid.spi.analysis.AnalysisRequest;
import org.robustgrid.spi.analysis.AnalysisResult;
import org.robustgrid.spi.analysis.AttackOutcome;
import org.robustgrid.spi.analysis.AttackedBoard;
import org.robustgrid.spi.analysis.Evidence;
import org.robustgrid.spi.attack.Goal;
import org.robustgrid.spi.attack.ThreatModel;

/** Parts of requests for tests of checks. */
final class Toys {

  static final ThreatModel SMALL = new ThreatModel(Norm.LINF, 0.1);

  private Toys() {}

  static List<Evidence> evidence(AnalysisProvider check, AnalysisRequest request) {
    return check
        .create(Parameters.of(check.descriptor(), java.util.Map.of()))
        .analyse(request)
        .evidence();
  }

  static Evidence about(String about, List<Evidence> evidence) {
    return evidence.stream().filter(e -> e.about().equals(about)).findFirst().orElseThrow();
  }

  /** The result of the check for constant models, with a constant model found or not. */
  static AnalysisResult constant(boolean found) {
    List<Integer> missed = found ? List.of(0, 1, 2, 3, 4, 5, 6) : List.of();
    return AnalysisResult.of("Constant model")
        .evidence(Evidence.of("class 0", 7, missed).build())
        .build();
  }

  static AttackedBoard board(AttackOutcome... outcomes) {
    return board(Goal.Kind.UNTARGETED, outcomes);
  }

  /** A board with a goal, which its name contains. */
  static AttackedBoard board(Goal.Kind goal, AttackOutcome... outcomes) {
    return new AttackedBoard("linf 0.1 " + goal.id(), SMALL, goal, List.of(outcomes), true);
  }

  static AttackOutcome outcome(String label, Access access, boolean... robust) {
    return AttackOutcome.builder(label, SMALL, robust)
        .access(access)
        .predictions(Collections.nCopies(robust.length, 0))
        .build();
  }
}
