package org.robustgrid.run.plan;

import java.nio.file.Path;
import java.util.Map;
import org.robustgrid.run.executor.Executor;
import org.robustgrid.run.plugins.DenseProvider;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.network.ArchitectureRequest;

/**
 * A model file of another program: a network with a hidden layer of 11 units.
 *
 * @param features of an input
 * @param classes that it tells
 */
public record DenseModel(int features, int classes) {

  /** Writes it as a Deeplearning4j zip. */
  public void save(Path file) {
    ExecutionProfile profile = ExecutionProfile.forThisMachine();
    DenseProvider provider = new DenseProvider();
    ArchitectureRequest request =
        ArchitectureRequest.builder().inputShape(features).classes(classes).seed(0).build();
    Executor executor = profile.provider().start(profile.settings());
    executor.save(
        executor.create(
            provider
                .create(Parameters.of(provider.descriptor(), Map.of("width", 11)))
                .configuration(request)),
        file);
  }
}
