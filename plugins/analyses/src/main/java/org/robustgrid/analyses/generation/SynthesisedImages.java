package org.robustgrid.analyses.generation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.robustgrid.analyses.reading.ClassPools;
import org.robustgrid.analyses.reading.Gallery;
import org.robustgrid.analyses.reading.Judgements;
import org.robustgrid.analyses.reading.LogitTable;
import org.robustgrid.analyses.reading.Share;
import org.robustgrid.analyses.reading.SinglePrecision;
import org.robustgrid.spi.Access;
import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.Passes;
import org.robustgrid.spi.analysis.AnalysedModel;
import org.robustgrid.spi.analysis.Analysis;
import org.robustgrid.spi.analysis.AnalysisDescriptor;
import org.robustgrid.spi.analysis.AnalysisDescriptor.Subject;
import org.robustgrid.spi.analysis.AnalysisProvider;
import org.robustgrid.spi.analysis.AnalysisRequest;
import org.robustgrid.spi.analysis.AnalysisResult;
import org.robustgrid.spi.analysis.SampleSource;

/**
 * {@code synthesised-images}: images of each class, made by ascent of its score from seeds of a
 * Gaussian that is fitted to the class (Kaur et al. 2019, figures 3, 7 and 8). Of two models each
 * judges the images of the other, and the seeds.
 */
public final class SynthesisedImages implements AnalysisProvider {

  private record Settings(
      int perClass, int classes, int pool, ClassSeeds seeds, BallAscent ascent) {

    static Settings of(Parameters parameters) {
      return new Settings(
          parameters.get(GeneratedImages.PER_CLASS),
          parameters.get(GeneratedImages.CLASSES),
          parameters.get(ClassPools.POOL),
          ClassSeeds.of(parameters),
          BallAscent.of(parameters));
    }
  }

  /**
   * Images with the class of each.
   *
   * @param stuck number of images left out because gradients were not finite
   */
  private record Made(List<float[]> seeds, List<float[]> images, List<Integer> classes, int stuck) {

    /** Keeps what the ascents that ended in finite images made. */
    static Made of(List<float[]> starts, List<float[]> ends, List<Integer> targets) {
      int[] kept = IntStream.range(0, ends.size()).filter(i -> ends.get(i).length > 0).toArray();
      return new Made(
          IntStream.of(kept).mapToObj(starts::get).toList(),
          IntStream.of(kept).mapToObj(ends::get).toList(),
          IntStream.of(kept).mapToObj(targets::get).toList(),
          ends.size() - kept.length);
    }
  }

  @Override
  public AnalysisDescriptor descriptor() {
    List<Parameter<?>> parameters =
        Stream.concat(
                Stream.of(
                    GeneratedImages.PER_CLASS,
                    GeneratedImages.CLASSES,
                    ClassPools.POOL,
                    ClassSeeds.SEEDS,
                    ClassSeeds.RANK,
                    ClassSeeds.RIDGE,
                    ClassSeeds.GRAIN),
                BallAscent.parameters().stream())
            .toList();
    return AnalysisDescriptor.builder(
            "synthesised-images", "Images of each class, made from seeds of the class by ascent")
        .subject(Subject.PAIR)
        .access(Access.GRADIENTS)
        .samples(SampleSource.TRAINING)
        .citation(GenerationParameters.KAUR)
        .parameters(parameters)
        .build();
  }

  @Override
  public void requireFits(Parameters parameters, DataDescription data) {
    ClassSeeds.of(parameters).requireFit(data);
  }

  @Override
  public Passes estimate(Parameters parameters, DataDescription data, int samples) {
    Settings settings = Settings.of(parameters);
    double images = (double) settings.perClass() * Math.min(settings.classes(), data.classes());
    return Passes.gradients(2 * images * settings.ascent().steps())
        .plus(Passes.forward(4 * images));
  }

  @Override
  public Analysis create(Parameters parameters) {
    Settings settings = Settings.of(parameters);
    return request -> analyse(request, settings);
  }

