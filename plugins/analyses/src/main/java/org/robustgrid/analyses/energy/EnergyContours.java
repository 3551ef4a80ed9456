package org.robustgrid.analyses.energy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.robustgrid.analyses.reading.LogitTable;
import org.robustgrid.analyses.reading.Mean;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.energy.Energies;
import org.robustgrid.numerics.energy.EnergyPlane;
import org.robustgrid.numerics.summary.Moments;
import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.Passes;
import org.robustgrid.spi.analysis.Analysis;
import org.robustgrid.spi.analysis.AnalysisDescriptor;
import org.robustgrid.spi.analysis.AnalysisProvider;
import org.robustgrid.spi.analysis.AnalysisRequest;
import org.robustgrid.spi.analysis.AnalysisResult;
import org.robustgrid.spi.analysis.Image;
import org.robustgrid.spi.analysis.SampleSource;
import org.robustgrid.spi.analysis.Series;
import org.robustgrid.spi.random.RandomStream;

/**
 * {@code energy-contours}: the joint energy E(x, y) on a plane of two random orthonormal directions
 * through a test sample (Zhu et al. 2021, figure 2). The paper does not give the extent of the
 * plane. Here it is a parameter, in L2 distance, and points are not clipped to the domain. All
 * models of a run use the same planes.
 */
public final class EnergyContours implements AnalysisProvider {

  private static final Parameter<Integer> SAMPLE =
      Parameter.integer("sample", 0, "test sample at the origin of the plane")
          .atLeast(0)
          .atMost(10_000_000);

  private static final Parameter<Double> EXTENT =
      Parameter.real("extent", 10, "L2 distance from the origin to an edge of the plane").above(0);

  private static final Parameter<Integer> POINTS =
      Parameter.integer("points", 51, "points along an edge").atLeast(3).atMost(501);

  private static final Parameter<Integer> PLANES =
      Parameter.integer("planes", 1, "number of planes, each around a test sample from 'sample' on")
          .atLeast(1)
          .atMost(10_000);

  @Override
  public AnalysisDescriptor descriptor() {
    return AnalysisDescriptor.builder(
            "energy-contours", "Joint energy on a random plane through a test sample")
        .activations()
        .samples(SampleSource.TEST)
        .citation(EnergyParameters.CITATION)
        .parameters(SAMPLE, EXTENT, POINTS, PLANES)
        .build();
  }

  @Override
  public void requireFits(Parameters parameters, DataDescription data) {
    requireSample(parameters.get(SAMPLE), data.testSamples());
  }

  private static void requireSample(int sample, int size) {
    if (sample >= size) {
      throw new IllegalArgumentException(
          "sample is "
              + sample
              + ", but the row is evaluated on "
              + size
              + " test samples; choose one from 0 to "
              + (size - 1));
    }
  }

  @Override
  public Passes estimate(Parameters parameters, DataDescription data, int samples) {
    double side = parameters.get(POINTS);
    return Passes.forward(side * side * parameters.get(PLANES));
  }

  @Override
  public Analysis create(Parameters parameters) {
    int sample = parameters.get(SAMPLE);
    double extent = parameters.get(EXTENT);
    int points = parameters.get(POINTS);
    int planes = parameters.get(PLANES);
    return request -> analyse(request, sample, extent, points, planes);
  }

  private static AnalysisResult analyse(
      AnalysisRequest request, int sample, double extent, int points, int planes) {
    int size = request.samples(SampleSource.TEST).size();
    requireSample(sample, size);
    int last = Math.min(size, sample + planes);
    double[] energies = around(request, sample, extent, points);
    AnalysisResult.Builder result =
        result(sample, label(request, sample), extent, points, energies);
    double[] deviations = new double[last - sample];
    deviations[0] = Moments.of(energies).deviation();
    for (int i = 1; i < deviations.length; i++) {
      request.monitor().progress(i, deviations.length, "planes");
      deviations[i] = Moments.of(around(request, sample + i, extent, points)).deviation();
    }
    if (planes > 1) {
      Mean.of(deviations).add("standard deviation of E(x, y), mean over planes", "", result);
      result.note(
          "The mean over planes is over the test samples "
              + sample
              + " to "
              + (last - 1)
              + ", with the same directions around each.");
    }
    return result.build();
  }

  private static int label(AnalysisRequest request, int sample) {
    return request.samples(SampleSource.TEST).label(sample);
  }

  /** Returns the energies on the plane through a sample, [points × points] in C order. */
  private static double[] around(AnalysisRequest request, int sample, double extent, int points) {
    float[] image = LogitTable.image(request, SampleSource.TEST, sample);
    double[] origin = new double[image.length];
    Arrays.setAll(origin, i -> image[i]);
    EnergyPlane plane =
        EnergyPlane.spanned(
            origin,
            direction(request, "first", image.length),
            direction(request, "second", image.length));
    return energies(request, plane, label(request, sample), extent, points);
  }

  private static double[] direction(AnalysisRequest request, String name, int length) {
    RandomStream stream = request.random().with(name).stream();
    double[] direction = new double[length];
    stream.fillGaussian(direction, 0, length);
    return direction;
  }

  private static double[] energies(
      AnalysisRequest request, EnergyPlane plane, int label, double extent, int points) {
    double[] energies = new double[points * points];
    for (int from = 0; from < energies.length; from += request.batchSize()) {
      request.monitor().check();
      int rows = Math.min(request.batchSize(), energies.length - from);
      int length = plane.image().length;
      double[] batch = new double[rows * length];
      for (int row = 0; row < rows; row++) {
        double a = at((from + row) % points, extent, points);
        double b = at((from + row) / points, extent, points);
        System.arraycopy(plane.at(a, b), 0, batch, row * length, length);
      }
      int[] labels = new int[rows];
      Arrays.fill(labels, label);
      double[] logits = HostArrays.read(request.model().network().logits(request.batch(batch)));
      System.arraycopy(Energies.joint(logits, labels), 0, energies, from, rows);
    }
    return energies;
  }

  private static double at(int point, double extent, int points) {
    return -extent + 2 * extent * point / (points - 1);
  }

  private static AnalysisResult.Builder result(
      int sample, int label, double extent, int points, double[] energies) {
    double low = Arrays.stream(energies).min().orElseThrow();
    double high = Arrays.stream(energies).max().orElseThrow();
    float[] grey = new float[energies.length];
    for (int i = 0; i < grey.length; i++) {
      grey[i] = high > low ? (float) ((energies[i] - low) / (high - low)) : 0;
    }
    int middle = points / 2;
    List<Double> x = new ArrayList<>();
    List<Double> first = new ArrayList<>();
    List<Double> second = new ArrayList<>();
    for (int i = 0; i < points; i++) {
      x.add(at(i, extent, points));
      first.add(energies[middle * points + i]);
      second.add(energies[i * points + middle]);
    }
    String axis = "L2 distance along a direction";
    return AnalysisResult.of("Energy around a sample")
        .figure("lowest E(x, y) on the plane", low, "")
        .figure("highest E(x, y) on the plane", high, "")
        .figure("standard deviation of E(x, y)", Moments.of(energies).deviation(), "")
        .series(new Series("first direction", axis, "E(x, y)", x, first))
        .series(new Series("second direction", axis, "E(x, y)", x, second))
        .image(
            new Image(
                "plane",
                "E(x, y) from the lowest value (black) to the highest (white); the sample is in the"
                    + " middle",
                1,
                points,
                points,
                grey))
        .note(
            "Test sample "
                + sample
                + " of class "
                + label
                + "; the plane extends "
                + extent
                + " in L2 distance to each side and is not clipped.");
  }
}
