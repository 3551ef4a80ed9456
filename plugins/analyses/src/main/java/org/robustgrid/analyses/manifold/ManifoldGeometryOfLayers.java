package org.robustgrid.analyses.manifold;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.robustgrid.analyses.reading.Mean;
import org.robustgrid.numerics.manifold.ManifoldAnalysis;
import org.robustgrid.numerics.manifold.ManifoldGeometry;
import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Norm;
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
import org.robustgrid.spi.analysis.Table;
import org.robustgrid.spi.random.RandomKey;

/**
 * {@code manifold-geometry}: capacity, radius, dimension and centre correlation of manifolds in
 * each block of a network by mean-field theory (Seguin et al. 2021, figures 5 and A.8; Cohen et al.
 * 2020). Manifolds are classes, or balls around samples, as in the paper.
 */
public final class ManifoldGeometryOfLayers implements AnalysisProvider {

  /** The kinds of manifolds. */
  enum Manifolds {
    CLASSES,
    BALLS
  }

  private static final Parameter<Manifolds> MANIFOLDS =
      Parameter.choice(
          "manifolds", Manifolds.class, "samples of a class, or points in a ball around a sample");

  private static final Parameter<Integer> EXEMPLARS =
      Parameter.integer("exemplars", 20, "number of balls, around the first test samples")
          .atLeast(2)
          .atMost(1000);

  private static final Parameter<Integer> POINTS =
      Parameter.integer("points", 100, "number of points of a manifold").atLeast(2).atMost(1000);

  private static final Parameter<Double> EPSILON =
      Parameter.real("epsilon", 8.0 / 255, "L∞ radius of balls")
          .above(0)
          .customaryRadius(Norm.LINF);

  private static final Parameter<Integer> STEPS =
      Parameter.integer("steps", 10, "PGD steps to each point of a ball; 0: random points")
          .atLeast(0)
          .atMost(1000);

  private static final Parameter<String> LAYERS =
      Parameter.text(
          "layers",
          "relu\\d*|.*\\.relu",
          "regular expression of the layers' names; all layers if no name matches");

  private static final Parameter<Integer> MOST_LAYERS =
      Parameter.integer("most-layers", 8, "maximum number of layers, evenly spread")
          .atLeast(1)
          .atMost(1000);

  private static final Parameter<Integer> FEATURES =
      Parameter.integer("features", 300, "number of features that larger layers are projected to")
          .atLeast(2)
          .atMost(10_000);

  private static final Parameter<Integer> GAUSSIANS =
      Parameter.integer("gaussians", 200, "Gaussian vectors averaged for each manifold")
          .atLeast(2)
          .atMost(100_000);

  private static final Parameter<Double> MARGIN =
      Parameter.real("margin", 0, "margin κ of the separation").atLeast(0);

  private static final Parameter<Integer> CENTRE_DIMENSIONS =
      Parameter.integer("centre-dimensions", 10, "maximum dimension of the centres' subspace")
          .atLeast(0)
          .atMost(1000);

  private static final Parameter<Integer> DICHOTOMIES =
      Parameter.integer(
              "dichotomies", 0, "random dichotomies of the simulated capacity; 0: not computed")
          .atLeast(0)
          .atMost(10_000);

  private record Settings(
      String layers,
      int mostLayers,
      int features,
      int gaussians,
      double margin,
      int centreDimensions,
      int dichotomies) {}

  /** The measurements of a layer. */
  private record Measured(
      String layer,
      Capacity capacity,
      Mean radius,
      Mean dimension,
      double correlation,
      double simulated) {}

  /**
   * The harmonic mean of the manifolds' capacities. Its interval comes from the 95 % interval of
   * the mean reciprocal; there is none if that interval reaches 0.
   */
  private record Capacity(double value, Mean load) {

    static Capacity of(ManifoldAnalysis analysis) {
      Mean load = Mean.of(over(analysis, manifold -> 1 / manifold.capacity()));
      return new Capacity(analysis.capacity(), load);
    }

