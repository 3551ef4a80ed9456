package org.robustgrid.architectures;

import java.util.Arrays;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.weights.WeightInit;
import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.network.Architecture;
import org.robustgrid.spi.network.ArchitectureDescriptor;
import org.robustgrid.spi.network.ArchitectureProvider;
import org.robustgrid.spi.network.ArchitectureRequest;

/**
 * Provides {@code resnet-18} in its CIFAR variant: a 3×3 stem without pooling, four stages of two
 * basic blocks, widths 64 to 512; 11,173,962 trained parameters on 32×32 colour images and ten
 * classes.
 */
public final class ResNet18Provider implements ArchitectureProvider {

  private static final int STAGES = 4;
  private static final int BLOCKS = 2;
  private static final long SMALLEST_SIDE = 8;

  private static final Parameter<Integer> WIDTH =
      Parameter.integer("width", 64, "channels of the first stage; each further stage doubles them")
          .atLeast(1)
          .atMost(4096);

  private static final ArchitectureDescriptor DESCRIPTOR =
      ArchitectureDescriptor.builder(
              "resnet-18", "ResNet-18 for small images: 3x3 stem, no stem pooling.")
          .citation("He, Zhang, Ren and Sun: Deep Residual Learning for Image Recognition, 2016")
          .parameters(WIDTH)
          .build();

  @Override
  public ArchitectureDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Architecture create(Parameters parameters) {
    long width = parameters.get(WIDTH);
    return request -> configuration(request, width);
  }

  private static ComputationGraphConfiguration configuration(
      ArchitectureRequest request, long width) {
    requireImage(request.inputShape());
    GraphSketch sketch = new GraphSketch(request, WeightInit.RELU);
    sketch.convolution("stem-conv", width, 3, 1, 1, false).batchNorm("stem-norm");
    sketch.activation("stem-relu", ActivationChoice.RELU);
    long channels = width;
    for (int stage = 1; stage <= STAGES; stage++) {
      long stageWidth = width << (stage - 1);
      for (int block = 1; block <= BLOCKS; block++) {
        int stride = stage > 1 && block == 1 ? 2 : 1;
        basicBlock(sketch, "stage" + stage + "-block" + block, channels, stageWidth, stride);
        channels = stageWidth;
      }
    }
    return sketch.globalAveragePooling("pool").output("output");
  }

  @Override
  public void requireFits(Parameters parameters, DataDescription data) {
    requireImage(data.inputShape());
  }

  private static void requireImage(long[] shape) {
    if (shape.length != 3 || shape[1] < SMALLEST_SIDE || shape[2] < SMALLEST_SIDE) {
      throw new IllegalArgumentException(
          "resnet-18 needs images of at least 8x8 pixels, because it halves them three times, but"
              + " the input shape is "
              + Arrays.toString(shape)
              + "; use 'mlp' or 'small-cnn'");
    }
  }

  /** Two 3×3 convolutions and a shortcut: identity, or 1×1 convolution if the shape changes. */
  private static void basicBlock(
      GraphSketch sketch, String name, long channelsIn, long channelsOut, int stride) {
    String input = sketch.last();
    String shortcut = input;
    sketch.convolution(name + "-conv1", channelsOut, 3, stride, 1, false);
    sketch.batchNorm(name + "-norm1").activation(name + "-relu1", ActivationChoice.RELU);
    sketch.convolution(name + "-conv2", channelsOut, 3, 1, 1, false).batchNorm(name + "-norm2");
    String residual = sketch.last();
    if (stride != 1 || channelsIn != channelsOut) {
      sketch.after(input).convolution(name + "-shortcut-conv", channelsOut, 1, stride, 0, false);
      shortcut = sketch.batchNorm(name + "-shortcut-norm").last();
    }
    sketch.sum(name + "-add", residual, shortcut);
    sketch.activation(name + "-relu2", ActivationChoice.RELU);
  }
}
