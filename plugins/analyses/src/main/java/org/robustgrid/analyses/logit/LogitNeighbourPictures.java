package org.robustgrid.analyses.logit;

import java.util.ArrayList;
import java.util.List;
import org.robustgrid.analyses.reading.Gallery;
import org.robustgrid.analyses.reading.LogitTable;
import org.robustgrid.analyses.reading.SampleParameters;
import org.robustgrid.analyses.reading.Share;
import org.robustgrid.numerics.logit.LogitNeighbours;
import org.robustgrid.spi.Access;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.analysis.Analysis;
import org.robustgrid.spi.analysis.AnalysisDescriptor;
import org.robustgrid.spi.analysis.AnalysisProvider;
import org.robustgrid.spi.analysis.AnalysisRequest;
import org.robustgrid.spi.analysis.AnalysisResult;
import org.robustgrid.spi.analysis.SampleSource;

/**
 * {@code logit-neighbours}: the samples whose logit vectors have the largest cosine with that of a
 * seed, for the first sample of some classes (Seguin et al. 2021, figure B.3).
 */
public final class LogitNeighbourPictures implements AnalysisProvider {

  private static final Parameter<Integer> SEEDS =
      Parameter.integer(
              "seeds", 5, "number of seeds, the first sample of each of the first classes")
          .atLeast(1)
          .atMost(1000);

  private static final Parameter<Integer> NEIGHBOURS =
      Parameter.integer("neighbours", 5, "nearest samples of each seed").atLeast(1).atMost(100);

  @Override
  public AnalysisDescriptor descriptor() {
    return AnalysisDescriptor.builder(
            "logit-neighbours", "Nearest samples of seeds by the cosine of logits")
        .access(Access.SCORES)
        .samples(SampleSource.TEST)
        .citation(LogitParameters.CITATION)
        .parameters(SampleParameters.SAMPLES, SEEDS, NEIGHBOURS)
        .build();
  }

  @Override
  public Analysis create(Parameters parameters) {
    int samples = parameters.get(SampleParameters.SAMPLES);
    int seeds = parameters.get(SEEDS);
    int neighbours = parameters.get(NEIGHBOURS);
    return request -> analyse(request, samples, seeds, neighbours);
  }

  private static AnalysisResult analyse(
      AnalysisRequest request, int samples, int seeds, int neighbours) {
    LogitTable table = LogitTable.clean(request, request.model(), SampleSource.TEST, samples);
    AnalysisResult.Builder result = AnalysisResult.of("Nearest samples by logits");
    List<List<float[]>> pictures = new ArrayList<>();
    int sameClass = 0;
    int asked = 0;
    for (int seed : seeds(table.labels(), seeds)) {
      List<float[]> row =
          new ArrayList<>(List.of(LogitTable.image(request, SampleSource.TEST, seed)));
      for (LogitNeighbours near : LogitNeighbours.of(table.logits(), seed, neighbours)) {
        asked++;
        sameClass += table.labels()[near.image()] == table.labels()[seed] ? 1 : 0;
        row.add(LogitTable.image(request, SampleSource.TEST, near.image()));
      }
      pictures.add(row);
    }
    if (asked > 0) {
      Share share = Share.of(sameClass, asked);
      share.add("neighbours of the seed's class", result);
    }
    if (Gallery.fits(request)) {
      result.image(
          Gallery.of(request)
              .image(
                  "neighbours",
                  "Left: the seeds; right of each: its nearest samples, the nearest first.",
                  pictures));
    }
    return result.note("The first " + table.size() + " test samples, clean.").build();
  }

  /** Returns the first sample of each of the first classes that occur. */
  private static List<Integer> seeds(int[] labels, int most) {
    List<Integer> seeds = new ArrayList<>();
    List<Integer> seen = new ArrayList<>();
    for (int i = 0; i < labels.length && seeds.size() < most; i++) {
      if (!seen.contains(labels[i])) {
        seen.add(labels[i]);
        seeds.add(i);
      }
    }
    return seeds;
  }
}
