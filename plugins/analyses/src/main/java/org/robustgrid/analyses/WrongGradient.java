package org.robustgrid.analyses;

import java.util.ArrayList;
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
import org.robustgrid.spi.analysis.Evidence;
import org.robustgrid.spi.analysis.SampleSource;
import org.robustgrid.spi.attack.Goal;

/**
 * {@code wrong-gradient}: the gradient that the classifier returns is not that of its logits. The
 * check compares it with finite differences along random directions and along the sign of the
 * gradient itself. Attacks that follow a wrong gradient do not maximise the loss.
 *
 * <p>A sample is evidence if its error, the mean over directions, exceeds one half; the error of a
 * correct gradient is 0 up to rounding. A row whose defense declares a stand-in gradient is
 * measured but not judged.
 */
public final class WrongGradient implements AnalysisProvider {

  private static final String ID = "wrong-gradient";

  private static final double TOLERATED_ERROR = 0.5;

  /** The share of samples that is tolerated, since kinks may be within every step. */
  private static final double TOLERATED_SHARE = 0.05;

  @Override
  public AnalysisDescriptor descriptor() {
    return AnalysisDescriptor.builder(
            ID, "The returned gradient is not that of the logits, by finite differences")
        .check()
        .access(Access.GRADIENTS)
        .samples(SampleSource.TEST)
        .goals(Goal.Kind.values())
        .build();
  }

  @Override
  public Passes estimate(Parameters parameters, DataDescription data, int samples) {
    int asked = (Math.min(samples, 100) + 1) / 2;
    return Passes.gradients(asked)
        .plus(Passes.forward((double) asked * FiniteDifferences.forward()));
  }

  @Override
  public Analysis create(Parameters parameters) {
    return WrongGradient::analyse;
  }

  private static AnalysisResult analyse(AnalysisRequest request) {
    AnalysisResult.Builder result = AnalysisResult.of("Gradients and finite differences");
    // on half of the samples, since differences are the most expensive part
    int wanted = (request.checkSamples() + 1) / 2;
    int asked = 0;
    int measured = 0;
    List<Integer> wrong = new ArrayList<>();
    for (CleanBatch batch : CleanBatch.first(request, wanted)) {
      double[] errors = new FiniteDifferences(request, batch).errors();
      asked += errors.length;
      for (int row = 0; row < errors.length; row++) {
        measured += Double.isNaN(errors[row]) ? 0 : 1;
        if (errors[row] > TOLERATED_ERROR) {
          wrong.add((int) batch.samples()[row]);
        }
      }
    }
    Evidence.Builder evidence = Evidence.of("finite differences", asked, wrong).trials(measured);
    if (request.model().standIn().isEmpty()) {
      evidence
          .tolerated(TOLERATED_SHARE)
          .message(
              "the gradient that the model returns differs from finite differences of its logits by"
                  + " more than half on "
                  + wrong.size()
                  + " of "
                  + measured
                  + " samples. Attacks that follow it do not maximise the loss. If the gradient is an"
                  + " intended stand-in, the defense must declare it");
    }
    return result.evidence(evidence.build()).build();
  }
}
