package org.robustgrid.architectures;

import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.weights.WeightInit;
import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.network.Architecture;
import org.robustgrid.spi.network.ArchitectureDescriptor;
import org.robustgrid.spi.network.ArchitectureProvider;

/**
 * Provides {@code small-cnn}: 3×3 convolutions, each followed by a non-linearity and 2×2 max
 * pooling, then one dense layer; 421,642 parameters on 28×28 digits with the defaults.
 */
public final class SmallCnnProvider implements ArchitectureProvider {

  private static final Parameter<List<Integer>> CHANNELS =
      Parameter.integers("channels", List.of(32, 64), "channels of the convolutions, in order")
          .atLeast(1)
          .atMost(65_536);

  private static final Parameter<Integer> DENSE =
      Parameter.integer("dense", 128, "width of the dense layer").atLeast(1).atMost(1_000_000);

  private static final Parameter<Double> DROPOUT =
      Parameter.real("dropout", 0, "probability of dropping an activation before the output")
          .atLeast(0)
          .atMost(0.99);

  private static final ArchitectureDescriptor DESCRIPTOR =
      ArchitectureDescriptor.builder(
              "small-cnn", "3x3 convolutions with max pooling, then a dense layer.")
          .parameters(CHANNELS, DENSE, ActivationChoice.PARAMETER, DROPOUT)
          .build();

  @Override
  public ArchitectureDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Architecture create(Parameters parameters) {
    List<Integer> channels = parameters.get(CHANNELS);
    if (channels.isEmpty()) {
      throw new IllegalArgumentException(
          "parameter 'channels': expected at least one number of channels, but the list is empty");
    }
    int dense = parameters.get(DENSE);
    double dropout = parameters.get(DROPOUT);
    ActivationChoice activation = parameters.get(ActivationChoice.PARAMETER);
    return request -> {
      requireImage(request.inputShape(), channels.size());
      GraphSketch sketch = new GraphSketch(request, WeightInit.UNIFORM);
      String prefix = activation.layerName();
      for (int i = 1; i <= channels.size(); i++) {
        sketch.convolution("conv" + i, channels.get(i - 1), 3, 1, 1, true);
        sketch.activation(prefix + i, activation).maxPooling("pool" + i);
      }
      sketch.dense("dense", dense);
      sketch.activation(prefix + (channels.size() + 1), activation);
      return sketch.dropout("dropout", dropout).output("output");
    };
  }

  @Override
  public void requireFits(Parameters parameters, DataDescription data) {
    requireImage(data.inputShape(), parameters.get(CHANNELS).size());
  }

  private static void requireImage(long[] shape, int poolings) {
    long side = 1L << poolings;
    if (shape.length != 3 || shape[1] < side || shape[2] < side) {
      throw new IllegalArgumentException(
          "small-cnn needs images of at least "
              + side
              + "x"
              + side
              + " pixels, because it halves them "
              + poolings
              + " times, but the input shape is "
              + Arrays.toString(shape)
              + "; use 'mlp', or fewer channels");
    }
  }
}
