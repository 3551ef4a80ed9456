package org.robustgrid.analyses.logit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.robustgrid.analyses.reading.Gallery;
import org.robustgrid.analyses.reading.LogitTable;
import org.robustgrid.analyses.reading.SampleParameters;
import org.robustgrid.analyses.reading.Share;
import org.robustgrid.numerics.logit.ConfidenceRanks;
import org.robustgrid.spi.Access;
import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.Passes;
import org.robustgrid.spi.analysis.Analysis;
import org.robustgrid.spi.analysis.AnalysisDescriptor;
import org.robustgrid.spi.analysis.AnalysisDescriptor.Subject;
import org.robustgrid.spi.analysis.AnalysisProvider;
import org.robustgrid.spi.analysis.AnalysisRequest;
import org.robustgrid.spi.analysis.AnalysisResult;
import org.robustgrid.spi.analysis.SampleSource;

/**
 * {@code confidence-quadrants}: images of a class on which two models are both confident, both
 * unconfident, or one of them only (Seguin et al. 2021, figure B.2). A model is confident on the
 * half of the class that it ranks first by its largest probability.
 */
public final class ConfidenceQuadrants implements AnalysisProvider {

  private static final Parameter<Integer> CLASS =
      Parameter.integer("class", 0, "label of the class whose images are shown").atLeast(0);

  private static final Parameter<Integer> PICTURES =
      Parameter.integer("pictures", 10, "images of each quadrant, those farthest from its borders")
          .atLeast(1)
          .atMost(100);

  /** The quadrants, in the order of their pictures. */
  private enum Quadrant {
    BOTH("both are confident", true, true),
    FIRST("the first alone is confident", true, false),
    SECOND("the second alone is confident", false, true),
    NEITHER("neither is confident", false, false);

    private final String words;
    private final boolean first;
    private final boolean second;

    Quadrant(String words, boolean first, boolean second) {
      this.words = words;
      this.first = first;
      this.second = second;
    }

    /** Whether an image with two ranks among n belongs to it. */
    private boolean has(int first, int second, int n) {
      return this.first == 2 * first < n && this.second == 2 * second < n;
    }

    /** Of an image in it: the ranks between it and the nearer border. */
    private static double depth(int first, int second, int n) {
      double middle = 0.5 * (n - 1);
      return Math.min(Math.abs(first - middle), Math.abs(second - middle));
    }
  }

  @Override
  public AnalysisDescriptor descriptor() {
    return AnalysisDescriptor.builder(
            "confidence-quadrants", "Images of a class by the confidence of two models")
        .subject(Subject.PAIR)
        .access(Access.SCORES)
        .samples(SampleSource.TEST)
        .citation(LogitParameters.CITATION)
        .parameters(SampleParameters.SAMPLES, CLASS, PICTURES)
        .build();
  }

  @Override
  public void requireFits(Parameters parameters, DataDescription data) {
    if (parameters.get(CLASS) >= data.classes()) {
      throw new IllegalArgumentException(
          "class is "
              + parameters.get(CLASS)
              + ", but the data have the classes 0 to "
              + (data.classes() - 1));
    }
  }

  @Override
  public Passes estimate(Parameters parameters, DataDescription data, int samples) {
    return Passes.forward(2.0 * Math.min(samples, parameters.get(SampleParameters.SAMPLES)));
  }

  @Override
  public Analysis create(Parameters parameters) {
    int samples = parameters.get(SampleParameters.SAMPLES);
    int label = parameters.get(CLASS);
    int pictures = parameters.get(PICTURES);
    return request -> analyse(request, samples, label, pictures);
  }

  private static AnalysisResult analyse(
      AnalysisRequest request, int samples, int label, int pictures) {
    LogitTable first = LogitTable.clean(request, request.model(), SampleSource.TEST, samples);
    LogitTable second = LogitTable.clean(request, request.other(), SampleSource.TEST, samples);
    int[] labels = first.labels();
    int[] firstRanks = ConfidenceRanks.ranks(ConfidenceRanks.confidence(first.logits()), labels);
    int[] secondRanks = ConfidenceRanks.ranks(ConfidenceRanks.confidence(second.logits()), labels);
    int[] members = IntStream.range(0, labels.length).filter(i -> labels[i] == label).toArray();
    String name = request.classNames().get(label);
    AnalysisResult.Builder result = AnalysisResult.of("Images by the confidence of two models");
    if (members.length == 0) {
      return result
          .note("None of the first " + first.size() + " test samples is of the class " + name + ".")
          .build();
    }
    List<List<float[]>> rows = new ArrayList<>();
    for (Quadrant quadrant : Quadrant.values()) {
      List<Integer> within =
          IntStream.of(members)
              .filter(i -> quadrant.has(firstRanks[i], secondRanks[i], members.length))
              .boxed()
              .sorted(
                  Comparator.comparingDouble(
                      i -> -Quadrant.depth(firstRanks[i], secondRanks[i], members.length)))
              .toList();
      Share share = Share.of(within.size(), members.length);
      share.add("samples on which " + quadrant.words, result);
      rows.add(
          within.stream()
              .limit(pictures)
              .map(i -> LogitTable.image(request, SampleSource.TEST, first.samples()[i]))
              .toList());
    }
    if (Gallery.fits(request)) {
      result.image(
          Gallery.of(request)
              .image(
                  "quadrants",
                  "From above: both models are confident, the first alone, the second alone,"
                      + " neither.",
                  rows));
    }
    return result
        .note(
            "The "
                + members.length
                + " samples of the class "
                + name
                + " among the first "
                + first.size()
                + " test samples. A model is confident on the half that it ranks first by its"
                + " largest probability.")
        .build();
  }
}
