package org.robustgrid.analyses;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.spi.Access;
import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.Passes;
import org.robustgrid.spi.analysis.Analysis;
import org.robustgrid.spi.analysis.AnalysisDescriptor;
import org.robustgrid.spi.analysis.AnalysisProvider;
import org.robustgrid.spi.analysis.AnalysisRequest;
import org.robustgrid.spi.analysis.AnalysisResult;
import org.robustgrid.spi.analysis.Plane;
import org.robustgrid.spi.analysis.Plane.Point;
import org.robustgrid.spi.analysis.SampleSource;
import org.robustgrid.spi.data.DataView;
import org.robustgrid.spi.network.Query;
import org.robustgrid.spi.random.RandomKey;

/**
 * {@code decision-regions}: the decisions of a model in a square around its test samples, for data
 * with two features. Each cell is evaluated at its centre; the confidence is the largest softmax
 * probability there.
 */
public final class DecisionRegions implements AnalysisProvider {

  private static final String ID = "decision-regions";

  /** Number of cells along a side of the square. */
  static final int SIDE = 120;

  /** Ratio of the square's side to the longer side of the samples' bounding box. */
  private static final double MARGIN = 1.3;

  @Override
  public AnalysisDescriptor descriptor() {
    return AnalysisDescriptor.builder(ID, "Decisions of a model in the plane of two features")
        .automatic()
        .firstSeed()
        .access(Access.SCORES)
        .samples(SampleSource.TEST)
        .build();
  }

  @Override
  public void requireFits(Parameters parameters, DataDescription data) {
    if (!Arrays.equals(data.inputShape(), new long[] {2})) {
      throw new IllegalArgumentException(
          "it draws data with two features, and an input has the shape "
              + Arrays.toString(data.inputShape()));
    }
    if (data.classes() > Plane.MOST_CLASSES) {
      throw new IllegalArgumentException(
          "it draws at most " + Plane.MOST_CLASSES + " classes, and there are " + data.classes());
    }
  }

  @Override
  public Passes estimate(Parameters parameters, DataDescription data, int samples) {
    return Passes.forward(2.0 * SIDE * SIDE);
  }

  @Override
  public Analysis create(Parameters parameters) {
    return DecisionRegions::analyse;
  }

  private static AnalysisResult analyse(AnalysisRequest request) {
    AnalysisResult.Builder result = AnalysisResult.of("Decision regions");
    if (request.model().randomised()) {
      return result
          .note("A randomised model has no fixed boundary, but one for each draw.")
          .build();
    }
    List<Point> points = points(request);
    // the features as the model sees them, which are floats
    ToDoubleFunction<Point> x = point -> (float) point.x();
    ToDoubleFunction<Point> y = point -> (float) point.y();
    double width = MARGIN * Math.max(span(points, x), span(points, y));
    width = width > 0 ? width : 1;
    double left = middle(points, x) - width / 2;
    double bottom = middle(points, y) - width / 2;
    List<List<Integer>> classes = new ArrayList<>();
    List<List<Double>> confidence = new ArrayList<>();
    long[] names = LongStream.range(0, SIDE).toArray();
    for (int row = 0; row < SIDE; row++) {
      float[] centres = centres(left, bottom, width, row);
      int[] decided =
          request.model().judge(request.batch(centres), names, new int[SIDE]).predictions();
      INDArray logits =
          request
              .model()
              .classifier()
              .logits(request.batch(centres), new Query(names, RandomKey.of(0)));
      classes.add(Arrays.stream(decided).boxed().toList());
      confidence.add(Arrays.stream(logits.toDoubleMatrix()).map(DecisionRegions::largest).toList());
    }
    int samples = request.model().samples();
    if (samples > points.size()) {
      result.note("The first " + points.size() + " of " + samples + " test samples are drawn.");
    }
    return result
        .plane(new Plane("decisions", left, bottom, width, classes, confidence, points))
        .build();
  }

  private static List<Point> points(AnalysisRequest request) {
    DataView test = request.samples(SampleSource.TEST);
    int[] rows = IntStream.range(0, Math.min(test.size(), Plane.MOST_POINTS)).toArray();
    float[] inputs = new float[2 * rows.length];
    int[] labels = new int[rows.length];
    test.read(rows, inputs, labels);
    int[] decided = request.model().predictions();
    return Arrays.stream(rows)
        .mapToObj(
            i ->
                new Point(
                    decimal(inputs[2 * i]), decimal(inputs[2 * i + 1]), labels[i], decided[i]))
        .toList();
  }

  /** The double with the decimal digits of the float. */
  private static double decimal(float value) {
    return Double.parseDouble(Float.toString(value));
  }

  private static double span(List<Point> points, ToDoubleFunction<Point> feature) {
    return most(points, feature) - least(points, feature);
  }

  private static double middle(List<Point> points, ToDoubleFunction<Point> feature) {
    return (most(points, feature) + least(points, feature)) / 2;
  }

  private static double most(List<Point> points, ToDoubleFunction<Point> feature) {
    return points.stream().mapToDouble(feature).max().orElse(0);
  }

  private static double least(List<Point> points, ToDoubleFunction<Point> feature) {
    return points.stream().mapToDouble(feature).min().orElse(0);
  }

  private static float[] centres(double left, double bottom, double width, int row) {
    double cell = width / SIDE;
    float[] centres = new float[2 * SIDE];
    for (int column = 0; column < SIDE; column++) {
      centres[2 * column] = (float) (left + (column + 0.5) * cell);
      centres[2 * column + 1] = (float) (bottom + width - (row + 0.5) * cell);
    }
    return centres;
  }

  /** The largest softmax probability; 0 if a logit is not finite. */
  private static double largest(double[] logits) {
    double most = Arrays.stream(logits).max().orElse(0);
    double sum = Arrays.stream(logits).map(logit -> Math.exp(logit - most)).sum();
    return Double.isFinite(sum) && Double.isFinite(most) ? 1 / sum : 0;
  }
}
