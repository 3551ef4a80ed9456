package org.robustgrid.analyses;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.robustgrid.spi.Access;
import org.robustgrid.spi.analysis.AnalysisRequest;
import org.robustgrid.spi.analysis.AttackOutcome;
import org.robustgrid.spi.analysis.AttackedBoard;
import org.robustgrid.spi.attack.Goal;

/** Lists of samples, the boards that checks cover, and messages that checks share. */
final class Samples {

  /** The share of suspicious samples that is tolerated. */
  static final double TOLERATED = 0.01;

  private Samples() {}

  /**
   * Returns those of the first {@code count} samples that satisfy a condition, in ascending order.
   */
  static List<Integer> first(int count, IntPredicate holds) {
    return IntStream.range(0, count).filter(holds).boxed().toList();
  }

  static List<Integer> without(List<Integer> samples, List<Integer> excused) {
    List<Integer> left = new ArrayList<>(samples);
    left.removeAll(excused);
    return left;
  }

  static List<Integer> both(List<Integer> samples, List<Integer> others) {
    List<Integer> common = new ArrayList<>(samples);
    common.retainAll(others);
    return common;
  }

  /** Returns the boards with untargeted attacks within a radius. */
  static List<AttackedBoard> boards(AnalysisRequest request) {
    return request.boards().stream().filter(board -> board.goal() == Goal.Kind.UNTARGETED).toList();
  }

  /** Whether some attack with gradients met no vanished gradient. */
  static boolean gradientsSeen(AttackedBoard board) {
    return board.outcomes().stream()
        .anyMatch(outcome -> outcome.access() == Access.GRADIENTS && outcome.vanished() == 0);
  }

  /** The message that no reference attack is loaded. */
  static String noReference(String access) {
    return "it needs an attack plugin that declares to be a reference for attacks by "
        + access
        + ", and none is loaded";
  }

  /** The message that the reference attack does not support the norm. */
  static String notUnder(String label, AnalysisRequest request) {
    return "'" + label + "' does not run under " + request.norm().orElseThrow().id();
  }

  /** Whether an attack broke a sample. */
  static IntPredicate fallen(AttackOutcome outcome) {
    boolean[] robust = outcome.robust();
    return i -> !robust[i];
  }
}
