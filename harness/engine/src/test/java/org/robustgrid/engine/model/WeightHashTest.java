package org.robustgrid.engine.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;

class WeightHashTest {

  @TempDir private Path folder;

  private final ReferenceModel reference = ReferenceModel.of("forward-cnn-bn");

  private ComputationGraph graph() {
    return ModelJson.loadGraph(reference.model(), reference.arrays(), DataType.FLOAT);
  }

  private static String hash(ComputationGraph graph) {
    return WeightHash.of(graph.getConfiguration(), graph.params());
  }

  @Test
  void it_is_a_sha256_in_hex() {
    assertThat(hash(graph())).matches("[0-9a-f]{64}");
  }

  @Test
  void saving_and_loading_keeps_the_hash() {
    ModelFile.save(graph(), folder.resolve("m.zip"));

    assertThat(hash(ModelFile.loadGraph(folder.resolve("m.zip"), DataType.FLOAT)))
        .isEqualTo(hash(graph()));
  }

  @Test
  void loading_float_weights_in_double_keeps_the_hash() {
    ModelFile.save(graph(), folder.resolve("m.zip"));

    assertThat(hash(ModelFile.loadGraph(folder.resolve("m.zip"), DataType.DOUBLE)))
        .isEqualTo(hash(graph()));
  }

  @Test
  void the_smallest_change_of_one_weight_changes_the_hash() {
    ComputationGraph changed = graph();
    changed.params().putScalar(5, Math.nextUp(changed.params().getFloat(5)));

    assertThat(hash(changed)).isNotEqualTo(hash(graph()));
  }

  @Test
  void counters_of_training_do_not_change_the_hash() {
    ComputationGraph trained = graph();
    trained.getConfiguration().setIterationCount(7);
    trained.getConfiguration().setEpochCount(2);

    assertThat(hash(trained)).isEqualTo(hash(graph()));
  }
}
