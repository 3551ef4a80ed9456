package org.robustgrid.engine.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.robustgrid.base.files.AtomicFile;
import org.robustgrid.engine.model.ParameterLayout;
import org.robustgrid.spi.Monitor;
import org.robustgrid.spi.StoppedException;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.defense.DivergedException;
import org.robustgrid.spi.defense.TrainingBatch;
import org.robustgrid.spi.defense.TrainingReport;
import org.robustgrid.spi.defense.TrainingSettings;
import org.robustgrid.spi.defense.TrainingSettings.Optimizer;
import org.robustgrid.spi.defense.TrainingStep;
import org.robustgrid.spi.network.Mode;
import org.robustgrid.spi.network.Network;
import org.robustgrid.spi.network.Pass;
import org.robustgrid.spi.random.RandomKey;
import org.robustgrid.spi.random.RandomStream;

class EpochTrainerTest {

  @TempDir private Path folder;

  /** Two classes: bright at the top, bright at the bottom. */
  private static ArrayView data(int samples, long seed) {
    RandomStream stream = RandomKey.of(seed).stream();
    float[][] images = new float[samples][16];
    int[] labels = new int[samples];
    for (int i = 0; i < samples; i++) {
      labels[i] = i % 2;
      for (int p = 0; p < 16; p++) {
        boolean bright = p < 8 == (labels[i] == 0);
        images[i][p] = (float) (0.5 * stream.nextDouble() + (bright ? 0.5 : 0));
      }
    }
    return new ArrayView(images, labels);
  }

  /** Mean cross-entropy in training mode. */
  private static class CrossEntropy implements TrainingStep {
    private final List<String> seen = new ArrayList<>();
    private final Mode mode;

    CrossEntropy() {
      this(Mode.TRAINING);
    }

    CrossEntropy(Mode mode) {
      this.mode = mode;
    }

    @Override
    public double accumulate(Network network, TrainingBatch batch, INDArray gradient) {
      seen.add(batch.epoch() + "/" + batch.step() + "/" + batch.replay());
      try (Pass pass = network.forward(batch.images(), mode, batch.random())) {
        INDArray cotangents = Transforms.softmax(pass.logits(), true);
        double loss = 0;
        for (int row = 0; row < batch.rows(); row++) {
          double probability = cotangents.getDouble(row, batch.labels()[row]);
          loss -= Math.log(probability) / batch.rows();
          cotangents.putScalar(row, batch.labels()[row], probability - 1);
        }
        pass.parameterGradient(cotangents.divi(batch.rows()), gradient);
        return loss;
      }
    }
  }

  private EpochTrainer.Builder trainer() {
    return EpochTrainer.builder()
        .training(data(22, 1))
        .validation(data(10, 2))
        .inputShape(1, 4, 4)
        .classes(2)
        .random(RandomKey.of(3));
  }

  private static TrainingSettings.Builder settings() {
    return TrainingSettings.builder().epochs(4).batchSize(8).learningRate(0.05);
  }

  private static double[] weights(Network network) {
    return network.parameters().toDoubleVector();
  }

  @ParameterizedTest
  @EnumSource(Optimizer.class)
  void training_learns_to_tell_the_classes_apart(Optimizer optimizer) {
    TrainingReport report =
        trainer()
            .build()
            .train(
                TinyNetwork.of(DataType.DOUBLE),
                settings().optimizer(optimizer).epochs(10).build(),
                new CrossEntropy());

    assertThat(report.epochs()).hasSize(10);
    assertThat(report.epochs().get(9).loss()).isLessThan(report.epochs().get(0).loss());
    assertThat(report.epochs().get(9).validationAccuracy()).isEqualTo(1);
    assertThat(report.selectedEpoch()).isEqualTo(9);
  }

