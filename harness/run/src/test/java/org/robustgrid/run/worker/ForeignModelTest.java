package org.robustgrid.run.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.base.files.Sha256;
import org.robustgrid.run.executor.Executor;
import org.robustgrid.run.plan.ExecutionProfile;
import org.robustgrid.run.plan.PlannedModel;
import org.robustgrid.run.plugins.DenseProvider;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.network.ArchitectureRequest;
import org.robustgrid.spi.network.Network;

class ForeignModelTest {

  private static final ExecutionProfile PROFILE = ExecutionProfile.forThisMachine();

  private final Executor executor = PROFILE.provider().start(PROFILE.settings());
  private Path file;
  private PlannedModel model;

  @BeforeEach
  void save(@TempDir Path folder) {
    file = folder.resolve("theirs.zip");
    DenseProvider provider = new DenseProvider();
    ArchitectureRequest request =
        ArchitectureRequest.builder().inputShape(2).classes(2).seed(0).build();
    Parameters defaults = Parameters.of(provider.descriptor(), Map.of());
    executor.save(executor.create(provider.create(defaults).configuration(request)), file);
    model =
        new PlannedModel(
            "theirs",
            "theirs",
            true,
            "clouds",
            null,
            "file",
            null,
            Map.of(),
            0,
            file.toString(),
            Sha256.of(file),
            false,
            Map.of(),
            null,
            false,
            null);
  }

  private Network load(int classes) {
    return ForeignModel.load(executor, model, new long[] {2}, classes, Optional.empty());
  }

  @Test
  void loads_the_file_that_was_planned() {
    assertThat(load(2).classes()).isEqualTo(2);
  }

  @Test
  void refuses_a_file_that_was_changed_since() throws IOException {
    Files.writeString(file, "something else");

    assertThatThrownBy(() -> load(2))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("has changed since the run was planned");
  }

  @Test
  void refuses_a_network_that_tells_other_classes() {
    Network network = load(2);

    assertThatThrownBy(() -> ForeignModel.requireFits(network, new long[] {2}, 3, file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("has 2 classes");
    ForeignModel.requireReads(network, new long[] {2}, file);
    assertThatThrownBy(() -> ForeignModel.requireReads(network, new long[] {3}, file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("reads inputs of shape [2], but the data are [3]");
  }

  @Test
  void refuses_a_network_that_reads_other_inputs_with_both_shapes() {
    Network network = load(2);

    assertThatThrownBy(() -> ForeignModel.requireFits(network, new long[] {1, 28, 28}, 2, file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("[2]")
        .hasMessageContaining("[1, 28, 28]")
        .hasMessageContaining(file.toString());
  }
}
