package org.robustgrid.analyses.manifold;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.analyses.reading.LogitTable;
import org.robustgrid.analyses.reading.SinglePrecision;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.attack.GradientSource;
import org.robustgrid.numerics.attack.ProjectedGradientDescent;
import org.robustgrid.numerics.attack.Start;
import org.robustgrid.numerics.loss.CrossEntropy;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.analysis.AnalysisRequest;
import org.robustgrid.spi.analysis.SampleSource;
import org.robustgrid.spi.attack.ThreatModel;
import org.robustgrid.spi.data.DataView;

/**
 * The inputs that form the manifolds.
 *
 * @param inputs [manifold][point], each in C order; all manifolds have the same number of points
 * @param words description of the manifolds, for a note
 */
record ManifoldPoints(List<List<float[]>> inputs, String words) {

  int manifolds() {
    return inputs.size();
  }

  int points() {
    return inputs.isEmpty() ? 0 : inputs.get(0).size();
  }

  /**
   * Creates a manifold for each class from its first test samples. Classes with fewer than two
   * samples are left out; all others use as many samples as the smallest of them.
   */
  static ManifoldPoints ofClasses(AnalysisRequest request, int most) {
    DataView view = request.samples(SampleSource.TEST);
    List<List<Integer>> byClass = new ArrayList<>();
    request.classNames().forEach(name -> byClass.add(new ArrayList<>()));
    for (int i = 0; i < view.size(); i++) {
      byClass.get(view.label(i)).add(i);
    }
    List<List<Integer>> kept = byClass.stream().filter(samples -> samples.size() > 1).toList();
    int points = Math.min(most, kept.stream().mapToInt(List::size).min().orElse(0));
    List<List<float[]>> inputs = new ArrayList<>();
    for (List<Integer> samples : kept) {
      int[] rows = samples.stream().limit(points).mapToInt(Integer::intValue).toArray();
      inputs.add(read(request, rows, new int[rows.length]));
    }
    String left =
        kept.size() == byClass.size()
            ? ""
            : " " + (byClass.size() - kept.size()) + " classes with fewer than two are left out.";
    return new ManifoldPoints(
        inputs, "A manifold is a class: the first " + points + " of its test samples." + left);
  }

  /**
   * Creates a manifold for each of the first test samples from points of the L∞ ball around it.
   *
   * @param steps number of PGD steps from each random point, each of 2 / 8 of the radius; 0: the
   *     random points
   */
  static ManifoldPoints ofBalls(
      AnalysisRequest request, int exemplars, int points, double epsilon, int steps) {
    int count = Math.min(exemplars, request.samples(SampleSource.TEST).size());
    List<List<float[]>> inputs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      inputs.add(new ArrayList<>());
    }
    ProjectedGradientDescent attack =
        ProjectedGradientDescent.builder(new ThreatModel(Norm.LINF, epsilon))
            .domain(request.domain())
            .stepSize(epsilon / 4)
            .steps(steps)
            .randomStart(true)
            .build();
    int size = request.batchSize();
    for (int from = 0; from < count; from += size) {
      int[] rows = IntStream.range(from, Math.min(count, from + size)).toArray();
      int[] labels = new int[rows.length];
      INDArray images = request.batch(LogitTable.joined(read(request, rows, labels)));
      for (int point = 0; point < points; point++) {
        request.monitor().check();
        INDArray found =
            attack
                .run(
                    GradientSource.of(request.model().network()),
                    images,
                    Arrays.stream(rows).asLongStream().toArray(),
                    new CrossEntropy(labels),
                    Start.random(request.random().with("points"), point))
                .iterates();
        double[] values = HostArrays.read(found);
        int length = values.length / rows.length;
        for (int row = 0; row < rows.length; row++) {
          inputs.get(rows[row]).add(SinglePrecision.of(values, row * length, length));
        }
      }
    }
    return new ManifoldPoints(
        inputs,
        "A manifold is a test sample's L∞ ball of radius "
            + epsilon
            + ": "
            + points
            + (steps == 0 ? " random points" : " end points of PGD with " + steps + " steps")
            + " around each of the first "
            + count
            + ".");
  }

  private static List<float[]> read(AnalysisRequest request, int[] rows, int[] labels) {
    int length = LogitTable.length(request);
    float[] images = new float[rows.length * length];
    request.samples(SampleSource.TEST).read(rows, images, labels);
    List<float[]> read = new ArrayList<>();
    for (int row = 0; row < rows.length; row++) {
      read.add(Arrays.copyOfRange(images, row * length, (row + 1) * length));
    }
    return read;
  }
}
