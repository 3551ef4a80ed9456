package org.robustgrid.analyses.alignment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.robustgrid.analyses.reading.ClassPools;
import org.robustgrid.analyses.reading.Gallery;
import org.robustgrid.analyses.reading.LogitTable;
import org.robustgrid.analyses.reading.Mean;
import org.robustgrid.numerics.diffusion.DenoiserShape;
import org.robustgrid.numerics.diffusion.ScoreDifference;
import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.Passes;
import org.robustgrid.spi.analysis.Analysis;
import org.robustgrid.spi.analysis.AnalysisDescriptor;
import org.robustgrid.spi.analysis.AnalysisProvider;
import org.robustgrid.spi.analysis.AnalysisRequest;
import org.robustgrid.spi.analysis.AnalysisResult;
import org.robustgrid.spi.analysis.SampleSource;
import org.robustgrid.spi.analysis.Series;
import org.robustgrid.spi.network.Network;

/**
 * {@code score-targets}: score-based target gradients of test samples at several noise levels, as
 * pictures and in numbers (Ganz et al. 2023, section 4.2 and figure 8).
 *
 * <p>The denoiser is the one whose scores the model was trained with: its defense keeps it with the
 * model under the name {@link DenoiserShape#KEPT_AS}, and {@link
 * org.robustgrid.spi.analysis.AnalysedModel#network(String)} reads it. Nothing is trained here.
 */
public final class ScoreTargets implements AnalysisProvider {

  private static final Parameter<Integer> SAMPLES =
      Parameter.integer("samples", 100, "test samples, the first ones")
          .atLeast(1)
          .atMost(1_000_000);

  private static final Parameter<List<Double>> LEVELS =
      Parameter.reals(
              "noise-levels",
              List.of(0.25, 0.5, 1.0, 2.0, 4.0, 8.0),
              "noise levels of the targets; the denoiser should have been trained on them")
          .above(0);

  private static final Parameter<Double> REFERENCE =
      Parameter.real(
              "reference",
              2,
              "noise level whose targets the others are compared with, such as that of training")
          .above(0);

  private static final Parameter<Integer> DRAWS =
      Parameter.integer("score-draws", 2, "noise draws averaged in each target").atLeast(1);

  private static final int SHOWN = 10;

  private record Settings(
      int samples, List<Double> levels, double reference, int draws, int pool) {}

  @Override
  public AnalysisDescriptor descriptor() {
    return AnalysisDescriptor.builder(
            "score-targets", "Score-based target gradients at several noise levels")
        .activations()
        .samples(SampleSource.TEST, SampleSource.TRAINING)
        .citation(
            "Ganz, Kawar and Elad: Do perceptually aligned gradients imply robustness? ICML 2023")
        .parameters(SAMPLES, LEVELS, REFERENCE, DRAWS, ClassPools.POOL)
        .build();
  }

  @Override
  public Passes estimate(Parameters parameters, DataDescription data, int samples) {
    double asked = Math.min(samples, parameters.get(SAMPLES));
    double levels = parameters.get(LEVELS).size() + 1.0;
    return Passes.forward(asked * levels * parameters.get(DRAWS) * (data.classes() + 1));
  }

  @Override
  public Analysis create(Parameters parameters) {
    Settings settings =
        new Settings(
            parameters.get(SAMPLES),
            parameters.get(LEVELS).stream().distinct().sorted().toList(),
            parameters.get(REFERENCE),
            parameters.get(DRAWS),
            parameters.get(ClassPools.POOL));
    return request -> analyse(request, settings);
  }

  private static AnalysisResult analyse(AnalysisRequest request, Settings settings) {
    AnalysisResult.Builder result =
        AnalysisResult.of("Score-based target gradients at several noise levels");
    Optional<Network> kept = request.model().network(DenoiserShape.KEPT_AS);
    if (kept.isEmpty()) {
      return result
          .note("The model keeps no denoiser; defenses with score-based targets keep theirs.")
          .build();
    }
    Network denoiser = kept.get();
    DenoiserShape shape = new DenoiserShape(request.inputShape(), request.classNames().size());
    if (!shape.fits(denoiser)) {
      return result
          .note(
              "The model's denoiser reads "
                  + Arrays.toString(denoiser.inputShape())
                  + ", expected "
                  + Arrays.toString(shape.input())
                  + ": the image, a plane for each class and for none, and the noise level.")
          .build();
    }
    ClassPools pools = ClassPools.read(request, settings.pool());
    String lacking = pools.lacking(shape.classes(), request.classNames());
    if (!lacking.isEmpty()) {
      result.note(lacking);
    }
    Targets targets =
        new Targets(
            denoiser,
            new ScoreDifference(shape, settings.reference(), settings.draws()),
            settings.levels().stream()
                .map(
                    sigma ->
                        new TargetsAtLevel(new ScoreDifference(shape, sigma, settings.draws())))
                .toList(),
            pools.present(shape.classes()));
    ClassTargets means = new ClassTargets(pools, targets.present());
    int samples = Math.min(settings.samples(), request.samples(SampleSource.TEST).size());
    List<List<float[]>> pictures = new ArrayList<>();
    for (int from = 0; from < samples; from += request.batchSize()) {
      request.monitor().progress(from, samples, "samples");
      int[] rows = IntStream.range(from, Math.min(samples, from + request.batchSize())).toArray();
      measure(request, targets, means, rows, pictures);
    }
    report(settings, targets, samples, result);
    if (Gallery.fits(request)) {
      result.image(
          Gallery.of(request)
              .image(
                  "targets",
                  "One row per test sample: the sample, then its targets of the class after its"
                      + " own at the noise levels "
                      + settings.levels().stream()
                          .map(ScoreTargets::words)
                          .collect(Collectors.joining(", "))
                      + "; 0 is grey, brighter pixels raise the class's score.",
                  pictures));
    }
    return result
        .note(
            "The first "
                + samples
                + " test samples, means over all classes; "
                + settings.draws()
                + " draws of the noise, the same at every level. Class means are of the first "
                + settings.pool()
                + " training samples. Two images: a sample and the one before it.")
        .build();
  }

