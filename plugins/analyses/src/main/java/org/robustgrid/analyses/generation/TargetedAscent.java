package org.robustgrid.analyses.generation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.robustgrid.analyses.reading.Judgements;
import org.robustgrid.analyses.reading.LogitTable;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.Passes;
import org.robustgrid.spi.analysis.AnalysedModel;
import org.robustgrid.spi.analysis.AnalysisRequest;
import org.robustgrid.spi.analysis.SampleSource;
import org.robustgrid.spi.data.DataView;

/**
 * Makes images of every class from test samples by normalised gradient ascent in a large L2 ball
 * (Kaur et al. 2019, section 3; Ganz et al. 2023, figure 1).
 *
 * @param sources number of test samples, the same number of each class
 * @param targets number of target classes, the first ones
 * @param ascent from each source
 */
record TargetedAscent(int sources, int targets, BallAscent ascent) {

  private static final Parameter<Integer> SOURCES =
      Parameter.integer(
              "sources", 10, "test samples from which images are made, the first of each class")
          .atLeast(1)
          .atMost(10_000);

  private static final Parameter<Integer> TARGETS =
      Parameter.integer("targets", 10, "target classes of the images, the first ones")
          .atLeast(2)
          .atMost(1000);

  /** The declared parameters, in the order in which they are shown. */
  static List<Parameter<?>> parameters() {
    List<Parameter<?>> all = new ArrayList<>(List.of(SOURCES, TARGETS));
    all.addAll(BallAscent.parameters());
    return all;
  }

  static TargetedAscent of(Parameters parameters) {
    return new TargetedAscent(
        parameters.get(SOURCES), parameters.get(TARGETS), BallAscent.of(parameters));
  }

  /**
   * The images made by one model.
   *
   * @param sources index of the test sample that each image was made from
   * @param labels true class of each source
   * @param targets target class of each image, never the label
   * @param images the images, each in C order
   * @param stuck number of images left out because gradients were not finite
   */
  record Made(int[] sources, int[] labels, int[] targets, List<float[]> images, int stuck) {

    /** Whether a model predicts the target of each image, by the harness's own judgement. */
    boolean[] taken(AnalysisRequest request, AnalysedModel by) {
      long[] samples = Arrays.stream(sources).asLongStream().toArray();
      return Judgements.right(request, by, images, samples, targets);
    }

    /** All images, one after the other in C order. */
    float[] values() {
      return LogitTable.joined(images);
    }
  }

  /** Describes the ascent in a note. */
  String words(AnalysedModel model) {
    return "From test samples, "
        + ascent.words(model)
        + ". No image is made for a source's own class.";
  }

  /** The passes for each model that makes images, if an evaluation of the model takes one pass. */
  Passes passes(int classes, int samples) {
    double images = Math.min(samples, sources) * (Math.min(targets, classes) - 1.0);
    return Passes.gradients(images * ascent.steps()).plus(Passes.forward(images));
  }

  /** Makes the images of a model. */
  Made make(AnalysisRequest request, AnalysedModel model) {
    int[] chosen = choose(request.samples(SampleSource.TEST), request.classNames().size());
    List<int[]> pairs = new ArrayList<>();
    for (int source : chosen) {
      int label = request.samples(SampleSource.TEST).label(source);
      for (int target = 0; target < Math.min(targets, request.classNames().size()); target++) {
        if (target != label) {
          pairs.add(new int[] {source, label, target});
        }
      }
    }
    List<int[]> kept = new ArrayList<>();
    List<float[]> images = new ArrayList<>();
    for (int from = 0; from < pairs.size(); from += request.batchSize()) {
      request.monitor().progress(from, pairs.size(), "images");
      List<int[]> batch = pairs.subList(from, Math.min(pairs.size(), from + request.batchSize()));
      ascend(request, model, batch, kept, images);
    }
    return new Made(
        kept.stream().mapToInt(pair -> pair[0]).toArray(),
        kept.stream().mapToInt(pair -> pair[1]).toArray(),
        kept.stream().mapToInt(pair -> pair[2]).toArray(),
        images,
        pairs.size() - kept.size());
  }

  private void ascend(
      AnalysisRequest request,
      AnalysedModel model,
      List<int[]> pairs,
      List<int[]> kept,
      List<float[]> images) {
    int length = LogitTable.length(request);
    float[] originals = new float[pairs.size() * length];
    int[] rows = pairs.stream().mapToInt(pair -> pair[0]).toArray();
    request.samples(SampleSource.TEST).read(rows, originals, new int[rows.length]);
    int[] targets = pairs.stream().mapToInt(pair -> pair[2]).toArray();
    List<float[]> made =
        ascent.climb(request, model, originals, rows, targets, request.random().with("ascent"));
    for (int row = 0; row < rows.length; row++) {
      if (made.get(row).length > 0) {
        kept.add(pairs.get(row));
        images.add(made.get(row));
      }
    }
  }

  /**
   * Returns the first samples of each class, as evenly over classes as possible, in the order of
   * the classes.
   */
  private int[] choose(DataView view, int classes) {
    List<List<Integer>> byClass = new ArrayList<>();
    for (int label = 0; label < classes; label++) {
      byClass.add(new ArrayList<>());
    }
    for (int i = 0; i < view.size(); i++) {
      byClass.get(view.label(i)).add(i);
    }
    int count = Math.min(sources, view.size());
    List<int[]> chosen = new ArrayList<>();
    for (int turn = 0; chosen.size() < count; turn++) {
      for (int label = 0; label < classes && chosen.size() < count; label++) {
        if (turn < byClass.get(label).size()) {
          chosen.add(new int[] {label, byClass.get(label).get(turn)});
        }
      }
    }
    return chosen.stream()
        .sorted((a, b) -> Integer.compare(a[0], b[0]))
        .mapToInt(one -> one[1])
        .toArray();
  }
}
