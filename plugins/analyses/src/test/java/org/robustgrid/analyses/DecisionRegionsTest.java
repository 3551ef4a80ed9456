package org.robustgrid.analyses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.analysis.AnalysisResult;
import org.robustgrid.spi.analysis.Plane;
import org.robustgrid.spi.analysis.Plane.Point;
import org.robustgrid.testkit.toy.ToyAnalysisRequest;
import org.robustgrid.testkit.toy.ToyClassifier;

class DecisionRegionsTest {

  private static final float[] INPUTS = {0.1f, -1, 2.5f, 1, -3, 0.5f, 1, 3};
  private static final int[] LABELS = {0, 1, 2, 1};
  private static final double[][] WEIGHTS = {{1, 0}, {-0.5, 1}, {-0.5, -1}};

  private final DecisionRegions regions = new DecisionRegions();

  /** A model whose logits are scalar products with three directions. */
  private static final class Linear extends ToyClassifier {

    private final boolean randomised;

    Linear(boolean randomised) {
      super(3, 2);
      this.randomised = randomised;
    }

    @Override
    public boolean randomised() {
      return randomised;
    }

    @Override
    protected void forward(double[] input, double[] logits) {
      for (int c = 0; c < logits.length; c++) {
        logits[c] = WEIGHTS[c][0] * input[0] + WEIGHTS[c][1] * input[1];
      }
    }

    @Override
    protected void backward(double[] input, double[] cotangents, double[] gradient) {
      for (int c = 0; c < cotangents.length; c++) {
        gradient[0] += cotangents[c] * WEIGHTS[c][0];
        gradient[1] += cotangents[c] * WEIGHTS[c][1];
      }
    }
  }

  private AnalysisResult analyse(boolean randomised) {
    return regions
        .create(Parameters.of(regions.descriptor(), Map.of()))
        .analyse(new ToyAnalysisRequest(new Linear(randomised), INPUTS, LABELS, Domain.UNBOUNDED));
  }

  private Plane plane() {
    return analyse(false).planes().get(0);
  }

  private static double[] logits(double x, double y) {
    double[] logits = new double[WEIGHTS.length];
    new Linear(false).forward(new double[] {x, y}, logits);
    return logits;
  }

  @Test
  void every_cell_has_the_decision_and_the_confidence_at_its_centre() {
    Plane plane = plane();
    double cell = plane.width() / DecisionRegions.SIDE;
    for (int[] at : new int[][] {{0, 0}, {0, 119}, {119, 0}, {60, 31}, {119, 119}}) {
      double x = plane.left() + (at[1] + 0.5) * cell;
      double y = plane.bottom() + (DecisionRegions.SIDE - at[0] - 0.5) * cell;
      double[] logits = logits(x, y);
      int expected =
          IntStream.range(0, 3)
              .reduce((best, c) -> logits[c] > logits[best] ? c : best)
              .orElseThrow();
      double sum = IntStream.range(0, 3).mapToDouble(c -> Math.exp(logits[c])).sum();
      assertThat(plane.classes().get(at[0]).get(at[1])).isEqualTo(expected);
      assertThat(plane.confidence().get(at[0]).get(at[1]))
          .isCloseTo(Math.exp(logits[expected]) / sum, within(1e-6));
    }
    assertThat(plane.classes().stream().flatMap(List::stream).distinct()).hasSize(3);
  }

  @Test
  void the_square_holds_every_sample_with_room_around_and_with_its_label_and_decision() {
    Plane plane = plane();
    double room = 0.1 * plane.width();
    for (Point point : plane.points()) {
      assertThat(point.x()).isBetween(plane.left() + room, plane.left() + plane.width() - room);
      assertThat(point.y()).isBetween(plane.bottom() + room, plane.bottom() + plane.width() - room);
    }
    assertThat(plane.points())
        .containsExactly(
            new Point(0.1, -1, 0, 2),
            new Point(2.5, 1, 1, 0),
            new Point(-3, 0.5, 2, 1),
            new Point(1, 3, 1, 1));
  }

  @Test
  void a_randomised_classifier_has_no_boundary_to_draw() {
    assertThat(analyse(true).planes()).isEmpty();
    assertThat(analyse(true).notes()).singleElement().asString().contains("one for each draw");
  }

  @Test
  void data_that_is_no_plane_and_too_many_classes_are_refused_in_words() {
    assertThatThrownBy(() -> fit(List.of("a", "b"), 1, 28, 28))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("two features, and an input has the shape [1, 28, 28]");
    List<String> many = IntStream.range(0, 37).mapToObj(Integer::toString).toList();
    assertThatThrownBy(() -> fit(many, 2)).hasMessageContaining("at most 36 classes, and there");
    fit(many.subList(0, 36), 2);
  }

  private void fit(List<String> classes, long... shape) {
    DataDescription data =
        DataDescription.builder()
            .inputShape(shape)
            .classNames(classes)
            .trainingSamples(new int[classes.size()])
            .build();
    regions.requireFits(Parameters.of(regions.descriptor(), Map.of()), data);
  }
}
