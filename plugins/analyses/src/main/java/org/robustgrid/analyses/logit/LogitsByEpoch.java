package org.robustgrid.analyses.logit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.robustgrid.analyses.reading.Distribution;
import org.robustgrid.analyses.reading.LogitTable;
import org.robustgrid.analyses.reading.SampleParameters;
import org.robustgrid.numerics.logit.LogitRanking;
import org.robustgrid.numerics.summary.Moments;
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
import org.robustgrid.spi.analysis.Series;
import org.robustgrid.spi.network.Network;

/**
 * {@code logits-by-epoch}: distributions of the largest logit and of the gap to the second largest
 * after each kept epoch, on training and test samples, and the accuracy (Seguin et al. 2021,
 * figures 1, B.1 and B.4). Moments are lines over all kept epochs; histograms are drawn for at most
 * ten epochs, including the first and the last.
 */
public final class LogitsByEpoch implements AnalysisProvider {

  /** Number of epochs in the estimate of passes, which does not know how many are kept. */
  private static final int USUAL_EPOCHS = 10;

  /** More histograms in one plot are not legible. */
  private static final int MOST_HISTOGRAMS = 10;

  @Override
  public AnalysisDescriptor descriptor() {
    return AnalysisDescriptor.builder(
            "logits-by-epoch", "Largest logit and logit gap after each epoch of a training")
        .subject(Subject.TRAINING)
        .activations()
        .samples(SampleSource.TRAINING, SampleSource.TEST)
        .citation(LogitParameters.CITATION)
        .parameters(SampleParameters.SAMPLES, SampleParameters.BINS)
        .build();
  }

  @Override
  public Passes estimate(Parameters parameters, DataDescription data, int samples) {
    return Passes.forward(2.0 * USUAL_EPOCHS * parameters.get(SampleParameters.SAMPLES));
  }

  @Override
  public Analysis create(Parameters parameters) {
    int samples = parameters.get(SampleParameters.SAMPLES);
    int bins = parameters.get(SampleParameters.BINS);
    return request -> analyse(request, samples, bins);
  }

  /** A statistic of samples by epoch; undefined values are left out. */
  private record Line(List<Double> epochs, List<Double> values) {

    private Line() {
      this(new ArrayList<>(), new ArrayList<>());
    }

    void add(int epoch, double value) {
      if (Double.isFinite(value)) {
        epochs.add((double) epoch);
        values.add(value);
      }
    }
  }

  private static AnalysisResult analyse(AnalysisRequest request, int samples, int bins) {
    AnalysisResult.Builder result = AnalysisResult.of("Logits by epoch");
    for (SampleSource source : new SampleSource[] {SampleSource.TRAINING, SampleSource.TEST}) {
      String name = source == SampleSource.TEST ? "test" : "training";
      Map<String, Line> lines = new LinkedHashMap<>();
      Map<String, Map<String, double[]>> histograms = new LinkedHashMap<>();
      List<Integer> shown = shown(request.model().epochs());
      int asked = 0;
      for (int epoch : request.model().epochs()) {
        Network network = request.model().network(epoch);
        try {
          LogitTable table = LogitTable.clean(request, network, source, samples);
          asked = table.size();
          Map<String, double[]> values = new LinkedHashMap<>();
          values.put("largest logit", values(table, LogitRanking::largest));
          values.put("logit gap", values(table, LogitRanking::gap));
          values.forEach((what, of) -> add(what, epoch, of, lines));
          if (shown.contains(epoch)) {
            values.forEach(
                (what, of) ->
                    histograms
                        .computeIfAbsent(what, key -> new LinkedHashMap<>())
                        .put("epoch " + epoch, of));
          }
          lines.computeIfAbsent("accuracy", axis -> new Line()).add(epoch, accuracy(table));
        } finally {
          network.close();
        }
      }
      lines.forEach(
          (axis, line) -> {
            if (!line.values().isEmpty()) {
              result.series(new Series(name, "epoch", axis, line.epochs(), line.values()));
            }
          });
      histograms.forEach(
          (what, byEpoch) ->
              new Distribution(what + ", " + name, "", bins).histograms(byEpoch, result));
      result.note("The first " + asked + " " + name + " samples, clean.");
    }
    return result
        .note("Logits of the network alone, without what its defense adds after training.")
        .build();
  }

  /** Returns the first epoch, the last one, and others evenly spread between them. */
  private static List<Integer> shown(List<Integer> epochs) {
    int count = Math.min(MOST_HISTOGRAMS, epochs.size());
    return IntStream.range(0, count)
        .mapToObj(i -> epochs.get(count == 1 ? 0 : i * (epochs.size() - 1) / (count - 1)))
        .toList();
  }

  private static void add(String what, int epoch, double[] values, Map<String, Line> lines) {
    Moments moments = Moments.of(values);
    Map<String, Double> named = new LinkedHashMap<>();
    named.put("mean", moments.mean());
    named.put("standard deviation", moments.deviation());
    named.put("skewness", moments.skewness());
    named.forEach(
        (moment, value) ->
            lines.computeIfAbsent(what + ", " + moment, axis -> new Line()).add(epoch, value));
  }

  private static double[] values(LogitTable table, ToDoubleFunction<double[]> of) {
    return Arrays.stream(table.logits()).mapToDouble(of).toArray();
  }

  private static double accuracy(LogitTable table) {
    int right = 0;
    for (int i = 0; i < table.size(); i++) {
      right += LogitRanking.order(table.logits()[i])[0] == table.labels()[i] ? 1 : 0;
    }
    return (double) right / table.size();
  }
}
