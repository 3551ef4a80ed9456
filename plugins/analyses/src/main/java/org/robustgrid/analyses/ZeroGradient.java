package org.robustgrid.analyses;

import java.util.List;
import org.robustgrid.spi.Access;
import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.Passes;
import org.robustgrid.spi.analysis.Analysis;
import org.robustgrid.spi.analysis.AnalysisDescriptor;
import org.robustgrid.spi.analysis.AnalysisProvider;
import org.robustgrid.spi.analysis.AnalysisRequest;
import org.robustgrid.spi.analysis.AnalysisResult;
import org.robustgrid.spi.analysis.AttackedBoard;
import org.robustgrid.spi.analysis.Evidence;
import org.robustgrid.spi.analysis.SampleSource;
import org.robustgrid.spi.attack.Goal;

/**
 * {@code zero-gradient}: the loss gradient at the clean image is exactly zero or not finite, so
 * gradient attacks of any goal cannot use it. If only the probability rounds to 1, attacks with
 * another loss can still work: on a board with such an attack, these samples are excused. On boards
 * whose goal is not untargeted they are not evidence, since attacks do not maximise the label's
 * loss there.
 */
public final class ZeroGradient implements AnalysisProvider {

  private static final String ID = "zero-gradient";

  @Override
  public AnalysisDescriptor descriptor() {
    return AnalysisDescriptor.builder(
            ID, "The loss gradient at the clean image is zero or not finite")
        .check()
        .access(Access.GRADIENTS)
        .samples(SampleSource.TEST)
        .outcomes()
        .goals(Goal.Kind.values())
        .after(ConstantModel.ID)
        .build();
  }

  @Override
  public Passes estimate(Parameters parameters, DataDescription data, int samples) {
    return Passes.gradients(Math.min(samples, 100));
  }

  @Override
  public Analysis create(Parameters parameters) {
    return ZeroGradient::analyse;
  }

  private static AnalysisResult analyse(AnalysisRequest request) {
    AnalysisResult.Builder result = AnalysisResult.of("Gradients at clean images");
    Saturation found = Saturation.of(request);
    // the gradients of a constant model are no further sign
    boolean judged = !ConstantModel.found(request.result(ConstantModel.ID));
    for (AttackedBoard board : request.boards()) {
      result.evidence(evidence("zero", found.asked(), found.zero(), List.of(), board, judged));
      result.evidence(
          evidence("not finite", found.asked(), found.notFinite(), List.of(), board, judged));
      if (board.goal() == Goal.Kind.UNTARGETED) {
        boolean seen = Samples.gradientsSeen(board);
        List<Integer> excused = seen ? found.saturated() : List.of();
        result.evidence(
            evidence("saturated", found.asked(), found.saturated(), excused, board, judged));
      }
    }
    return result.build();
  }

  private static Evidence evidence(
      String about,
      int asked,
      List<Integer> samples,
      List<Integer> excused,
      AttackedBoard board,
      boolean judged) {
    Evidence.Builder evidence = Evidence.of(about, asked, samples).excused(excused).board(board);
    if (judged) {
      String count = samples.size() - excused.size() + " of " + asked;
      evidence.tolerated(Samples.TOLERATED).message(message(about, count));
    }
    return evidence.build();
  }

  private static String message(String about, String count) {
    return switch (about) {
      case "zero" ->
          "the loss gradient at the clean image is exactly zero on "
              + count
              + " samples. Attacks with gradients are blind there";
      case "saturated" ->
          "the gradient of cross-entropy at the clean image is exactly zero on "
              + count
              + " samples, as their probability rounds to 1. Attacks that climb cross-entropy are"
              + " blind there, and every attack of the board met a vanished gradient; add one with"
              + " a loss of the logits, such as the logit gap";
      default ->
          "the loss gradient at the clean image is "
              + about
              + " on "
              + count
              + " samples. Attacks with gradients are blind there";
    };
  }
}
