package org.robustgrid.architectures;

import java.util.List;
import java.util.function.Function;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.robustgrid.spi.network.Architecture;
import org.robustgrid.spi.network.ArchitectureRequest;
import org.robustgrid.spi.network.TensorNames;

/**
 * An architecture with a PyTorch counterpart.
 *
 * @param builder builds the network
 * @param namings the names of its weights in each family of code
 */
record ModuleArchitecture(
    Function<ArchitectureRequest, ModuleSketch> builder,
    Function<ModuleSketch, List<TensorNames>> namings)
    implements Architecture {

  @Override
  public ComputationGraphConfiguration configuration(ArchitectureRequest request) {
    return builder.apply(request).configuration();
  }

  @Override
  public List<TensorNames> tensorNames(ArchitectureRequest request) {
    return namings.apply(builder.apply(request));
  }
}