  private static AnalysisResult analyse(AnalysisRequest request, Settings settings) {
    AnalysisResult.Builder result = AnalysisResult.of("Images synthesised from seeds of a class");
    ClassPools pools = ClassPools.read(request, settings.pool());
    int[] classes = pools.present(settings.classes());
    String lacking = pools.lacking(settings.classes(), request.classNames());
    if (!lacking.isEmpty()) {
      result.note(lacking);
    }
    if (classes.length == 0) {
      return result.note("No class has training samples to draw seeds from.").build();
    }
    judge(request, settings, pools, request.model(), request.other(), "first", "second", result);
    judge(request, settings, pools, request.other(), request.model(), "second", "first", result);
    return result
        .note(
            settings.seeds().words(pools, classes)
                + " From them, "
                + settings.ascent().words(request.model())
                + ". Each model judges the images of the other.")
        .build();
  }

  private static void judge(
      AnalysisRequest request,
      Settings settings,
      ClassPools pools,
      AnalysedModel maker,
      AnalysedModel judge,
      String makes,
      String judges,
      AnalysisResult.Builder result) {
    Made made = make(request, settings, pools, maker);
    if (made.stuck() > 0) {
      result.note(
          made.stuck()
              + " images of the "
              + makes
              + " are left out, since gradients during the ascent are not finite.");
    }
    if (made.images().isEmpty()) {
      return;
    }
    taken(request, judge, made.seeds(), made.classes())
        .add("seeds that the " + judges + " takes for their class", result);
    taken(request, judge, made.images(), made.classes())
        .add("images of the " + makes + " that the " + judges + " takes for their class", result);
    if (Gallery.fits(request)) {
      result.image(
          Gallery.of(request)
              .image(
                  "images of the " + makes,
                  "Two rows per class: the seeds, and below each the image made from it.",
                  rows(made)));
    }
  }

  private static Made make(
      AnalysisRequest request, Settings settings, ClassPools pools, AnalysedModel maker) {
    List<float[]> starts = new ArrayList<>();
    List<float[]> ends = new ArrayList<>();
    List<Integer> targets = new ArrayList<>();
    int[] classes = pools.present(settings.classes());
    for (int label : classes) {
      List<double[]> seeds =
          settings
              .seeds()
              .draw(
                  request,
                  pools.of(label),
                  settings.perClass(),
                  request.random().with("seeds").with(label));
      for (int from = 0; from < seeds.size(); from += request.batchSize()) {
        int to = Math.min(seeds.size(), from + request.batchSize());
        List<float[]> batch = seeds.subList(from, to).stream().map(SinglePrecision::of).toList();
        int[] labels = new int[batch.size()];
        Arrays.fill(labels, label);
        starts.addAll(batch);
        targets.addAll(Collections.nCopies(labels.length, label));
        ends.addAll(
            settings
                .ascent()
                .climb(
                    request,
                    maker,
                    LogitTable.joined(batch),
                    IntStream.range(from, to).toArray(),
                    labels,
                    request.random().with("ascent").with(label)));
      }
      request.monitor().progress(ends.size(), settings.perClass() * classes.length, "images");
    }
    return Made.of(starts, ends, targets);
  }

  /** The share of images that a model takes for their class, by the harness's own judgement. */
  private static Share taken(
      AnalysisRequest request, AnalysedModel by, List<float[]> images, List<Integer> classes) {
    boolean[] right =
        Judgements.right(
            request,
            by,
            images,
            LongStream.range(0, images.size()).toArray(),
            classes.stream().mapToInt(Integer::intValue).toArray());
    return Share.of(IntStream.range(0, right.length).filter(i -> right[i]).count(), right.length);
  }

  private static List<List<float[]>> rows(Made made) {
    List<List<float[]>> rows = new ArrayList<>();
    for (int i = 0; i < made.classes().size(); i++) {
      if (i == 0 || !made.classes().get(i).equals(made.classes().get(i - 1))) {
        rows.add(new ArrayList<>());
        rows.add(new ArrayList<>());
      }
      if (rows.get(rows.size() - 1).size() < 10) {
        rows.get(rows.size() - 2).add(made.seeds().get(i));
        rows.get(rows.size() - 1).add(made.images().get(i));
      }
    }
    return rows;
  }
}