  @ParameterizedTest
  @CsvSource({"ADAM,DOUBLE", "SGD,DOUBLE", "ADAM,FLOAT", "SGD,FLOAT"})
  void a_training_killed_in_the_middle_of_an_epoch_ends_with_the_same_weights(
      Optimizer optimizer, DataType precision) {
    TrainingSettings settings =
        settings()
            .optimizer(optimizer)
            .cropPadding(1)
            .horizontalFlip(true)
            .replays(2)
            .weightDecay(1e-2)
            .schedule(TrainingSettings.Schedule.COSINE)
            .build();
    Network undisturbed = TinyNetwork.of(precision);
    TrainingReport expected = trainer().build().train(undisturbed, settings, new CrossEntropy());
    Network killed = TinyNetwork.of(precision);
    assertThatThrownBy(
            () ->
                trainer()
                    .checkpoints(folder)
                    .build()
                    .train(
                        killed,
                        settings,
                        new CrossEntropy() {
                          @Override
                          public double accumulate(Network n, TrainingBatch b, INDArray g) {
                            if (b.epoch() == 2 && b.step() == 1) {
                              throw new IllegalStateException("killed");
                            }
                            return super.accumulate(n, b, g);
                          }
                        }))
        .hasMessage("killed");

    Network resumed = TinyNetwork.of(precision);
    CrossEntropy step = new CrossEntropy();
    TrainingReport report = trainer().checkpoints(folder).build().train(resumed, settings, step);

    assertThat(weights(resumed)).isEqualTo(weights(undisturbed));
    assertThat(report).isEqualTo(expected);
    assertThat(step.seen.get(0)).isEqualTo("2/0/0");
  }

  @Test
  void a_training_by_the_papers_settings_resumes_with_the_same_weights() {
    TrainingSettings settings =
        settings()
            .optimizer(Optimizer.SGD)
            .nesterov(false)
            .cropPadding(1)
            .cropFill(TrainingSettings.CropFill.REFLECT)
            .horizontalFlip(true)
            .cutout(2)
            .weightDecay(1e-2)
            .weightDecayOn(TrainingSettings.DecayOn.ALL)
            .averageDecay(0.7)
            .schedule(TrainingSettings.Schedule.STEP)
            .decaySteps(List.of(5.0, 8.0))
            .decayFactors(List.of(0.5, 0.1))
            .selectBestEpoch(true)
            .build();
    Network undisturbed = TinyNetwork.of(DataType.FLOAT);
    TrainingReport expected = trainer().build().train(undisturbed, settings, new CrossEntropy());
    CrossEntropy killing =
        new CrossEntropy() {
          @Override
          public double accumulate(Network n, TrainingBatch b, INDArray g) {
            if (b.epoch() == 2 && b.step() == 1) {
              throw new IllegalStateException("killed");
            }
            return super.accumulate(n, b, g);
          }
        };
    EpochTrainer trainer = trainer().checkpoints(folder).build();
    assertThatThrownBy(() -> trainer.train(TinyNetwork.of(DataType.FLOAT), settings, killing))
        .hasMessage("killed");

    Network resumed = TinyNetwork.of(DataType.FLOAT);
    TrainingReport report =
        trainer().checkpoints(folder).build().train(resumed, settings, new CrossEntropy());

    assertThat(weights(resumed)).isEqualTo(weights(undisturbed));
    assertThat(report).isEqualTo(expected);
  }

  /** Pulls every weight to where it is not; statistics of the batch norm move by themselves. */
  private static TrainingStep recording(List<double[]> before) {
    return new CrossEntropy() {
      @Override
      public double accumulate(Network n, TrainingBatch b, INDArray g) {
        before.add(weights(n));
        return super.accumulate(n, b, g);
      }
    };
  }

  @Test
  void the_averaged_weights_and_statistics_are_those_of_a_hand_computation() {
    double d = 0.6;
    List<double[]> before = new ArrayList<>();
    Network averaged = TinyNetwork.of(DataType.DOUBLE);
    TrainingSettings settings = settings().epochs(1).build();

    trainer()
        .build()
        .train(averaged, settings.toBuilder().averageDecay(d).build(), recording(before));
    Network last = TinyNetwork.of(DataType.DOUBLE);
    trainer().build().train(last, settings, new CrossEntropy());

    // three updates; what the network holds after one is what it holds before the next
    double[] first = before.get(1);
    double[] second = before.get(2);
    double[] third = weights(last);
    double[] found = weights(averaged);
    double sum = d * d + d + 1;
    for (int i = 0; i < found.length; i++) {
      double expected = (d * d * first[i] + d * second[i] + third[i]) / sum;
      assertThat(found[i]).as("parameter %d", i).isCloseTo(expected, within(1e-12));
    }
    ParameterLayout.of(averaged).slots().stream()
        .filter(slot -> slot.role().isStatistic())
        .forEach(
            slot ->
                assertThat(slot.in(averaged.parameters()))
                    .as(slot.name())
                    .isNotEqualTo(slot.in(last.parameters())));
  }