    void add(String name, AnalysisResult.Builder result) {
      if (load.low() > 0) {
        double low = Math.min(value, 1 / load.high());
        result.figure(name, value, low, Math.max(value, 1 / load.low()), "");
      } else {
        result.figure(name, value, "");
      }
    }
  }

  private static double[] over(
      ManifoldAnalysis analysis, ToDoubleFunction<ManifoldGeometry> quantity) {
    return analysis.manifolds().stream().mapToDouble(quantity).toArray();
  }

  @Override
  public AnalysisDescriptor descriptor() {
    return AnalysisDescriptor.builder(
            "manifold-geometry", "Capacity, radius and dimension of manifolds in each block")
        .activations()
        .samples(SampleSource.TEST)
        .citation(
            "Seguin et al.: Understanding the logit distributions of adversarially-trained deep neural"
                + " networks. 2021")
        .citation(
            "Cohen, Chung, Lee and Sompolinsky: Separability and geometry of object manifolds in deep"
                + " neural networks. Nature Communications 2020")
        .parameters(
            MANIFOLDS,
            EXEMPLARS,
            POINTS,
            EPSILON,
            STEPS,
            LAYERS,
            MOST_LAYERS,
            FEATURES,
            GAUSSIANS,
            MARGIN,
            CENTRE_DIMENSIONS,
            DICHOTOMIES)
        .build();
  }

  @Override
  public Passes estimate(Parameters parameters, DataDescription data, int samples) {
    boolean balls = parameters.get(MANIFOLDS) == Manifolds.BALLS;
    double manifolds = balls ? Math.min(samples, parameters.get(EXEMPLARS)) : data.classes();
    double inputs = manifolds * parameters.get(POINTS);
    inputs = balls ? inputs : Math.min(inputs, samples);
    return Passes.forward(inputs * (parameters.get(MOST_LAYERS) + 1))
        .plus(Passes.gradients(balls ? inputs * parameters.get(STEPS) : 0));
  }

