package org.robustgrid.analyses.alignment;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.robustgrid.analyses.reading.ClassPools;
import org.robustgrid.analyses.reading.Mean;
import org.robustgrid.numerics.diffusion.DenoiserShape;
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

  private record Settings(
      int samples, List<Double> levels, double reference, int draws, int pool) {}

  @Override
  public AnalysisDescriptor descriptor() {
    return AnalysisDescriptor.builder(
            "score-targets", "Score-based target gradients at several noise levels")
        .activations()
        .samples(SampleSource.TEST, SampleSource.TRAINING)
        .citation(SampleRows.CITATION)
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
    if (parameters.get(LEVELS).isEmpty()) {
      throw new IllegalArgumentException(
          "parameter 'noise-levels' is empty; give at least one level");
    }
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
    int[] present = pools.present(shape.classes());
    LevelledTargets targets =
        new LevelledTargets(
            request,
            denoiser,
            shape,
            new ClassTargets(pools, present),
            present,
            settings.reference(),
            settings.levels(),
            settings.draws());
    SampleRows rows = new SampleRows(request, settings.samples());
    rows.each(
        LevelledTargets.rows(request.batchSize(), shape),
        batch -> targets.measure(batch, rows.begin(batch)));
    report(settings, targets, result);
    rows.report(
        "targets",
        "its targets of the class after its own at the noise levels "
            + settings.levels().stream().map(ScoreTargets::words).collect(Collectors.joining(", ")),
        result);
    return result
        .note(
            "The first "
                + rows.samples()
                + " test samples, means over all classes; "
                + settings.draws()
                + " draws of the noise, the same at every level. Class means are of the first "
                + settings.pool()
                + " training samples. Two images: a sample and the one before it.")
        .build();
  }

  private static void report(
      Settings settings, LevelledTargets targets, AnalysisResult.Builder result) {
    List<TargetsAtLevel> levels = targets.levels();
    String cosine = "cosine of targets";
    String withReference = "with those at noise level " + words(settings.reference());
    line(withReference, cosine, levels, TargetsAtLevel::cosineWithReference, result);
    String withMean = "with the direction to the class mean";
    line(withMean, cosine, levels, TargetsAtLevel::cosineWithMean, result);
    String twoImages = "of two images, same class";
    line(twoImages, cosine, levels, TargetsAtLevel::cosineBetweenImages, result);
    String denoised = "denoised with the class minus without, mean over draws";
    line(denoised, "L2 norm", levels, TargetsAtLevel::denoisedDifference, result);
    for (TargetsAtLevel level : targets.measured()) {
      if (level.left() > 0) {
        result.note(
            level.left()
                + " samples are left out at noise level "
                + words(level.sigma())
                + ": targets are not finite.");
      }
    }
  }

  /** Adds a line through the levels that have a value, if there are any. */
  private static void line(
      String name,
      String axis,
      List<TargetsAtLevel> levels,
      Function<TargetsAtLevel, Optional<Mean>> of,
      AnalysisResult.Builder result) {
    List<TargetsAtLevel> shown = levels.stream().filter(at -> of.apply(at).isPresent()).toList();
    if (shown.isEmpty()) {
      return;
    }
    List<Mean> means = shown.stream().map(of).map(Optional::orElseThrow).toList();
    result.series(
        new Series(
            name,
            "noise level",
            axis,
            shown.stream().map(TargetsAtLevel::sigma).toList(),
            means.stream().map(Mean::value).toList(),
            means.stream().map(Mean::low).toList(),
            means.stream().map(Mean::high).toList()));
  }

  private static String words(double sigma) {
    return sigma == Math.rint(sigma) ? Long.toString((long) sigma) : Double.toString(sigma);
  }
}