  @Test
  void averaging_does_not_change_the_course_of_a_training() {
    List<double[]> plain = new ArrayList<>();
    List<double[]> averaging = new ArrayList<>();

    trainer().build().train(TinyNetwork.of(DataType.FLOAT), settings().build(), recording(plain));
    trainer()
        .build()
        .train(
            TinyNetwork.of(DataType.FLOAT),
            settings().averageDecay(0.9).build(),
            recording(averaging));

    assertThat(averaging).hasSameSizeAs(plain);
    for (int i = 0; i < plain.size(); i++) {
      assertThat(averaging.get(i)).isEqualTo(plain.get(i));
    }
  }

  @Test
  void kept_epochs_and_the_selected_one_have_averaged_weights() {
    Network network = TinyNetwork.of(DataType.DOUBLE);
    TrainingSettings settings = settings().averageDecay(0.5).selectBestEpoch(true).build();

    TrainingReport report =
        trainer()
            .checkpoints(folder)
            .keepEpochs(true)
            .build()
            .train(network, settings, new CrossEntropy());

    assertThat(EpochWeights.load(folder, report.selectedEpoch() + 1).toDoubleVector())
        .isEqualTo(weights(network));
  }

  @Test
  void minibatches_say_how_much_labels_are_smoothed() {
    List<Double> seen = new ArrayList<>();
    TrainingStep step =
        (network, batch, gradient) -> {
          seen.add(batch.labelSmoothing());
          return 0;
        };

    trainer()
        .build()
        .train(
            TinyNetwork.of(DataType.DOUBLE),
            settings().epochs(1).labelSmoothing(0.1).build(),
            step);

    assertThat(seen).containsExactly(0.1, 0.1, 0.1);
  }

  @Test
  void a_finished_training_is_not_repeated() {
    Network first = TinyNetwork.of(DataType.DOUBLE);
    trainer().checkpoints(folder).build().train(first, settings().build(), new CrossEntropy());
    Network second = TinyNetwork.of(DataType.DOUBLE);
    CrossEntropy step = new CrossEntropy();

    trainer().checkpoints(folder).build().train(second, settings().build(), step);

    assertThat(step.seen).isEmpty();
    assertThat(weights(second)).isEqualTo(weights(first));
  }

  @Test
  void the_objectives_own_state_survives_a_resume() {
    class Counting extends CrossEntropy {
      private double count;

      @Override
      public double accumulate(Network n, TrainingBatch b, INDArray g) {
        count++;
        return super.accumulate(n, b, g);
      }

      @Override
      public Map<String, INDArray> state() {
        return Map.of("count", Nd4j.createFromArray(count));
      }

      @Override
      public void restore(Map<String, INDArray> state) {
        count = state.get("count").getDouble(0);
      }
    }

    trainer()
        .checkpoints(folder)
        .build()
        .train(TinyNetwork.of(DataType.DOUBLE), settings().build(), new Counting());
    Counting resumed = new Counting();
    trainer()
        .checkpoints(folder)
        .build()
        .train(TinyNetwork.of(DataType.DOUBLE), settings().build(), resumed);

    assertThat(resumed.count).isEqualTo(4 * 3);
  }