  @Override
  public Analysis create(Parameters parameters) {
    String layers = parameters.get(LAYERS);
    try {
      Pattern.compile(layers);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "layers is '" + layers + "', which is not a regular expression: " + e.getDescription(),
          e);
    }
    Settings settings =
        new Settings(
            layers,
            parameters.get(MOST_LAYERS),
            parameters.get(FEATURES),
            parameters.get(GAUSSIANS),
            parameters.get(MARGIN),
            parameters.get(CENTRE_DIMENSIONS),
            parameters.get(DICHOTOMIES));
    int points = parameters.get(POINTS);
    boolean balls = parameters.get(MANIFOLDS) == Manifolds.BALLS;
    int exemplars = parameters.get(EXEMPLARS);
    double epsilon = parameters.get(EPSILON);
    int steps = parameters.get(STEPS);
    return request ->
        analyse(
            request,
            settings,
            balls
                ? ManifoldPoints.ofBalls(request, exemplars, points, epsilon, steps)
                : ManifoldPoints.ofClasses(request, points));
  }

  private static AnalysisResult analyse(
      AnalysisRequest request, Settings settings, ManifoldPoints points) {
    AnalysisResult.Builder result = AnalysisResult.of("Geometry of manifolds");
    if (points.manifolds() < 2) {
      return result
          .note(
              "The analysis needs two manifolds of two points; there are "
                  + points.manifolds()
                  + ".")
          .build();
    }
    LayerActivations activations = new LayerActivations(request, points, settings.features());
    List<String> layers =
        LayerActivations.layers(
            request.model().network().activationNames(), settings.layers(), settings.mostLayers());
    List<Measured> measured = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      request.monitor().progress(i, layers.size(), "layers");
      measure(request, settings, layers.get(i), activations.of(layers.get(i)))
          .ifPresentOrElse(measured::add, failed(result, layers.get(i)));
    }
    report(measured, result);
    return result
        .note(
            points.words()
                + " Layers of more than "
                + settings.features()
                + " features are projected randomly; "
                + settings.gaussians()
                + " Gaussian vectors per manifold, margin "
                + settings.margin()
                + ". Intervals are over manifolds.")
        .build();
  }

  private static Runnable failed(AnalysisResult.Builder result, String layer) {
    return () ->
        result.note(
            "Layer '"
                + layer
                + "' is left out: its activations are not finite, or equal on a whole manifold.");
  }

  private static Optional<Measured> measure(
      AnalysisRequest request, Settings settings, String layer, double[][][] activations) {
    boolean finite =
        Arrays.stream(activations)
            .flatMap(Arrays::stream)
            .flatMapToDouble(Arrays::stream)
            .allMatch(Double::isFinite);
    double[][] centers =
        Arrays.stream(activations).map(ManifoldGeometryOfLayers::mean).toArray(double[][]::new);
    if (!finite) {
      return Optional.empty();
    }
    RandomKey random = request.random().with(layer);
    double[][] basis =
        CentreDimensions.basis(centers, settings.centreDimensions(), random.with("centres"));
    request.monitor().check();
    int dimensions = Math.min(activations[0].length, activations[0][0].length);
    double[][][] gaussians = new double[activations.length][settings.gaussians()][dimensions + 1];
    for (int k = 0; k < gaussians.length; k++) {
      for (int t = 0; t < gaussians[k].length; t++) {
        random.with("gaussians").with(k).with(t).stream()
            .fillGaussian(gaussians[k][t], 0, dimensions + 1);
      }
    }
    ManifoldAnalysis analysis =
        ManifoldAnalysis.of(activations, basis, gaussians, settings.margin());
    request.monitor().check();
    boolean sound =
        Double.isFinite(analysis.capacity())
            && Double.isFinite(analysis.radius())
            && Double.isFinite(analysis.dimension())
            && Double.isFinite(analysis.correlation());
    if (!sound) {
      return Optional.empty();
    }
    double simulated =
        settings.dichotomies() == 0
            ? Double.NaN
            : new SimulatedCapacity(
                    activations,
                    settings.dichotomies(),
                    random.with("simulated"),
                    request.monitor())
                .capacity();
    return Optional.of(
        new Measured(
            layer,
            Capacity.of(analysis),
            Mean.of(over(analysis, ManifoldGeometry::radius)),
            Mean.of(over(analysis, ManifoldGeometry::dimension)),
            analysis.correlation(),
            simulated));
  }

  private static double[] mean(double[][] points) {
    double[] mean = new double[points[0].length];
    for (double[] point : points) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] += point[i] / points.length;
      }
    }
    return mean;
  }

  private static void report(List<Measured> measured, AnalysisResult.Builder result) {
    if (measured.isEmpty()) {
      return;
    }
    List<List<String>> rows = new ArrayList<>();
    for (Measured of : measured) {
      rows.add(
          List.of(
              of.layer(),
              words(of.capacity().value()),
              words(of.radius().value()),
              words(of.dimension().value()),
              words(of.correlation()),
              words(of.simulated())));
      of.capacity().add("capacity, " + of.layer(), result);
      of.radius().add("radius, " + of.layer(), "", result);
      of.dimension().add("dimension, " + of.layer(), "", result);
      result.figure("centre correlation, " + of.layer(), of.correlation(), "");
      if (Double.isFinite(of.simulated())) {
        result.figure("simulated capacity, " + of.layer(), of.simulated(), "");
      }
    }
    result.table(
        new Table(
            "layers",
            List.of(
                "layer",
                "capacity",
                "radius",
                "dimension",
                "centre correlation",
                "simulated capacity"),
            rows));
    series("capacity", measured.stream().map(of -> of.capacity().value()).toList(), result);
    series("radius", measured.stream().map(of -> of.radius().value()).toList(), result);
    series("dimension", measured.stream().map(of -> of.dimension().value()).toList(), result);
    series("centre correlation", measured.stream().map(Measured::correlation).toList(), result);
  }

  private static String words(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.4g", value) : "–";
  }

  private static void series(String name, List<Double> values, AnalysisResult.Builder result) {
    List<Double> x = new ArrayList<>();
    for (int i = 1; i <= values.size(); i++) {
      x.add((double) i);
    }
    result.series(new Series("by layer", "layer of the table", name, x, values));
  }
}
