package org.robustgrid.architectures;

import java.util.List;
import org.deeplearning4j.nn.weights.WeightInit;
import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Descriptor;
import org.robustgrid.spi.ParameterDeclaration;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.network.Architecture;
import org.robustgrid.spi.network.ArchitectureProvider;

/** Provides {@code mlp}: dense layers over flattened inputs of any shape. */
public final class MlpProvider implements ArchitectureProvider {

  private static final Descriptor DESCRIPTOR =
      Descriptor.builder("mlp", "A multilayer perceptron over flattened inputs.")
          .parameters(
              ParameterDeclaration.numbers(
                      "hidden", List.of(256.0, 128.0), "widths of the hidden layers, in order")
                  .atLeast(1)
                  .atMost(1_000_000),
              ActivationChoice.DECLARATION)
          .build();

  @Override
  public Descriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Architecture create(Parameters parameters) {
    List<Long> hidden =
        parameters.numbers("hidden").stream().map(width -> wholeWidth("hidden", width)).toList();
    ActivationChoice activation = ActivationChoice.of(parameters.text("activation"));
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

  /** A width given among numbers must be a whole one. */
  static long wholeWidth(String parameter, double width) {
    if (width != Math.rint(width)) {
      throw new IllegalArgumentException(
          "parameter '" + parameter + "': expected whole numbers, but found " + width);
    }
    return (long) width;
  }
}
