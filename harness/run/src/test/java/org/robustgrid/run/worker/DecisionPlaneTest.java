package org.robustgrid.run.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.robustgrid.leaderboard.DecisionRegions;
import org.robustgrid.run.plan.GridPlan;
import org.robustgrid.run.plan.Grids;
import org.robustgrid.run.plugin.PluginKind;
import org.robustgrid.run.plugin.PluginRegistry;
import org.robustgrid.spi.Monitor;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.data.Dataset;
import org.robustgrid.spi.data.DatasetProvider;

class DecisionPlaneTest {

  private static final int SAMPLES = 40;

  private final DecisionPlane plane = DecisionPlane.of(dataset(), SAMPLES).orElseThrow();

  private static OpenDataset dataset() {
    GridPlan plan = Grids.plan(Grids.SMALL);
    var plugin = PluginRegistry.fromClassPath().find(PluginKind.DATASET, "clouds");
    Dataset data =
        ((DatasetProvider) plugin.provider()).create(Parameters.of(plugin.descriptor(), Map.of()));
    return new OpenDataset(plan.dataset("clouds"), data);
  }

  private DecisionRegions regions() {
    return plane
        .regions(new LinearClassifier(0), true, DataType.DOUBLE, Monitor.NONE)
        .orElseThrow();
  }

  @Test
  void every_cell_has_the_decision_at_its_centre() {
    DecisionRegions regions = regions();
    double cell = regions.width() / DecisionPlane.SIDE;
    LinearClassifier linear = new LinearClassifier(0);
    for (int[] at : new int[][] {{0, 0}, {0, 119}, {119, 0}, {60, 31}, {119, 119}}) {
      double x = regions.left() + (at[1] + 0.5) * cell;
      double y = regions.bottom() + (DecisionPlane.SIDE - at[0] - 0.5) * cell;
      double best = Double.NEGATIVE_INFINITY;
      int expected = -1;
      for (int c = 0; c < linear.classes(); c++) {
        double z = LinearClassifier.WEIGHTS[c][0] * x + LinearClassifier.WEIGHTS[c][1] * y;
        expected = z > best ? c : expected;
        best = Math.max(best, z);
      }
      assertThat(regions.decision(at[0], at[1])).as(at[0] + ", " + at[1]).isEqualTo(expected);
    }
    assertThat(String.join("", regions.rows()).chars().distinct().count()).isGreaterThan(1);
  }

  @Test
  void the_square_holds_every_sample_with_room_around() {
    DecisionRegions regions = regions();
    double room = 0.1 * regions.width();
    for (List<Double> input : plane.inputs()) {
      assertThat(input.get(0))
          .isBetween(regions.left() + room, regions.left() + regions.width() - room);
      assertThat(input.get(1))
          .isBetween(regions.bottom() + room, regions.bottom() + regions.width() - room);
    }
    assertThat(plane.inputs()).hasSize(SAMPLES);
  }

  @Test
  void a_randomised_classifier_has_no_boundary_to_draw() {
    assertThat(plane.regions(new LinearClassifier(1), true, DataType.DOUBLE, Monitor.NONE))
        .isEmpty();
  }

  @Test
  void a_class_is_one_character() {
    DecisionRegions regions = new DecisionRegions(0, 0, 1, List.of("0-z"));
    assertThat(DecisionRegions.symbol(35)).isEqualTo('z');
    assertThat(DecisionRegions.symbol(-1)).isEqualTo('-');
    assertThat(regions.decision(0, 1)).isEqualTo(-1);
    assertThat(regions.decision(0, 2)).isEqualTo(35);
  }
}
