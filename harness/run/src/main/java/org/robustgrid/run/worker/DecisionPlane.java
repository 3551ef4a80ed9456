package org.robustgrid.run.worker;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.leaderboard.DecisionRegions;
import org.robustgrid.spi.Monitor;
import org.robustgrid.spi.network.Classifier;
import org.robustgrid.spi.network.Query;
import org.robustgrid.spi.random.RandomKey;

/** Samples of two features, and what a model decides in the square around them. */
final class DecisionPlane {

  /** Cells on a side of the square. */
  static final int SIDE = 120;

  /** The square's side over the longer side of the samples' bounding box. */
  private static final double MARGIN = 1.3;

  private final float[] points;
  private final double left;
  private final double bottom;
  private final double width;

  private DecisionPlane(float[] points) {
    this.points = points;
    double[] x = coordinates(0);
    double[] y = coordinates(1);
    double extent = Math.max(span(x), span(y));
    this.width = extent > 0 ? MARGIN * extent : 1;
    this.left = middle(x) - width / 2;
    this.bottom = middle(y) - width / 2;
  }

  /** The plane of a data set's first samples; empty unless an input is two numbers. */
  static Optional<DecisionPlane> of(OpenDataset dataset, int samples) {
    return Arrays.equals(dataset.data().inputShape(), new long[] {2})
        ? Optional.of(new DecisionPlane(dataset.testImages(IntStream.range(0, samples).toArray())))
        : Optional.empty();
  }

  private double[] coordinates(int feature) {
    return IntStream.range(0, points.length / 2)
        .mapToDouble(i -> points[2 * i + feature])
        .toArray();
  }

  private static double span(double[] values) {
    return Arrays.stream(values).max().orElse(0) - Arrays.stream(values).min().orElse(0);
  }

  private static double middle(double[] values) {
    return (Arrays.stream(values).max().orElse(0) + Arrays.stream(values).min().orElse(0)) / 2;
  }

  /** The samples, [x, y] each. */
  List<List<Double>> inputs() {
    return IntStream.range(0, points.length / 2)
        .mapToObj(i -> List.of(decimal(points[2 * i]), decimal(points[2 * i + 1])))
        .toList();
  }

  /** A float's own digits, not those of the double beside it. */
  private static double decimal(float value) {
    return Double.parseDouble(Float.toString(value));
  }

  /**
   * Asks a classifier about every cell.
   *
   * @param plain whether the classifier is the network itself, so that its logits decide
   * @return empty for a randomised classifier, which has no boundary but one for each draw
   */
  Optional<DecisionRegions> regions(
      Classifier classifier, boolean plain, DataType precision, Monitor monitor) {
    if (classifier.randomised() || classifier.classes() > DecisionRegions.MOST_CLASSES) {
      return Optional.empty();
    }
    List<String> rows = new ArrayList<>();
    for (int row = 0; row < SIDE; row++) {
      monitor.check();
      INDArray cells = Nd4j.createFromArray(centres(row)).castTo(precision).reshape('c', SIDE, 2);
      Query query = new Query(LongStream.range(0, SIDE).toArray(), RandomKey.of(0));
      int[] decisions =
          plain
              ? Decisions.of(classifier.logits(cells, query))
              : classifier.decisions(cells, query);
      StringBuilder text = new StringBuilder();
      Arrays.stream(decisions).mapToObj(DecisionRegions::symbol).forEach(text::append);
      rows.add(text.toString());
    }
    return Optional.of(new DecisionRegions(left, bottom, width, rows));
  }

  private float[] centres(int row) {
    double cell = width / SIDE;
    float[] centres = new float[2 * SIDE];
    for (int column = 0; column < SIDE; column++) {
      centres[2 * column] = (float) (left + (column + 0.5) * cell);
      centres[2 * column + 1] = (float) (bottom + width - (row + 0.5) * cell);
    }
    return centres;
  }
}
