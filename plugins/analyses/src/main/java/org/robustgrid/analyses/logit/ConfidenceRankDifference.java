package org.robustgrid.analyses.logit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.robustgrid.analyses.reading.LogitTable;
import org.robustgrid.analyses.reading.SampleParameters;
import org.robustgrid.analyses.reading.Share;
import org.robustgrid.numerics.logit.ConfidenceRanks;
import org.robustgrid.spi.Access;
import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.Passes;
import org.robustgrid.spi.analysis.Analysis;
import org.robustgrid.spi.analysis.AnalysisDescriptor;
import org.robustgrid.spi.analysis.AnalysisDescriptor.Subject;
import org.robustgrid.spi.analysis.AnalysisProvider;
import org.robustgrid.spi.analysis.AnalysisRequest;
import org.robustgrid.spi.analysis.AnalysisResult;
import org.robustgrid.spi.analysis.SampleSource;
import org.robustgrid.spi.analysis.Table;

/**
 * {@code confidence-ranks}: the share of each class's test samples whose confidence ranks in two
 * models differ by more than half of the class (Seguin et al. 2021, figures 3A and 3B).
 */
public final class ConfidenceRankDifference implements AnalysisProvider {

  @Override
  public AnalysisDescriptor descriptor() {
    return AnalysisDescriptor.builder(
            "confidence-ranks", "Share of samples that two models rank differently by confidence")
        .subject(Subject.PAIR)
        .access(Access.SCORES)
        .samples(SampleSource.TEST)
        .citation(LogitParameters.CITATION)
        .parameters(SampleParameters.SAMPLES)
        .build();
  }

  @Override
  public Passes estimate(Parameters parameters, DataDescription data, int samples) {
    return Passes.forward(2.0 * Math.min(samples, parameters.get(SampleParameters.SAMPLES)));
  }

  @Override
  public Analysis create(Parameters parameters) {
    int samples = parameters.get(SampleParameters.SAMPLES);
    return request -> analyse(request, samples);
  }

  private static AnalysisResult analyse(AnalysisRequest request, int samples) {
    LogitTable first = LogitTable.clean(request, request.model(), SampleSource.TEST, samples);
    LogitTable second = LogitTable.clean(request, request.other(), SampleSource.TEST, samples);
    List<String> names = request.classNames();
    double[] shares =
        ConfidenceRanks.displaced(
            ConfidenceRanks.ranks(ConfidenceRanks.confidence(first.logits()), first.labels()),
            ConfidenceRanks.ranks(ConfidenceRanks.confidence(second.logits()), first.labels()),
            first.labels(),
            names.size());
    AnalysisResult.Builder result = AnalysisResult.of("Confidence ranks of two models");
    List<List<String>> rows = new ArrayList<>();
    List<Share> present = new ArrayList<>();
    for (int c = 0; c < shares.length; c++) {
      int label = c;
      long count = Arrays.stream(first.labels()).filter(l -> l == label).count();
      rows.add(
          List.of(
              names.get(c),
              Long.toString(count),
              count == 0 ? "–" : String.format(Locale.ROOT, "%.1f %%", 100 * shares[c])));
      if (count > 0) {
        present.add(Share.of(Math.rint(shares[c] * count), (int) count));
      }
    }
    Share mean = Share.mean(present);
    mean.add("samples ranked apart, mean over classes", result);
    result.table(new Table("by class", List.of("class", "samples", "ranked apart"), rows));
    if (present.size() < shares.length) {
      result.note(shares.length - present.size() + " classes have no samples.");
    }
    return result
        .note(
            "The first "
                + first.size()
                + " test samples. Ranked apart: the ranks by largest probability within the true"
                + " class differ by more than half of the class size.")
        .build();
  }
}
