package org.robustgrid.leaderboard;

import java.util.ArrayList;
import java.util.List;
import org.robustgrid.leaderboard.Leaderboard.Flag;
import org.robustgrid.leaderboard.statistics.Excess;
import org.robustgrid.leaderboard.statistics.McNemar;

/** Tests what checks recorded, by the tests that the evidence itself names. */
public final class EvidenceSigns {

  /** The flag of checks that could not be made. */
  static final String NOT_RUN = "check-not-run";

  private EvidenceSigns() {}

  /**
   * Signs of a seed's evidence.
   *
   * @param who what messages begin with
   */
  static List<Sign> of(SeedResult seed, String who) {
    List<Sign> signs = new ArrayList<>();
    for (CheckEvidence evidence : seed.evidence()) {
      if (judged(evidence)) {
        signs.add(
            new Sign(
                evidence.check(),
                evidence.attack() == null ? "" : evidence.attack(),
                who + (evidence.message() == null ? "" : evidence.message()),
                evidence.asked(),
                found(evidence),
                p(evidence),
                Boolean.TRUE.equals(evidence.figuresHold()),
                Boolean.TRUE.equals(evidence.clearestOnly())));
      }
    }
    return signs;
  }

  private static boolean judged(CheckEvidence evidence) {
    return evidence.tolerated() != null || evidence.against() != null;
  }

  /** Whether evidence may become a flag, so that its words are needed. */
  public static boolean mayBeFlag(CheckEvidence evidence) {
    return evidence.notRun() == null && judged(evidence) && p(evidence) <= Sign.LEVEL;
  }

  private static List<Integer> found(CheckEvidence evidence) {
    List<Integer> found = new ArrayList<>(evidence.samples());
    if (evidence.excused() != null) {
      found.removeAll(evidence.excused());
    }
    return found;
  }

  private static double p(CheckEvidence evidence) {
    int found = found(evidence).size();
    double p = 0;
    if (evidence.tolerated() != null && evidence.tolerated() > 0) {
      int trials = evidence.trials() == null ? evidence.asked() : evidence.trials();
      p = Excess.p(found, trials, evidence.tolerated());
    } else if (evidence.tolerated() != null) {
      p = found == 0 ? 1 : 0;
    }
    return evidence.against() == null
        ? p
        : Math.max(p, McNemar.oneSided(evidence.against(), found));
  }

  /** What could not be asked. */
  static List<Flag> notRun(SeedResult seed, String who) {
    List<Flag> flags = new ArrayList<>();
    if (seed.checks() == null) {
      return flags;
    }
    if (seed.checks().status() != State.COMPLETE) {
      flags.add(new Flag(NOT_RUN, "", who + "no check was made: " + seed.checks().message()));
    }
    for (CheckEvidence evidence : seed.checks().evidence()) {
      if (evidence.notRun() != null) {
        flags.add(new Flag(NOT_RUN, "", who + evidence.check() + ": " + evidence.notRun()));
      }
    }
    return flags;
  }
}
