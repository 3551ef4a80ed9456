package org.robustgrid.analyses.logit;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.robustgrid.analyses.reading.LogitTable;
import org.robustgrid.analyses.reading.Names;
import org.robustgrid.analyses.reading.SampleParameters;
import org.robustgrid.numerics.logit.MeanLogits;
import org.robustgrid.spi.Access;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.analysis.Analysis;
import org.robustgrid.spi.analysis.AnalysisDescriptor;
import org.robustgrid.spi.analysis.AnalysisProvider;
import org.robustgrid.spi.analysis.AnalysisRequest;
import org.robustgrid.spi.analysis.AnalysisResult;
import org.robustgrid.spi.analysis.AttackOutcome;
import org.robustgrid.spi.analysis.AttackedBoard;
import org.robustgrid.spi.analysis.SampleSource;
import org.robustgrid.spi.analysis.Series;

/**
 * {@code mean-logit-order}: the rank of wrong predictions in the mean logit vector of the true
 * class, on clean samples and on the images that attacks found (Seguin et al. 2021, figure 3C).
 */
public final class MeanLogitOrder implements AnalysisProvider {

  @Override
  public AnalysisDescriptor descriptor() {
    return AnalysisDescriptor.builder(
            "mean-logit-order", "Rank of wrong predictions in the mean logits of the true class")
        .access(Access.SCORES)
        .samples(SampleSource.TEST)
        .images()
        .citation(LogitParameters.CITATION)
        .parameters(SampleParameters.SAMPLES)
        .build();
  }

  @Override
  public Analysis create(Parameters parameters) {
    int samples = parameters.get(SampleParameters.SAMPLES);
    return request -> analyse(request, samples);
  }

  private static AnalysisResult analyse(AnalysisRequest request, int samples) {
    LogitTable clean = LogitTable.clean(request, request.model(), SampleSource.TEST, samples);
    MeanLogits means = MeanLogits.of(clean.logits(), clean.labels());
    AnalysisResult.Builder result = AnalysisResult.of("Order of mean logits");
    add("without attack", means, clean, result);
    for (AttackedBoard board : request.boards()) {
      for (AttackOutcome outcome : board.outcomes()) {
        if (outcome.imagesKept()) {
          String name = Names.of(outcome, board);
          add(name, means, LogitTable.kept(request, outcome, samples), result);
        }
      }
    }
    return result
        .note(
            "The first "
                + clean.size()
                + " test samples, and the images that the run kept of them. Means are over samples"
                + " that are right without attack.")
        .build();
  }

  private static void add(
      String name, MeanLogits means, LogitTable table, AnalysisResult.Builder result) {
    if (table.size() == 0) {
      return;
    }
    int[] counts = means.ranksOfWrong(table.logits(), table.labels());
    int wrong = Arrays.stream(counts).sum();
    result.figure("wrong predictions " + name, wrong, "samples");
    if (wrong == 0) {
      return;
    }
    double[] shares = MeanLogits.shares(counts);
    List<Double> ranks =
        IntStream.rangeClosed(1, shares.length).mapToObj(rank -> (double) rank).toList();
    result.series(
        new Series(
            name,
            "rank in the mean logits of the true class",
            "share of wrong predictions",
            ranks,
            Arrays.stream(shares).boxed().toList()));
  }
}
