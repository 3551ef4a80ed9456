package org.robustgrid.architectures;

import java.util.List;
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
 * Provides {@code resnet}: residual networks of 18 to 152 layers with the stem of small images (3×3
 * without pooling) or of ImageNet (7×7 with stride 2, then max pooling). Bottlenecks have their
 * stride in the 3×3 convolution, as in torchvision.
 */
public final class ResNetProvider implements ArchitectureProvider {

  private static final String ID = "resnet";
  private static final long SMALLEST_SIDE = 8;

  /** The layers before the stages. */
  enum Stem {
    CIFAR,
    IMAGENET
  }

  private static final Parameter<Stem> STEM =
      Parameter.choice(
          "stem", Stem.class, "cifar: 3x3; imagenet: 7x7 with stride 2, then 3x3 max pooling");

  private static final ArchitectureDescriptor DESCRIPTOR =
      ArchitectureDescriptor.builder(ID, "Residual network with batch norm.")
          .citation("He, Zhang, Ren and Sun: Deep Residual Learning for Image Recognition, 2016")
          .parameters(ResidualStages.with(STEM))
          .build();

  @Override
  public ArchitectureDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Architecture create(Parameters parameters) {
    ResidualStages stages = ResidualStages.of(parameters);
    Stem stem = parameters.get(STEM);
    return new ModuleArchitecture(
        request -> new Builder(stages, request).build(stem), ResNetProvider::namings);
  }

  @Override
  public void requireFits(Parameters parameters, DataDescription data) {
    Images.requireSide(ID, data.inputShape(), SMALLEST_SIDE);
  }

  private static List<TensorNames> namings(ModuleSketch sketch) {
    return List.of(
        sketch.names("torchvision"),
        sketch.names(
            "robustbench",
            name -> name.replace(".downsample.", ".shortcut.").replaceFirst("^fc\\.", "linear.")));
  }

  private static final class Builder {
    private final ResidualStages stages;
    private final ModuleSketch sketch;

    Builder(ResidualStages stages, ArchitectureRequest request) {
      Images.requireSide(ID, request.inputShape(), SMALLEST_SIDE);
      this.stages = stages;
      this.sketch = new ModuleSketch(request);
    }

    ModuleSketch build(Stem stem) {
      boolean small = stem == Stem.CIFAR;
      convolution("conv1", stages.channels(), small ? new Windows(3, 1, 1) : new Windows(7, 2, 3));
      sketch.batchNorm("bn1").activation("relu", ActivationChoice.RELU);
      if (!small) {
        sketch.maxPooling("maxpool", new Windows(3, 2, 1));
      }
      for (int stage = 0; stage < stages.depths().size(); stage++) {
        for (int block = 0; block < stages.depths().get(stage); block++) {
          block("layer" + (stage + 1) + "." + block, stage, ResidualStages.stride(stage, block));
        }
      }
      return sketch.globalAveragePooling("avgpool").output("fc", Initial.UNIFORM);
    }

    private void convolution(String name, int channels, Windows windows) {
      sketch.convolution(name, channels, windows, false, Initial.HE_FAN_OUT);
    }

    private void block(String name, int stage, int stride) {
      String input = sketch.last();
      int width = stages.widths().get(stage);
      int end = stages.end(stage);
      boolean changes = stride != 1 || sketch.shape()[0] != end;
      if (stages.bottleneck()) {
        convolution(name + ".conv1", width, new Windows(1, 1, 0));
        normalized(name, 1);
        convolution(name + ".conv2", width, new Windows(3, stride, 1));
        normalized(name, 2);
        convolution(name + ".conv3", end, new Windows(1, 1, 0));
        sketch.batchNorm(name + ".bn3");
      } else {
        convolution(name + ".conv1", width, new Windows(3, stride, 1));
        normalized(name, 1);
        convolution(name + ".conv2", end, new Windows(3, 1, 1));
        sketch.batchNorm(name + ".bn2");
      }
      String residual = sketch.last();
      String shortcut = input;
      if (changes) {
        sketch.after(input);
        convolution(name + ".downsample.0", end, new Windows(1, stride, 0));
        shortcut = sketch.batchNorm(name + ".downsample.1").last();
      }
      sketch.sum(name + ".add", residual, shortcut);
      sketch.activation(name + ".relu", ActivationChoice.RELU);
    }

    private void normalized(String name, int index) {
      sketch.batchNorm(name + ".bn" + index);
      sketch.activation(name + ".relu" + index, ActivationChoice.RELU);
    }
  }
}
