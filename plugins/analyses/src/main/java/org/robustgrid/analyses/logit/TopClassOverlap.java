package org.robustgrid.analyses.logit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.robustgrid.analyses.reading.LogitTable;
import org.robustgrid.analyses.reading.Mean;
import org.robustgrid.analyses.reading.SampleParameters;
import org.robustgrid.numerics.logit.LogitRanking;
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
import org.robustgrid.spi.analysis.Series;
import org.robustgrid.spi.random.RandomKey;

/**
 * {@code top-class-overlap}: average overlap AO@k of two models' rankings of classes, on the same
 * sample and on one drawn from the same class (Seguin et al. 2021, figures 3D and B.6).
 */
public final class TopClassOverlap implements AnalysisProvider {

  @Override
  public AnalysisDescriptor descriptor() {
    return AnalysisDescriptor.builder(
            "top-class-overlap", "Average overlap of two models' rankings of classes")
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
    int[] same = IntStream.range(0, first.size()).toArray();
    int[] permuted = permuted(first.labels(), request.random().with("permutation"));
    return AnalysisResult.of("Overlap of class rankings")
        .series(series("same sample", first, second, same))
        .series(series("another sample of the class", first, second, permuted))
        .note("The first " + first.size() + " test samples, clean; means with 95 % intervals.")
        .build();
  }

  private static Series series(String name, LogitTable first, LogitTable second, int[] partners) {
    int classes = first.classes();
    double[][] overlaps = new double[classes][first.size()];
    for (int i = 0; i < first.size(); i++) {
      double[] own = LogitRanking.averageOverlap(first.logits()[i], second.logits()[partners[i]]);
      for (int k = 0; k < classes; k++) {
        overlaps[k][i] = own[k];
      }
    }
    List<Double> depths = new ArrayList<>();
    List<Double> means = new ArrayList<>();
    List<Double> low = new ArrayList<>();
    List<Double> high = new ArrayList<>();
    for (int k = 0; k < classes; k++) {
      Mean mean = Mean.of(overlaps[k]);
      depths.add(k + 1.0);
      means.add(mean.value());
      low.add(mean.low());
      high.add(mean.high());
    }
    return new Series(name, "k", "AO@k", depths, means, low, high);
  }

  /**
   * Returns a partner of the same class for each sample, by a random permutation within each class.
   */
  private static int[] permuted(int[] labels, RandomKey random) {
    int[] partners = new int[labels.length];
    for (int label : Arrays.stream(labels).distinct().toArray()) {
      int[] members = IntStream.range(0, labels.length).filter(i -> labels[i] == label).toArray();
      int[] order = random.with(label).stream().permutation(members.length);
      for (int i = 0; i < members.length; i++) {
        partners[members[i]] = members[order[i]];
      }
    }
    return partners;
  }
}
