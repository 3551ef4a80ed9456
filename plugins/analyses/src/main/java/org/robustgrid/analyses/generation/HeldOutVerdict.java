package org.robustgrid.analyses.generation;

import java.util.stream.IntStream;
import org.robustgrid.analyses.reading.Share;
import org.robustgrid.spi.Access;
import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.Passes;
import org.robustgrid.spi.analysis.AnalysedModel;
import org.robustgrid.spi.analysis.Analysis;
import org.robustgrid.spi.analysis.AnalysisDescriptor;
import org.robustgrid.spi.analysis.AnalysisDescriptor.Subject;
import org.robustgrid.spi.analysis.AnalysisProvider;
import org.robustgrid.spi.analysis.AnalysisRequest;
import org.robustgrid.spi.analysis.AnalysisResult;
import org.robustgrid.spi.analysis.SampleSource;

/**
 * {@code held-out-verdict}: how often a model classifies the targeted images of another model as
 * their target (those of {@link TargetedImages}). Images that convince only the model that made
 * them do not show the target.
 */
public final class HeldOutVerdict implements AnalysisProvider {

  @Override
  public AnalysisDescriptor descriptor() {
    return AnalysisDescriptor.builder(
            "held-out-verdict",
            "Share of a model's targeted images that another takes for the target")
        .subject(Subject.PAIR)
        .access(Access.GRADIENTS)
        .samples(SampleSource.TEST)
        .citation(GenerationParameters.KAUR)
        .citation(GenerationParameters.GANZ)
        .parameters(TargetedAscent.parameters())
        .build();
  }

  @Override
  public Passes estimate(Parameters parameters, DataDescription data, int samples) {
    return TargetedAscent.of(parameters).passes(data.classes(), samples).times(2);
  }

  @Override
  public Analysis create(Parameters parameters) {
    TargetedAscent ascent = TargetedAscent.of(parameters);
    return request -> analyse(request, ascent);
  }

  private static AnalysisResult analyse(AnalysisRequest request, TargetedAscent ascent) {
    AnalysisResult.Builder result = AnalysisResult.of("Targeted images before another model");
    judge(request, ascent, request.model(), request.other(), "first", "second", result);
    judge(request, ascent, request.other(), request.model(), "second", "first", result);
    return result
        .note(ascent.words(request.model()) + " Each model judges the images of the other.")
        .build();
  }

  private static void judge(
      AnalysisRequest request,
      TargetedAscent ascent,
      AnalysedModel maker,
      AnalysedModel judge,
      String makes,
      String judges,
      AnalysisResult.Builder result) {
    TargetedAscent.Made made = ascent.make(request, maker);
    if (made.stuck() > 0) {
      result.note(
          made.stuck()
              + " images of the "
              + makes
              + " are left out, since gradients during the ascent are not finite.");
    }
    if (made.images().isEmpty()) {
      return;
    }
    boolean[] taken = made.taken(request, judge);
    int count = (int) IntStream.range(0, taken.length).filter(i -> taken[i]).count();
    Share share = Share.of(count, taken.length);
    share.add("images of the " + makes + " that the " + judges + " takes for the target", result);
  }
}
