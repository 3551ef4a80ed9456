package org.robustgrid.defenses.alignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.objective.GradientAlignment;
import org.robustgrid.numerics.objective.GradientAlignment.Of;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.defense.TrainingBatch;
import org.robustgrid.spi.defense.TrainingStep;
import org.robustgrid.spi.network.Mode;
import org.robustgrid.spi.network.Network;
import org.robustgrid.spi.network.Pass;
import org.robustgrid.spi.random.RandomKey;
import org.robustgrid.spi.random.RandomStream;
import org.robustgrid.testkit.toy.ToyNetwork;

class AlignmentParametersTest {

  private static AlignmentParameters pag(Map<String, Object> values) {
    return AlignmentParameters.of(Parameters.of(new PagProvider().descriptor(), values));
  }

  @Test
  void lambda_weighs_the_sum_over_all_classes_which_a_subset_estimates() {
    assertThat(pag(Map.of("lambda", 0.1, "classes-per-step", 2)).weight(10)).isEqualTo(0.5);
    assertThat(pag(Map.of("lambda", 0.1)).weight(10)).isEqualTo(0.1);
  }

  @Test
  void lambda_weighs_the_sum_over_the_aligned_classes_on_request() {
    assertThat(
            pag(Map.of("lambda", 0.1, "classes-per-step", 2, "lambda-of", "aligned-classes"))
                .weight(10))
        .isEqualTo(0.1);
  }

  @Test
  void a_preset_is_the_weight_of_the_sum_over_all_classes_too() {
    assertThat(pag(Map.of("preset", "cifar-10-resnet-18", "classes-per-step", 5)).weight(10))
        .isEqualTo(0.4);
  }

  @Test
  void score_based_targets_align_log_probabilities_unless_logits_are_asked_for() {
    assertThat(pag(Map.of("targets", "score-based")).of()).isEqualTo(Of.LOG_PROBABILITIES);
    assertThat(pag(Map.of("targets", "class-mean")).of()).isEqualTo(Of.LOGITS);
    assertThat(pag(Map.of("targets", "score-based", "gradient-of", "logit")).of())
        .isEqualTo(Of.LOGITS);
    Parameters own = Parameters.of(new SbgPagProvider().descriptor(), Map.of());
    assertThat(AlignmentParameters.scoreBased(own).of()).isEqualTo(Of.LOG_PROBABILITIES);
  }

  /**
   * Target gradients for 4 images of 5 features, of those among 3 classes that each image aligns.
   */
  private static INDArray targets(ClassSubset subset, int[][] classes) {
    RandomStream random = RandomKey.of(9).stream();
    double[] all = new double[4 * 3 * 5];
    Arrays.setAll(all, i -> random.nextGaussian());
    double[] read = new double[4 * subset.size() * 5];
    for (int row = 0, out = 0; row < 4; row++) {
      for (int t : classes[row]) {
        System.arraycopy(all, (row * 3 + t) * 5, read, out, 5);
        out += 5;
      }
    }
    INDArray array =
        Nd4j.createUninitialized(DataType.DOUBLE, new long[] {4, subset.size(), 5}, 'c');
    HostArrays.write(read, array);
    return array;
  }

  private static double loss(ClassSubset subset, double weight, long step) {
    Network network = new ToyNetwork(DataType.DOUBLE, true, 3, 5, 6, 3);
    int[] indices = {0, 1, 2, 3};
    INDArray images = Nd4j.ones(DataType.DOUBLE, 4, 5);
    TrainingBatch keyed =
        new TrainingBatch(images, new int[4], indices, images, 0, 0, 0, RandomKey.of(step));
    TrainingBatch batch =
        new TrainingBatch(
            images,
            new int[4],
            indices,
            targets(subset, subset.of(keyed)),
            0,
            0,
            0,
            RandomKey.of(step));
    Alignment alignment =
        new Alignment(
            new GradientAlignment(Of.LOGITS),
            weight,
            subset,
            TrainingStep.Auxiliary.NONE,
            Optional.empty());
    INDArray gradient = Nd4j.zeros(DataType.DOUBLE, network.parameterCount());
    try (Pass pass = network.forward(images, Mode.INFERENCE, RandomKey.of(0))) {
      return alignment.accumulate(pass, batch, gradient);
    }
  }

  @Test
  void subsets_give_the_loss_of_all_classes_on_average() {
    double all = loss(new ClassSubset(3, 3), pag(Map.of("lambda", 1.0)).weight(3), 0);
    double weight = pag(Map.of("lambda", 1.0, "classes-per-step", 1)).weight(3);
    double sum = 0;
    for (int step = 0; step < 2000; step++) {
      sum += loss(new ClassSubset(3, 1), weight, step);
    }
    assertThat(sum / 2000).isCloseTo(all, within(0.05 * all));
  }
}
