package org.robustgrid.architectures;

import java.util.List;
import org.nd4j.linalg.activations.impl.ActivationReLU6;
import org.robustgrid.architectures.ModuleSketch.Windows;
import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.network.Architecture;
import org.robustgrid.spi.network.ArchitectureDescriptor;
import org.robustgrid.spi.network.ArchitectureProvider;
import org.robustgrid.spi.network.ArchitectureRequest;
import org.robustgrid.spi.network.TensorNames;

/**
 * Provides {@code mobilenet}: blocks of a depthwise 3×3 convolution and a 1×1 convolution, each
 * with batch norm and ReLU6; 3,217,226 trained parameters with ten classes.
 */
public final class MobileNetProvider implements ArchitectureProvider {

  private static final String ID = "mobilenet";

  /** The layers before the blocks. */
  enum Stem {
    CIFAR,
    IMAGENET
  }

  private static final Parameter<Stem> STEM =
      Parameter.choice(
          "stem", Stem.class, "stride of the first convolution: 1 with cifar, 2 with imagenet");

  private static final Parameter<Integer> CHANNELS =
      Parameter.integer("channels", 32, "channels of the first convolution")
          .atLeast(1)
          .atMost(4096);

  private static final Parameter<List<Integer>> WIDTHS =
      Parameter.integers(
              "widths",
              List.of(64, 128, 128, 256, 256, 512, 512, 512, 512, 512, 512, 1024, 1024),
              "channels of the blocks")
          .atLeast(1)
          .atMost(65_536);

  private static final Parameter<List<Integer>> STRIDES =
      Parameter.integers(
              "strides",
              List.of(1, 2, 1, 2, 1, 2, 1, 1, 1, 1, 1, 2, 1),
              "strides of the blocks' depthwise convolutions")
          .atLeast(1)
          .atMost(2);

  private static final ArchitectureDescriptor DESCRIPTOR =
      ArchitectureDescriptor.builder(ID, "Depthwise separable convolutions with batch norm.")
          .citation(
              "Howard et al.: MobileNets: Efficient Convolutional Neural Networks for Mobile Vision"
                  + " Applications, 2017")
          .parameters(STEM, CHANNELS, WIDTHS, STRIDES)
          .build();

  @Override
  public ArchitectureDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Architecture create(Parameters parameters) {
    List<Integer> widths = parameters.get(WIDTHS);
    List<Integer> strides = parameters.get(STRIDES);
    if (widths.isEmpty()) {
      throw new IllegalArgumentException(
          "parameter 'widths': expected a number for each block, but has none");
    }
    if (widths.size() != strides.size()) {
      throw new IllegalArgumentException(
          "parameter 'strides': expected a number for each of the blocks that 'widths' names, "
              + widths.size()
              + ", but has "
              + strides.size());
    }
    boolean small = parameters.get(STEM) == Stem.CIFAR;
    int channels = parameters.get(CHANNELS);
    return new ModuleArchitecture(
        request -> build(request, small ? 1 : 2, channels, widths, strides),
        MobileNetProvider::namings);
  }

  @Override
  public void requireFits(Parameters parameters, DataDescription data) {
    Images.requireSide(ID, data.inputShape(), side(parameters.get(STRIDES)));
  }

  private static long side(List<Integer> strides) {
    return 1L << strides.stream().filter(stride -> stride == 2).count();
  }

  private static List<TensorNames> namings(ModuleSketch sketch) {
    return List.of(sketch.names("cifar"));
  }

  private static ModuleSketch build(
      ArchitectureRequest request,
      int stemStride,
      int channels,
      List<Integer> widths,
      List<Integer> strides) {
    Images.requireSide(ID, request.inputShape(), side(strides));
    ModuleSketch sketch = new ModuleSketch(request);
    sketch.convolution("conv1", channels, new Windows(3, stemStride, 1), false, Initial.HE_FAN_OUT);
    sketch.batchNorm("bn1").activation("relu", new ActivationReLU6());
    for (int i = 0; i < widths.size(); i++) {
      String name = "layers." + i;
      long own = sketch.shape()[0];
      sketch.groupedConvolution(
          name + ".conv1", own, own, new Windows(3, strides.get(i), 1), false, Initial.HE_FAN_OUT);
      sketch.batchNorm(name + ".bn1").activation(name + ".relu1", new ActivationReLU6());
      sketch.convolution(
          name + ".conv2", widths.get(i), new Windows(1, 1, 0), false, Initial.HE_FAN_OUT);
      sketch.batchNorm(name + ".bn2").activation(name + ".relu2", new ActivationReLU6());
    }
    return sketch.globalAveragePooling("pool").output("linear", Initial.UNIFORM);
  }
}