  @Test
  void a_checkpoint_of_other_settings_is_refused_with_the_way_out() {
    trainer()
        .checkpoints(folder)
        .build()
        .train(TinyNetwork.of(DataType.DOUBLE), settings().build(), new CrossEntropy());
    EpochTrainer again = trainer().checkpoints(folder).build();

    assertThatThrownBy(
            () ->
                again.train(
                    TinyNetwork.of(DataType.DOUBLE),
                    settings().batchSize(7).build(),
                    new CrossEntropy()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(folder.toString())
        .hasMessageContaining("delete it");
  }

  @Test
  void a_damaged_checkpoint_is_refused() throws IOException {
    trainer()
        .checkpoints(folder)
        .build()
        .train(TinyNetwork.of(DataType.DOUBLE), settings().build(), new CrossEntropy());
    Path file = folder.resolve(Checkpoint.FILE);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    EpochTrainer again = trainer().checkpoints(folder).build();

    assertThatThrownBy(
            () ->
                again.train(
                    TinyNetwork.of(DataType.DOUBLE), settings().build(), new CrossEntropy()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(Checkpoint.FILE);
  }

  @Test
  void what_a_killed_writer_left_is_tidied_up() throws IOException {
    Path unfinished = folder.resolve(".checkpoint.npz-" + UUID.randomUUID() + AtomicFile.PART);
    Files.writeString(unfinished, "half a checkpo");

    trainer()
        .checkpoints(folder)
        .build()
        .train(TinyNetwork.of(DataType.DOUBLE), settings().build(), new CrossEntropy());

    assertThat(unfinished).doesNotExist();
    assertThat(folder.resolve(Checkpoint.FILE)).exists();
  }

  @Test
  void divergence_names_epoch_and_step() {
    TrainingStep diverging =
        (network, batch, gradient) -> {
          gradient.putScalar(0, batch.epoch() == 1 && batch.step() == 2 ? Double.NaN : 0);
          return 1;
        };
    EpochTrainer trainer = trainer().build();

    assertThatThrownBy(
            () -> trainer.train(TinyNetwork.of(DataType.DOUBLE), settings().build(), diverging))
        .isInstanceOf(DivergedException.class)
        .hasMessageContaining("epoch 2, step 3");
  }

  @Test
  void an_infinite_loss_is_divergence() {
    EpochTrainer trainer = trainer().build();

    assertThatThrownBy(
            () ->
                trainer.train(
                    TinyNetwork.of(DataType.DOUBLE), settings().build(), (n, b, g) -> Double.NaN))
        .isInstanceOf(DivergedException.class)
        .hasMessageContaining("epoch 1, step 1");
  }

  @Test
  void running_statistics_that_are_not_finite_are_divergence_before_they_reach_a_checkpoint() {
    TrainingStep poisoning =
        (network, batch, gradient) -> {
          ParameterLayout.of(network).slots().stream()
              .filter(slot -> slot.role().isStatistic())
              .forEach(slot -> slot.in(network.parameters()).assign(Double.NaN));
          return 1;
        };
    EpochTrainer trainer = trainer().checkpoints(folder).build();

    assertThatThrownBy(
            () -> trainer.train(TinyNetwork.of(DataType.DOUBLE), settings().build(), poisoning))
        .isInstanceOf(DivergedException.class)
        .hasMessageContaining("end of epoch 1");
    assertThat(folder.resolve(Checkpoint.FILE)).doesNotExist();
  }

  @Test
  void replays_use_each_minibatch_several_times_in_a_row() {
    List<int[]> indices = new ArrayList<>();
    CrossEntropy step =
        new CrossEntropy() {
          @Override
          public double accumulate(Network n, TrainingBatch b, INDArray g) {
            indices.add(b.indices());
            return super.accumulate(n, b, g);
          }
        };

    trainer()
        .build()
        .train(TinyNetwork.of(DataType.DOUBLE), settings().epochs(1).replays(2).build(), step);

    assertThat(step.seen).containsExactly("0/0/0", "0/1/1", "0/2/0", "0/3/1", "0/4/0", "0/5/1");
    assertThat(indices.get(1)).isEqualTo(indices.get(0));
    assertThat(indices.get(2)).isNotEqualTo(indices.get(0));
  }

  @Test
  void the_first_best_epoch_is_returned_when_asked_for() {
    // the weights of epoch 1 classify well; afterwards they are destroyed
    Network network = TinyNetwork.of(DataType.DOUBLE);
    double[][] after = new double[4][];
    CrossEntropy step =
        new CrossEntropy() {
          @Override
          public void epochFinished(Network n, int epoch) {
            if (epoch > 1) {
              n.parameters().assign(0);
            }
            after[epoch] = weights(n);
          }
        };

    TrainingReport report =
        trainer().build().train(network, settings().selectBestEpoch(true).build(), step);

    assertThat(report.selectedEpoch()).isLessThan(2);
    assertThat(weights(network)).isEqualTo(after[report.selectedEpoch()]);
  }

  @Test
  void a_selected_epoch_survives_a_resume() {
    TrainingSettings settings = settings().selectBestEpoch(true).build();
    Network first = TinyNetwork.of(DataType.DOUBLE);
    trainer().checkpoints(folder).build().train(first, settings, new CrossEntropy());
    Network second = TinyNetwork.of(DataType.DOUBLE);

    trainer().checkpoints(folder).build().train(second, settings, new CrossEntropy());

    assertThat(weights(second)).isEqualTo(weights(first));
  }

  @Test
  void selecting_an_epoch_needs_a_validation_split() {
    EpochTrainer trainer =
        EpochTrainer.builder().training(data(8, 1)).inputShape(1, 4, 4).classes(2).build();

    assertThatThrownBy(
            () ->
                trainer.train(
                    TinyNetwork.of(DataType.DOUBLE),
                    settings().selectBestEpoch(true).build(),
                    new CrossEntropy()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("validation");
  }

  @Test
  void every_epochs_weights_are_kept_when_asked_for() {
    Network network = TinyNetwork.of(DataType.DOUBLE);
    trainer()
        .checkpoints(folder)
        .keepEpochs(true)
        .build()
        .train(network, settings().build(), new CrossEntropy());

    assertThat(EpochWeights.epochs(folder)).containsExactly(1, 2, 3, 4);
    assertThat(EpochWeights.load(folder, 4).toDoubleVector()).isEqualTo(weights(network));
    assertThat(EpochWeights.load(folder, 3).toDoubleVector()).isNotEqualTo(weights(network));
  }

  @Test
  void running_statistics_are_not_touched_by_the_update() {
    Network network = TinyNetwork.of(DataType.DOUBLE);
    CrossEntropy step = new CrossEntropy(Mode.BATCH_STATISTICS);
    trainer().build().train(network, settings().weightDecay(0.1).build(), step);

    for (ParameterLayout.Slot slot : ParameterLayout.of(network).slots()) {
      if (slot.role().isStatistic()) {
        double initial = slot.role() == ParameterLayout.Role.RUNNING_MEAN ? 0 : 1;
        assertThat(slot.in(network.parameters()).toDoubleVector()).containsOnly(initial);
      }
    }
  }

  @Test
  void every_step_asks_whether_it_may_go_on() {
    int[] checks = {0};
    Monitor stopping =
        new Monitor() {
          @Override
          public void progress(long done, long total, String message) {}

          @Override
          public void check() {
            if (++checks[0] == 2) {
              throw new StoppedException(StoppedException.Reason.CANCELLED, "cancelled");
            }
          }
        };
    CrossEntropy step = new CrossEntropy();
    EpochTrainer trainer = trainer().monitor(stopping).build();

    assertThatThrownBy(
            () -> trainer.train(TinyNetwork.of(DataType.DOUBLE), settings().build(), step))
        .isInstanceOf(StoppedException.class);
    assertThat(step.seen).hasSize(1);
  }

  @Test
  void progress_counts_steps_and_shows_loss_and_validation() {
    List<String> messages = new ArrayList<>();
    long[] last = new long[2];
    Monitor listening =
        new Monitor() {
          @Override
          public void progress(long done, long total, String message) {
            last[0] = done;
            last[1] = total;
            messages.add(message);
          }

          @Override
          public void check() {}
        };

    trainer()
        .monitor(listening)
        .build()
        .train(TinyNetwork.of(DataType.DOUBLE), settings().build(), new CrossEntropy());

    assertThat(last).containsExactly(12, 12);
    assertThat(messages.get(messages.size() - 1))
        .matches("epoch 4 of 4, loss [0-9.]+, validation [0-9.]+ %");
  }

  @Test
  void data_of_another_shape_than_the_networks_are_refused() {
    EpochTrainer trainer =
        EpochTrainer.builder().training(data(8, 1)).inputShape(1, 2, 8).classes(2).build();

    assertThatThrownBy(
            () ->
                trainer.train(
                    TinyNetwork.of(DataType.DOUBLE), settings().build(), new CrossEntropy()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[1, 2, 8]");
  }
}
