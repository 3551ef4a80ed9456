package org.robustgrid.architectures;

import java.util.List;
import org.deeplearning4j.nn.weights.WeightInit;
import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.network.Architecture;
import org.robustgrid.spi.network.ArchitectureDescriptor;
import org.robustgrid.spi.network.ArchitectureProvider;

/** Provides {@code mlp}: dense layers over flattened inputs of any shape. */
public final class MlpProvider implements ArchitectureProvider {

  private static final Parameter<List<Integer>> HIDDEN =
      Parameter.integers("hidden", List.of(256, 128), "widths of the hidden layers, in order")
          .atLeast(1)
          .atMost(1_000_000);

  private static final ArchitectureDescriptor DESCRIPTOR =
      ArchitectureDescriptor.builder("mlp", "A multilayer perceptron over flattened inputs.")
          .parameters(HIDDEN, ActivationChoice.PARAMETER)
          .build();

  @Override
  public ArchitectureDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Architecture create(Parameters parameters) {
    List<Integer> hidden = parameters.get(HIDDEN);
    ActivationChoice activation = parameters.get(ActivationChoice.PARAMETER);
    return request -> {
      GraphSketch sketch = new GraphSketch(request, WeightInit.UNIFORM);
      for (int i = 0; i < hidden.size(); i++) {
        sketch.dense("dense" + (i + 1), hidden.get(i));
        sketch.activation(activation.layerName() + (i + 1), activation);
      }
      return sketch.output("output");
    };
  }

  @Override
  public void requireFits(Parameters parameters, DataDescription data) {
    GraphSketch.requireKnown(data.inputShape());
  }
}
