package org.robustgrid.run.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoublePredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.leaderboard.CheckEvidence;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.run.cell.CleanResult;
import org.robustgrid.run.plan.PlannedDataset;
import org.robustgrid.run.plan.PlannedPlugin;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.data.DataView;
import org.robustgrid.spi.data.Dataset;
import org.robustgrid.spi.network.Classifier;
import org.robustgrid.spi.network.Loss;
import org.robustgrid.spi.network.LossGradient;
import org.robustgrid.spi.network.Query;

/** Points of one feature; the model decides for class 1 where it is said to. */
class ConstantCheckTest {

  private static final List<Integer> LABELS = List.of(0, 1, 0, 0, 1, 0);

  private static CheckEvidence check(Domain domain, DoublePredicate one, int... predictions) {
    PlannedPlugin plugin = new PlannedPlugin("a", "a", Map.of(), Map.of(), "1", "h");
    OpenDataset dataset =
        new OpenDataset(
            new PlannedDataset(
                plugin,
                "id",
                List.of(1L),
                List.of("0", "1"),
                0,
                1,
                LABELS.size(),
                Map.of(),
                LABELS),
            new Line(domain));
    Judge judge = new Judge(new Side(one), true, 1, 0);
    List<Integer> clean = IntStream.of(predictions).boxed().toList();
    return new ConstantCheck(dataset, DataType.DOUBLE, judge, 5)
        .of(new CleanResult("clean", clean, "", List.of(), List.of(), 0));
  }

  @Test
  void a_model_that_always_decides_alike_is_told_by_samples_of_other_classes() {
    assertThat(check(Domain.UNIT, x -> false, 0, 0, 0, 0, 0, 0))
        .isEqualTo(new CheckEvidence("constant-model", "class 0", null, 5, List.of(1, 4), null));
  }

  @Test
  void one_other_prediction_is_enough() {
    assertThat(check(Domain.UNIT, x -> false, 0, 0, 0, 0, 0, 1).samples()).isEmpty();
  }

  @Test
  void a_model_that_decides_otherwise_away_from_the_samples_is_not_constant() {
    assertThat(check(Domain.UNIT, x -> x > 0.9, 0, 0, 0, 0, 0, 0).samples()).isEmpty();
    assertThat(check(new Domain(-20, 20), x -> x < -10, 0, 0, 0, 0, 0, 0).samples()).isEmpty();
  }

  @Test
  void without_a_box_the_samples_decide() {
    assertThat(check(Domain.UNBOUNDED, x -> x > 1e9, 0, 0, 0, 0, 0, 0).samples()).hasSize(2);
  }

  @Test
  void a_model_that_always_abstains_is_no_constant_one() {
    assertThat(check(Domain.UNIT, x -> false, -1, -1, -1, -1, -1, -1).samples()).isEmpty();
  }

  private record Line(Domain domain) implements Dataset {

    @Override
    public long[] inputShape() {
      return new long[] {1};
    }

    @Override
    public List<String> classNames() {
      return List.of("0", "1");
    }

    @Override
    public DataView training() {
      throw new UnsupportedOperationException();
    }

    @Override
    public DataView test() {
      throw new UnsupportedOperationException();
    }

    @Override
    public String identity() {
      return "line";
    }
  }

  private record Side(DoublePredicate one) implements Classifier {

    @Override
    public long[] inputShape() {
      return new long[] {1};
    }

    @Override
    public int classes() {
      return 2;
    }

    @Override
    public INDArray logits(INDArray images, Query query) {
      List<double[]> logits = new ArrayList<>();
      for (double x : HostArrays.read(images)) {
        logits.add(one.test(x) ? new double[] {0, 1} : new double[] {1, 0});
      }
      return Nd4j.createFromArray(logits.toArray(double[][]::new));
    }

    @Override
    public LossGradient lossGradient(INDArray images, Query query, Loss loss) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int[] decisions(INDArray images, Query query) {
      return Decisions.of(logits(images, query));
    }
  }
}
