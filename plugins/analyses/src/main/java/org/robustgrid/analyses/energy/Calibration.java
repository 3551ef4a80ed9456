package org.robustgrid.analyses.energy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.robustgrid.analyses.reading.LogitTable;
import org.robustgrid.analyses.reading.Mean;
import org.robustgrid.analyses.reading.Names;
import org.robustgrid.analyses.reading.Share;
import org.robustgrid.numerics.logit.ReliabilityDiagram;
import org.robustgrid.numerics.logit.ReliabilityDiagram.Edge;
import org.robustgrid.numerics.loss.Softmax;
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

/**
 * {@code calibration}: expected calibration error and reliability diagrams on clean samples and
 * under each attack (Guo et al. 2017; Zhu et al. 2021, figure 16).
 *
 * <p>Under an attack, samples that are wrong without attack count with their clean image. An attack
 * for which the run kept only the images of broken samples is left out, since the images of
 * survivors are missing.
 */
public final class Calibration implements AnalysisProvider {

  private static final Parameter<Integer> BINS =
      Parameter.integer("bins", 20, "number of bins of the predicted class's probability")
          .atLeast(1)
          .atMost(1000);

  @Override
  public AnalysisDescriptor descriptor() {
    return AnalysisDescriptor.builder(
            "calibration", "Calibration error and reliability diagram, clean and attacked")
        .access(Access.SCORES)
        .samples(SampleSource.TEST)
        .images()
        .citation(
            "Guo, Pleiss, Sun and Weinberger: On calibration of modern neural networks. ICML 2017")
        .citation(EnergyParameters.CITATION)
        .parameters(BINS)
        .build();
  }

  @Override
  public Analysis create(Parameters parameters) {
    int bins = parameters.get(BINS);
    return request -> analyse(request, bins);
  }

  private static AnalysisResult analyse(AnalysisRequest request, int bins) {
    LogitTable clean =
        LogitTable.clean(request, request.model(), SampleSource.TEST, request.model().samples());
    AnalysisResult.Builder result = AnalysisResult.of("Calibration");
    SortedMap<Integer, double[]> own = rows(clean);
    add("without attack", own, clean.labels(), bins, result);
    List<String> left = new ArrayList<>();
    for (AttackedBoard board : request.boards()) {
      for (AttackOutcome outcome : board.outcomes()) {
        int asked = outcome.robust().length;
        SortedMap<Integer, double[]> attacked = new TreeMap<>(own.headMap(asked));
        if (outcome.imagesKept()) {
          SortedMap<Integer, double[]> kept = rows(LogitTable.kept(request, outcome, asked));
          attacked.putAll(kept);
          if (complete(request, outcome, kept)) {
            add(Names.of(outcome, board), attacked, clean.labels(), bins, result);
            continue;
          }
        }
        left.add(Names.of(outcome, board).substring("under ".length()));
      }
    }
    if (!left.isEmpty()) {
      result.note(
          "Left out, since the run did not keep the images of all attacked samples (--keep all does): "
              + String.join("; ", left)
              + ".");
    }
    return result.build();
  }

  private static boolean complete(
      AnalysisRequest request, AttackOutcome outcome, Map<Integer, double[]> kept) {
    boolean[] correct = request.model().correct();
    for (int i = 0; i < outcome.robust().length; i++) {
      if (correct[i] && !kept.containsKey(i)) {
        return false;
      }
    }
    return true;
  }

  private static SortedMap<Integer, double[]> rows(LogitTable table) {
    SortedMap<Integer, double[]> rows = new TreeMap<>();
    for (int i = 0; i < table.size(); i++) {
      rows.put(table.samples()[i], table.logits()[i]);
    }
    return rows;
  }

  private static void add(
      String name,
      SortedMap<Integer, double[]> logits,
      int[] labels,
      int bins,
      AnalysisResult.Builder result) {
    double[][] probabilities =
        logits.values().stream()
            .map(
                row -> {
                  double[] p = new double[row.length];
                  Softmax.probabilities(row, 0, row.length, p);
                  return p;
                })
            .toArray(double[][]::new);
    int[] own = logits.keySet().stream().mapToInt(sample -> labels[sample]).toArray();
    if (own.length == 0) {
      return;
    }
    ReliabilityDiagram diagram = ReliabilityDiagram.of(probabilities, own, bins, Edge.RIGHT);
    double error = 100 * diagram.calibrationError();
    Mean spread = Mean.of(ReliabilityDiagram.parts(probabilities, own, bins, Edge.RIGHT));
    double half = 100 * (spread.high() - spread.low()) / 2;
    result.figure("calibration error " + name, error, error - half, error + half, "%");
    result.figure(
        "mean confidence " + name,
        100 * Arrays.stream(probabilities).mapToDouble(Calibration::largest).average().orElse(0),
        "%");
    result.series(series(name, diagram));
  }

  private static double largest(double[] probabilities) {
    return Arrays.stream(probabilities).max().orElse(0);
  }

  private static Series series(String name, ReliabilityDiagram diagram) {
    List<Double> x = new ArrayList<>();
    List<Double> y = new ArrayList<>();
    List<Double> low = new ArrayList<>();
    List<Double> high = new ArrayList<>();
    for (int bin = 0; bin < diagram.counts().length; bin++) {
      int count = diagram.counts()[bin];
      if (count > 0) {
        Share share = Share.of(Math.rint(diagram.accuracies()[bin] * count), count);
        x.add(diagram.confidences()[bin]);
        y.add(share.value());
        low.add(share.low());
        high.add(share.high());
      }
    }
    return new Series(name, "confidence", "accuracy", x, y, low, high);
  }
}
