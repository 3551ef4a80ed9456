package org.robustgrid.defenses.distillation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.lossfunctions.LossFunctions;
import org.robustgrid.engine.Networks;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.spi.Monitor;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.defense.TrainingSettings;
import org.robustgrid.spi.network.Network;
import org.robustgrid.spi.random.RandomKey;
import org.robustgrid.testkit.toy.SampleView;
import org.robustgrid.testkit.toy.StripesRequest;
import org.robustgrid.testkit.toy.ToyNetwork;

class TeacherTargetsTest {

  @TempDir Path folder;

  /** A teacher whose logits are the sum of all pixels, the pixel (3, 4), and zero. */
  private static Network teacher() {
    Network teacher = new ToyNetwork(DataType.FLOAT, true, 1, 64, 3);
    double[] weights = new double[3 * 64 + 3];
    for (int p = 0; p < 64; p++) {
      weights[p] = 1;
    }
    weights[64 + 3 * 8 + 4] = 1;
    HostArrays.write(weights, teacher.parameters());
    teacher.parametersChanged();
    return teacher;
  }

  /** Images that are black except for the pixel (3, 4). */
  private StripesRequest request() {
    float[][] images = new float[100][64];
    for (float[] image : images) {
      image[3 * 8 + 4] = 1;
    }
    return new StripesRequest(
        folder, new SampleView(images, new int[100]), teacher(), 1, Monitor.NONE);
  }

  private double[] targets(int passes) {
    int[] all = new int[100];
    for (int i = 0; i < 100; i++) {
      all[i] = i;
    }
    Manipulation none = new Manipulation(Manipulation.Kind.NONE, 1);
    TeacherTargets targets =
        TeacherTargets.of(
            request(), teacher(), Optional.empty(), none, new TeacherTargets.Passes(passes, false));
    return HostArrays.read(targets.of(all, teacher()));
  }

  @Test
  void one_pass_sees_the_image_as_it_is() {
    double[] targets = targets(1);
    for (int i = 0; i < 100; i++) {
      assertThat(targets[3 * i]).isEqualTo(1);
      assertThat(targets[3 * i + 1]).isEqualTo(1);
    }
  }

  @Test
  void further_passes_see_it_moved_and_are_averaged() {
    int passes = 9;
    double[] targets = targets(passes);
    double sum = 0;
    for (int i = 0; i < 100; i++) {
      double hits = targets[3 * i + 1] * passes;
      assertThat(targets[3 * i]).as("no pixel leaves the image").isCloseTo(1, within(1e-6));
      assertThat(hits).isCloseTo(Math.rint(hits), within(1e-5)).isGreaterThan(0.99);
      sum += hits;
    }
    // the pass without augmentation, and each of the others with probability 1/9
    assertThat(sum / 100).isCloseTo(1 + 8 / 9.0, within(0.4));
  }

  /** A batch norm before a dense layer. */
  private static Network normalised() {
    return Networks.create(
        new NeuralNetConfiguration.Builder()
            .seed(5)
            .graphBuilder()
            .addInputs("input")
            .addLayer("norm", new BatchNormalization.Builder().build(), "input")
            .addLayer(
                "output",
                new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                    .activation(Activation.SOFTMAX)
                    .nOut(3)
                    .build(),
                "norm")
            .setOutputs("output")
            .setInputTypes(InputType.convolutionalFlat(8, 8, 1))
            .build(),
        DataType.FLOAT);
  }

  private double[] normalisedTargets(int passes, boolean batchStatistics) {
    float[][] images = new float[37][64];
    for (int i = 0; i < images.length; i++) {
      for (int p = 0; p < 64; p++) {
        images[i][p] = (i * 7 + p * 3) % 11 * (i + 1) / 400f;
      }
    }
    StripesRequest request =
        new StripesRequest(folder, new SampleView(images, new int[37]), teacher(), 1, Monitor.NONE)
            .trainedBy(TrainingSettings.builder().batchSize(16).build());
    int[] all = new int[37];
    Arrays.setAll(all, i -> i);
    Network teacher = normalised();
    TeacherTargets targets =
        TeacherTargets.of(
            request,
            teacher,
            Optional.empty(),
            new Manipulation(Manipulation.Kind.NONE, 1),
            new TeacherTargets.Passes(passes, batchStatistics));
    return HostArrays.read(targets.of(all, teacher));
  }

  @Test
  void batch_statistics_are_those_of_batches_drawn_anew_for_each_pass() {
    double[] running = normalisedTargets(1, false);
    double[] one = normalisedTargets(1, true);
    double[] several = normalisedTargets(5, true);
    assertThat(one).isNotEqualTo(running).isNotEqualTo(several);
    assertThat(normalisedTargets(5, true)).isEqualTo(several);
    for (double target : several) {
      assertThat(target).as("every image has its mean over all passes").isNotZero().isFinite();
    }
  }

  @Test
  void the_divergence_is_of_plain_softmax_unless_a_temperature_is_given() {
    RobustDistillationProvider provider = new RobustDistillationProvider();
    Parameters parameters =
        Parameters.of(provider.descriptor(), Map.of("teacher", "row", "loss", "kl"));
    DistillationDefense defense = (DistillationDefense) provider.create(parameters);
    assertThat(defense.student().divergence()).isTrue();
    assertThat(defense.student().temperature()).isEqualTo(1);
  }

  @Test
  void a_flip_mirrors_columns() {
    float[] images = {1, 2, 3, 4};
    ShiftedImages flips =
        new ShiftedImages(
            new long[] {1, 2, 2},
            TrainingSettings.builder().horizontalFlip(true).build(),
            org.robustgrid.spi.Domain.UNIT);
    int mirrored = 0;
    for (int i = 0; i < 100; i++) {
      double[] moved = flips.of(images, new int[] {0}, Optional.of(RandomKey.of(i)));
      assertThat(moved).isIn(new double[] {1, 2, 3, 4}, new double[] {2, 1, 4, 3});
      mirrored += moved[0] == 2 ? 1 : 0;
    }
    assertThat(mirrored).isBetween(25, 75);
  }

  @Test
  void a_teacher_of_another_class_count_is_refused() {
    StripesRequest request = StripesRequest.in(folder).taughtBy(StripesRequest.network(1, 5));
    assertThatThrownBy(() -> distil(request, Map.of()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("parameter 'teacher' names a model from [1, 8, 8] to 5 classes")
        .hasMessageContaining("3 classes");
  }

  @Test
  void fewer_classes_than_kept_are_refused_before_training() {
    assertThatThrownBy(
            () ->
                distil(
                    StripesRequest.in(folder), Map.of("manipulation", "fix-k-average", "kept", 3)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("at most 2 can be kept");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void the_hybrid_needs_a_standard_teacher() {
    assertThatThrownBy(() -> distil(StripesRequest.in(folder), Map.of("manipulation", "hybrid")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'standard-teacher'");
  }

  private static void distil(StripesRequest request, Map<String, Object> values) {
    RobustDistillationProvider provider = new RobustDistillationProvider();
    Map<String, Object> all = new HashMap<>(values);
    all.put("teacher", "row");
    provider.create(Parameters.of(provider.descriptor(), all)).train(request);
  }
}
