package org.robustgrid.analyses.logit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.robustgrid.analyses.reading.LogitTable;
import org.robustgrid.analyses.reading.Share;
import org.robustgrid.numerics.logit.AccuracyByGap;
import org.robustgrid.numerics.logit.LogitRanking;
import org.robustgrid.numerics.summary.Bins;
import org.robustgrid.spi.Access;
import org.robustgrid.spi.Parameter;
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
import org.robustgrid.spi.attack.Goal;

/**
 * {@code accuracy-by-gap}: accuracy under all attacks of a threat model by the gap between the two
 * largest clean logits (Seguin et al. 2021, figures 2B and B.5).
 */
public final class GapAccuracy implements AnalysisProvider {

  private static final Parameter<Double> WIDTH =
      Parameter.real("bin-width", 0.5, "width of the bins of the logit gap").above(0);

  /** Maximum number of bins; the last one contains all larger gaps. */
  private static final int MOST_BINS = 200;

  @Override
  public AnalysisDescriptor descriptor() {
    return AnalysisDescriptor.builder(
            "accuracy-by-gap", "Accuracy under attack by the gap between the two largest logits")
        .access(Access.SCORES)
        .perThreatModel()
        .samples(SampleSource.TEST)
        .outcomes()
        .citation(LogitParameters.CITATION)
        .parameters(WIDTH)
        .build();
  }

  @Override
  public Analysis create(Parameters parameters) {
    double width = parameters.get(WIDTH);
    return request -> analyse(request, width);
  }

  private static AnalysisResult analyse(AnalysisRequest request, double width) {
    AnalysisResult.Builder result = AnalysisResult.of("Accuracy under attack by logit gap");
    for (AttackedBoard board : request.boards()) {
      if (board.goal() == Goal.Kind.UNTARGETED && !board.outcomes().isEmpty()) {
        add(request, worstCase(board.outcomes()), width, result);
      } else {
        result.note("Needs untargeted attacks within a radius; this board has none.");
      }
    }
    return result.build();
  }

  private static void add(
      AnalysisRequest request, boolean[] robust, double width, AnalysisResult.Builder result) {
    LogitTable table = LogitTable.clean(request, request.model(), SampleSource.TEST, robust.length);
    double[] gaps = Arrays.stream(table.logits()).mapToDouble(LogitRanking::gap).toArray();
    double largest = Arrays.stream(gaps).max().orElse(0);
    int bins = Math.min(MOST_BINS, (int) Math.floor(largest / width) + 1);
    Bins edges = Bins.even(0, bins * width, bins);
    double last = Math.nextDown(bins * width);
    double[] held = Arrays.stream(gaps).map(gap -> Math.min(gap, last)).toArray();
    AccuracyByGap found = AccuracyByGap.of(held, Arrays.copyOf(robust, table.size()), edges);
    List<Double> x = new ArrayList<>();
    List<Double> y = new ArrayList<>();
    List<Double> low = new ArrayList<>();
    List<Double> high = new ArrayList<>();
    for (int bin = 0; bin < bins; bin++) {
      int count = found.counts()[bin];
      if (count > 0) {
        Share share = Share.of(Math.rint(found.accuracies()[bin] * count), count);
        x.add((bin + 0.5) * width);
        y.add(share.value());
        low.add(share.low());
        high.add(share.high());
      }
    }
    result.series(new Series("worst case", "logit gap", "accuracy under attack", x, y, low, high));
    long under = Arrays.stream(gaps).filter(gap -> gap < width).count();
    Share below = Share.of(under, gaps.length);
    result.figure(
        "samples with a gap below " + width, below.value(), below.low(), below.high(), "");
    result.note(
        "The first "
            + table.size()
            + " test samples; a sample counts as right if it stays right under every attack.");
  }

  /** Which samples stay right under every attack, among the samples that all of them attacked. */
  private static boolean[] worstCase(List<AttackOutcome> outcomes) {
    int common = outcomes.stream().mapToInt(o -> o.robust().length).min().orElse(0);
    boolean[] robust = new boolean[common];
    Arrays.fill(robust, true);
    for (AttackOutcome outcome : outcomes) {
      boolean[] own = outcome.robust();
      for (int i = 0; i < common; i++) {
        robust[i] &= own[i];
      }
    }
    return robust;
  }
}