  private static void measure(
      AnalysisRequest request,
      Targets targets,
      ClassTargets means,
      int[] rows,
      List<List<float[]>> pictures) {
    int length = LogitTable.length(request);
    int classes = request.classNames().size();
    float[] images = new float[rows.length * length];
    int[] labels = new int[rows.length];
    request.samples(SampleSource.TEST).read(rows, images, labels);
    int shown = Math.min(rows.length, SHOWN - pictures.size());
    List<List<float[]>> lines = new ArrayList<>();
    for (int row = 0; row < shown; row++) {
      lines.add(
          new ArrayList<>(List.of(Arrays.copyOfRange(images, row * length, (row + 1) * length))));
    }
    double[][] toMeans = new double[rows.length][];
    for (int row = 0; row < rows.length; row++) {
      toMeans[row] = toMeans(means, targets.present(), classes, images, row * length, length);
    }
    double[] reference = targets.at(targets.reference(), request, images, rows);
    int one = classes * length;
    for (TargetsAtLevel level : targets.levels()) {
      double[] own =
          level.sigma() == targets.reference().sigma()
              ? reference
              : targets.at(level.difference(), request, images, rows);
      for (int row = 0; row < rows.length; row++) {
        level.add(
            Arrays.copyOfRange(own, row * one, (row + 1) * one),
            Arrays.copyOfRange(reference, row * one, (row + 1) * one),
            toMeans[row],
            targets.present());
      }
      for (int row = 0; row < shown; row++) {
        int next = (labels[row] + 1) % classes;
        lines
            .get(row)
            .add(GradientPicture.of(own, row * one + next * length, length, request.domain()));
      }
    }
    pictures.addAll(lines);
  }

  /** The differences of the class means and an image, [classes × pixels]; 0 without a mean. */
  private static double[] toMeans(
      ClassTargets means, int[] present, int classes, float[] images, int from, int length) {
    double[] x = new double[length];
    Arrays.setAll(x, i -> images[from + i]);
    double[] toMeans = new double[classes * length];
    for (int i = 0; i < present.length; i++) {
      double[] direction = means.target(ClassTargets.Kind.CLASS_MEAN, i, x);
      System.arraycopy(direction, 0, toMeans, present[i] * length, length);
    }
    return toMeans;
  }

  private static void report(
      Settings settings, Targets targets, int samples, AnalysisResult.Builder result) {
    List<TargetsAtLevel> levels = targets.levels();
    String cosine = "cosine of targets";
    result.series(
        line(
            "with those at noise level " + words(settings.reference()),
            cosine,
            levels,
            TargetsAtLevel::withReference));
    if (targets.present().length > 0) {
      result.series(
          line("with the direction to the class mean", cosine, levels, TargetsAtLevel::withMean));
    }
    if (samples > 1) {
      result.series(
          line("of two images, same class", cosine, levels, TargetsAtLevel::betweenImages));
    }
    result.series(
        line("denoised with the class and without", "L2 distance", levels, TargetsAtLevel::apart));
  }

  private static Series line(
      String name, String axis, List<TargetsAtLevel> levels, Function<TargetsAtLevel, Mean> of) {
    List<Mean> means = levels.stream().map(of).toList();
    return new Series(
        name,
        "noise level",
        axis,
        levels.stream().map(TargetsAtLevel::sigma).toList(),
        means.stream().map(Mean::value).toList(),
        means.stream().map(Mean::low).toList(),
        means.stream().map(Mean::high).toList());
  }

  private static String words(double sigma) {
    return sigma == Math.rint(sigma) ? Long.toString((long) sigma) : Double.toString(sigma);
  }

  /**
   * The targets at several levels.
   *
   * @param reference at the level of comparison
   * @param present the classes that have a mean
   */
  private record Targets(
      Network denoiser, ScoreDifference reference, List<TargetsAtLevel> levels, int[] present) {

    double[] at(ScoreDifference level, AnalysisRequest request, float[] images, int... rows) {
      request.monitor().check();
      return level.of(denoiser, images, rows, request.random().with("score-targets"));
    }
  }
}
