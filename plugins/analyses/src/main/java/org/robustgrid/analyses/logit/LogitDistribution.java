package org.robustgrid.analyses.logit;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.robustgrid.analyses.reading.Distribution;
import org.robustgrid.analyses.reading.LogitTable;
import org.robustgrid.analyses.reading.SampleParameters;
import org.robustgrid.numerics.logit.LogitRanking;
import org.robustgrid.spi.Access;
import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.Passes;
import org.robustgrid.spi.analysis.Analysis;
import org.robustgrid.spi.analysis.AnalysisDescriptor;
import org.robustgrid.spi.analysis.AnalysisProvider;
import org.robustgrid.spi.analysis.AnalysisRequest;
import org.robustgrid.spi.analysis.AnalysisResult;
import org.robustgrid.spi.analysis.SampleSource;

/**
 * {@code logit-distribution}: the largest logit and the gap to the second largest, on training and
 * test samples (Seguin et al. 2021, figures 1, 2A, B.1, B.4 and B.5).
 */
public final class LogitDistribution implements AnalysisProvider {

  @Override
  public AnalysisDescriptor descriptor() {
    return AnalysisDescriptor.builder(
            "logit-distribution",
            "Distributions of the largest logit and of the gap to the second largest")
        .access(Access.SCORES)
        .samples(SampleSource.TRAINING, SampleSource.TEST)
        .citation(LogitParameters.CITATION)
        .parameters(SampleParameters.SAMPLES, SampleParameters.BINS)
        .build();
  }

  @Override
  public Passes estimate(Parameters parameters, DataDescription data, int samples) {
    return Passes.forward(2.0 * parameters.get(SampleParameters.SAMPLES));
  }

  @Override
  public Analysis create(Parameters parameters) {
    int samples = parameters.get(SampleParameters.SAMPLES);
    int bins = parameters.get(SampleParameters.BINS);
    return request -> analyse(request, samples, bins);
  }

  private static AnalysisResult analyse(AnalysisRequest request, int samples, int bins) {
    Map<String, LogitTable> tables = new LinkedHashMap<>();
    for (SampleSource source : new SampleSource[] {SampleSource.TRAINING, SampleSource.TEST}) {
      tables.put(
          source == SampleSource.TEST ? "test" : "training",
          LogitTable.clean(request, request.model(), source, samples));
    }
    AnalysisResult.Builder result = AnalysisResult.of("Distribution of logits");
    new Distribution("largest logit", "", bins).add(values(tables, LogitRanking::largest), result);
    new Distribution("logit gap", "", bins).add(values(tables, LogitRanking::gap), result);
    tables.forEach(
        (name, table) ->
            result.note("The first " + table.size() + " " + name + " samples, clean."));
    return result.build();
  }

  private static Map<String, double[]> values(
      Map<String, LogitTable> tables, ToDoubleFunction<double[]> of) {
    Map<String, double[]> values = new LinkedHashMap<>();
    tables.forEach(
        (name, table) -> values.put(name, Arrays.stream(table.logits()).mapToDouble(of).toArray()));
    return values;
  }
}
