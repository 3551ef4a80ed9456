package org.robustgrid.analyses.generation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.robustgrid.analyses.reading.Gallery;
import org.robustgrid.analyses.reading.LogitTable;
import org.robustgrid.analyses.reading.Share;
import org.robustgrid.spi.Access;
import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.Passes;
import org.robustgrid.spi.analysis.Analysis;
import org.robustgrid.spi.analysis.AnalysisDescriptor;
import org.robustgrid.spi.analysis.AnalysisProvider;
import org.robustgrid.spi.analysis.AnalysisRequest;
import org.robustgrid.spi.analysis.AnalysisResult;
import org.robustgrid.spi.analysis.ImageSet;
import org.robustgrid.spi.analysis.SampleSource;

/**
 * {@code targeted-images}: images of every class, made from test samples by targeted ascent in a
 * large L2 ball (Kaur et al. 2019, figures 1 to 17; Ganz et al. 2023, figures 1, 2, 6, 9 to 12). A
 * model with perceptually aligned gradients makes images that look like the target.
 */
public final class TargetedImages implements AnalysisProvider {

  /** The analysis's id, and the name of its image set. */
  static final String NAME = "targeted-images";

  @Override
  public AnalysisDescriptor descriptor() {
    return AnalysisDescriptor.builder(
            NAME, "Images made for each class by targeted ascent in a large ball")
        .firstSeed()
        .access(Access.GRADIENTS)
        .samples(SampleSource.TEST)
        .citation(GenerationParameters.KAUR)
        .citation(GenerationParameters.GANZ)
        .parameters(TargetedAscent.parameters())
        .build();
  }

  @Override
  public Passes estimate(Parameters parameters, DataDescription data, int samples) {
    return TargetedAscent.of(parameters).passes(data.classes(), samples);
  }

  @Override
  public Analysis create(Parameters parameters) {
    TargetedAscent ascent = TargetedAscent.of(parameters);
    return request -> analyse(request, ascent);
  }

  private static AnalysisResult analyse(AnalysisRequest request, TargetedAscent ascent) {
    TargetedAscent.Made made = ascent.make(request, request.model());
    AnalysisResult.Builder result = AnalysisResult.of("Targeted images");
    result.note(ascent.words(request.model()));
    if (made.stuck() > 0) {
      result.note(
          made.stuck() + " images are left out, since gradients during the ascent are not finite.");
    }
    if (made.images().isEmpty()) {
      return result.note("No image could be made.").build();
    }
    boolean[] taken = made.taken(request, request.model());
    int count = (int) IntStream.range(0, taken.length).filter(i -> taken[i]).count();
    Share share = Share.of(count, taken.length);
    share.add("images that the model takes for the target", result);
    if (Gallery.fits(request)) {
      result.image(
          Gallery.of(request)
              .image(
                  NAME,
                  "One row per test sample: the sample, then the images made from it for the classes "
                      + String.join(", ", targetNames(request, ascent))
                      + "; for its own class, the sample itself.",
                  rows(request, made, ascent)));
    }
    return result
        .imageSet(
            new ImageSet(
                NAME,
                "Images made by the model for the targets. " + ascent.words(request.model()),
                Arrays.stream(request.inputShape()).boxed().toList(),
                made.values(),
                Arrays.stream(made.sources()).boxed().toList(),
                Arrays.stream(made.targets()).boxed().toList()))
        .build();
  }

  private static List<String> targetNames(AnalysisRequest request, TargetedAscent ascent) {
    List<String> names = request.classNames();
    return names.subList(0, Math.min(ascent.targets(), names.size()));
  }

  private static List<List<float[]>> rows(
      AnalysisRequest request, TargetedAscent.Made made, TargetedAscent ascent) {
    Map<Integer, Map<Integer, float[]>> bySource = new TreeMap<>();
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < made.sources().length; i++) {
      if (!bySource.containsKey(made.sources()[i])) {
        order.add(made.sources()[i]);
      }
      bySource
          .computeIfAbsent(made.sources()[i], source -> new TreeMap<>())
          .put(made.targets()[i], made.images().get(i));
    }
    int columns = Math.min(ascent.targets(), request.classNames().size());
    List<List<float[]>> rows = new ArrayList<>();
    for (int source : order) {
      float[] original = LogitTable.image(request, SampleSource.TEST, source);
      List<float[]> row = new ArrayList<>(List.of(original));
      for (int target = 0; target < columns; target++) {
        row.add(bySource.get(source).getOrDefault(target, original));
      }
      rows.add(row);
    }
    return rows;
  }
}
