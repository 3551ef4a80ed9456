package org.robustgrid.analyses;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.robustgrid.spi.Access;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.analysis.Analysis;
import org.robustgrid.spi.analysis.AnalysisDescriptor;
import org.robustgrid.spi.analysis.AnalysisProvider;
import org.robustgrid.spi.analysis.AnalysisRequest;
import org.robustgrid.spi.analysis.AnalysisResult;
import org.robustgrid.spi.analysis.AttackOutcome;
import org.robustgrid.spi.analysis.AttackedBoard;
import org.robustgrid.spi.analysis.Evidence;
import org.robustgrid.spi.attack.ThreatModel;

/**
 * {@code black-box-wins}: an attack without gradients, from the grid or the reference attack,
 * breaks samples that no attack with gradients breaks.
 *
 * <p>On a randomised row, chance decides which attack breaks a sample near a boundary. Attacks
 * without gradients must therefore also break more of the samples that the others miss than vice
 * versa.
 */
public final class BlackBoxWins implements AnalysisProvider {

  private static final String ID = "black-box-wins";

  @Override
  public AnalysisDescriptor descriptor() {
    return AnalysisDescriptor.builder(
            ID, "An attack without gradients breaks samples that no gradient attack breaks")
        .check()
        .perNorm()
        .outcomes()
        .probes(Access.SCORES)
        .build();
  }

  @Override
  public Analysis create(Parameters parameters) {
    return BlackBoxWins::analyse;
  }

  private static AnalysisResult analyse(AnalysisRequest request) {
    AnalysisResult.Builder result = AnalysisResult.of("Attacks without gradients");
    List<AttackedBoard> boards = Samples.boards(request);
    for (AttackedBoard board : boards) {
      boolean[] guided = guided(board);
      for (AttackOutcome outcome : board.outcomes()) {
        if (guided.length > 0 && outcome.access() != Access.GRADIENTS) {
          result.evidence(ofTheGrid(request, board, outcome, guided));
        }
      }
    }
    // misleading gradients hide most samples in the largest ball
    boards.stream()
        .reduce((a, b) -> a.threatModel().epsilon() >= b.threatModel().epsilon() ? a : b)
        .ifPresent(largest -> result.evidence(reference(request, largest)));
    return result.build();
  }

  /**
   * Which samples survive all attacks with gradients, among the samples that all of them attacked.
   */
  private static boolean[] guided(AttackedBoard board) {
    List<boolean[]> all =
        board.outcomes().stream()
            .filter(outcome -> outcome.access() == Access.GRADIENTS)
            .map(AttackOutcome::robust)
            .toList();
    boolean[] worst = new boolean[all.stream().mapToInt(bits -> bits.length).min().orElse(0)];
    Arrays.fill(worst, true);
    for (boolean[] bits : all) {
      IntStream.range(0, worst.length).forEach(i -> worst[i] &= bits[i]);
    }
    return worst;
  }

  private static Evidence ofTheGrid(
      AnalysisRequest request, AttackedBoard board, AttackOutcome outcome, boolean[] guided) {
    boolean[] bits = outcome.robust();
    int both = Math.min(bits.length, guided.length);
    List<Integer> found = Samples.first(both, i -> guided[i] && !bits[i]);
    Evidence.Builder evidence =
        Evidence.of(outcome.label(), right(request, both).size(), found)
            .attack(outcome.label())
            .board(board);
    return judged(evidence, request, outcome.label(), found, missed(bits, guided, both), both);
  }

  private static Evidence reference(AnalysisRequest request, AttackedBoard board) {
    Optional<String> label = request.probeLabel(Access.SCORES);
    if (label.isEmpty()) {
      return Evidence.notRun("reference attack", Samples.noReference("scores"));
    }
    ThreatModel threat = board.threatModel();
    // on half of the samples, since queries are the most expensive part
    Optional<AttackOutcome> outcome =
        request.probe(Access.SCORES, threat, (request.checkSamples() + 1) / 2);
    if (outcome.isEmpty()) {
      return Evidence.notRun(label.get(), Samples.notUnder(label.get(), request));
    }
    boolean[] bits = outcome.get().robust();
    boolean[] guided = guided(board);
    int both = guided.length == 0 ? bits.length : Math.min(bits.length, guided.length);
    List<Integer> broken = right(request, both).stream().filter(i -> !bits[i]).toList();
    Evidence.Builder evidence =
        Evidence.of(label.get(), right(request, both).size(), broken)
            .epsilon(threat.epsilon())
            .board(board);
    if (guided.length == 0) {
      return evidence.build();
    }
    // samples that an attack with gradients also breaks are no sign
    List<Integer> found = broken.stream().filter(i -> guided[i]).toList();
    evidence.excused(Samples.without(broken, found));
    return judged(evidence, request, label.get(), found, missed(bits, guided, both), both);
  }

  private static List<Integer> right(AnalysisRequest request, int first) {
    boolean[] correct = request.model().correct();
    return Samples.first(first, i -> correct[i]);
  }

  /** The number of samples that attacks with gradients break and the other attack does not. */
  private static int missed(boolean[] bits, boolean[] guided, int both) {
    return Samples.first(both, i -> bits[i] && !guided[i]).size();
  }

  private static Evidence judged(
      Evidence.Builder evidence,
      AnalysisRequest request,
      String label,
      List<Integer> found,
      int missed,
      int both) {
    if (request.model().randomised()) {
      evidence.against(missed);
    }
    return evidence
        .tolerated(Samples.TOLERATED)
        .message(
            label
                + ", which sees no gradient, breaks "
                + found.size()
                + " of "
                + right(request, both).size()
                + " samples that no attack with gradients breaks. The gradients are misleading, or"
                + " the attacks that follow them are too weak: the worst case is too high")
        .build();
  }
}
