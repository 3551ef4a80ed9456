package org.robustgrid.analyses.reading;

import org.robustgrid.spi.analysis.AttackOutcome;
import org.robustgrid.spi.analysis.AttackedBoard;

/** The names of attacks in results. */
public final class Names {

  private Names() {}

  /** Names an attack on a board, such as {@code under pgd, linf 0.1 targeted next}. */
  public static String of(AttackOutcome outcome, AttackedBoard board) {
    return "under " + outcome.label() + ", " + board.name();
  }
}
