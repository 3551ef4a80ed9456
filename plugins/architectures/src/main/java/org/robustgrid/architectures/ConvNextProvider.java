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
 * Provides {@code convnext}: depthwise 7×7 convolutions, layer norm over channels, perceptrons at
 * every pixel. ConvNeXt-T, the default, has 28,589,128 parameters with a thousand classes.
 */
public final class ConvNextProvider implements ArchitectureProvider {

  private static final String ID = "convnext";

  private static final Parameter<Integer> PATCH =
      Parameter.integer("patch", 4, "side of the first convolution").atLeast(1).atMost(64);

  private static final Parameter<Integer> STEM_STRIDE =
      Parameter.integer(
              "stem-stride",
              0,
              "stride of the first convolution; 0: its side; with a smaller stride, patches"
                  + " overlap")
          .atLeast(0)
          .atMost(64);

  private static final Parameter<List<Integer>> DEPTHS =
      Parameter.integers("stage-depths", List.of(3, 3, 9, 3), "number of blocks per stage")
          .atLeast(1)
          .atMost(1000);

  private static final Parameter<List<Integer>> WIDTHS =
      Parameter.integers("stage-widths", List.of(96, 192, 384, 768), "channels of each stage")
          .atLeast(1)
          .atMost(65_536);

  private static final Parameter<Integer> KERNEL =
      Parameter.integer("kernel", 7, "side of the depthwise convolutions, odd")
          .atLeast(1)
          .atMost(31);

  private static final Parameter<Integer> EXPANSION =
      Parameter.integer(
              "expansion", 4, "hidden width of the perceptrons, as a multiple of the channels")
          .atLeast(1)
          .atMost(64);

  private static final Parameter<Double> LAYER_SCALE =
      Parameter.real("layer-scale", 1e-6, "initial scale of each block's channels");

  private static final ArchitectureDescriptor DESCRIPTOR =
      ArchitectureDescriptor.builder(
              ID, "Depthwise convolutions with layer norm and perceptrons at every pixel.")
          .citation("Liu et al.: A ConvNet for the 2020s, 2022")
          .parameters(
              PATCH, STEM_STRIDE, DEPTHS, WIDTHS, KERNEL, EXPANSION, LAYER_SCALE, Patches.EPSILON)
          .build();

  @Override
  public ArchitectureDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Architecture create(Parameters parameters) {
    int stages = parameters.get(DEPTHS).size();
    int widths = parameters.get(WIDTHS).size();
    if (stages == 0 || stages > 8) {
      throw new IllegalArgumentException(
          "parameter 'stage-depths': expected 1 to 8 stages, but has " + stages);
    }
    if (widths != stages) {
      throw new IllegalArgumentException(
          "parameter 'stage-widths': expected a number for each of the "
              + stages
              + " stages, but has "
              + widths);
    }
    if (parameters.get(KERNEL) % 2 == 0) {
      throw new IllegalArgumentException(
          "parameter 'kernel': expected an odd number, but is " + parameters.get(KERNEL));
    }
    if (stride(parameters) > parameters.get(PATCH)
        || (parameters.get(PATCH) - stride(parameters)) % 2 != 0) {
      throw new IllegalArgumentException(
          "parameter 'stem-stride': expected the patch's side "
              + parameters.get(PATCH)
              + " or that side minus an even number, but is "
              + stride(parameters));
    }
    return new ModuleArchitecture(
        request -> new Builder(parameters, request).build(), ConvNextProvider::namings);
  }

  @Override
  public void requireFits(Parameters parameters, DataDescription data) {
    Images.requireSide(ID, data.inputShape(), side(parameters));
  }

  private static int stride(Parameters parameters) {
    int stride = parameters.get(STEM_STRIDE);
    return stride == 0 ? parameters.get(PATCH) : stride;
  }

  private static long side(Parameters parameters) {
    return (long) stride(parameters) << (parameters.get(DEPTHS).size() - 1);
  }

  private static List<TensorNames> namings(ModuleSketch sketch) {
    return List.of(
        sketch.names("facebook"),
        sketch.names("timm", ConvNextProvider::ofTimm),
        sketch.names("torchvision", ConvNextProvider::ofTorchvision));
  }

  private static String ofTimm(String name) {
    return name.replaceFirst("^downsample_layers\\.0\\.", "stem.")
        .replaceFirst("^downsample_layers\\.(\\d+)\\.", "stages.$1.downsample.")
        .replaceFirst("^stages\\.(\\d+)\\.(\\d+)\\.", "stages.$1.blocks.$2.")
        .replace(".dwconv.", ".conv_dw.")
        .replace(".pwconv", ".mlp.fc")
        .replaceFirst("^norm\\.", "head.norm.")
        .replaceFirst("^head\\.(weight|bias)$", "head.fc.$1");
  }

  private static String ofTorchvision(String name) {
    String[] words = name.split("\\.");
    int stage = words[0].equals("downsample_layers") ? 2 * Integer.parseInt(words[1]) : 0;
    if (words[0].equals("stages")) {
      stage = 2 * Integer.parseInt(words[1]) + 1;
    }
    return name.replaceFirst("^downsample_layers\\.\\d+\\.", "features." + stage + ".")
        .replaceFirst("^stages\\.\\d+\\.(\\d+)\\.gamma", "features." + stage + ".$1.layer_scale")
        .replaceFirst("^stages\\.\\d+\\.(\\d+)\\.", "features." + stage + ".$1.block.")
        .replace(".dwconv.", ".0.")
        .replace(".block.norm.", ".block.2.")
        .replace(".pwconv1.", ".3.")
        .replace(".pwconv2.", ".5.")
        .replaceFirst("^norm\\.", "classifier.0.")
        .replaceFirst("^head\\.", "classifier.2.");
  }

  private static final class Builder {
    private final Parameters parameters;
    private final ModuleSketch sketch;
    private final double epsilon;

    Builder(Parameters parameters, ArchitectureRequest request) {
      Images.requireSide(ID, request.inputShape(), side(parameters));
      this.parameters = parameters;
      this.sketch = new ModuleSketch(request);
      this.epsilon = parameters.get(Patches.EPSILON);
    }

    ModuleSketch build() {
      int patch = parameters.get(PATCH);
      int stride = stride(parameters);
      List<Integer> widths = parameters.get(WIDTHS);
      for (int stage = 0; stage < widths.size(); stage++) {
        String name = "downsample_layers." + stage;
        if (stage == 0) {
          convolution(
              name + ".0", widths.get(stage), new Windows(patch, stride, (patch - stride) / 2));
          channelNorm(name + ".1");
        } else {
          channelNorm(name + ".0");
          convolution(name + ".1", widths.get(stage), new Windows(2, 2, 0));
        }
        for (int block = 0; block < parameters.get(DEPTHS).get(stage); block++) {
          block("stages." + stage + "." + block);
        }
      }
      sketch.globalAveragePooling("pool").layerNorm("norm", epsilon);
      return sketch.output("head", Initial.NORMAL_02);
    }

    private void convolution(String name, int channels, Windows windows) {
      sketch.convolution(name, channels, windows, true, Initial.NORMAL_02);
    }

    private void channelsLast(String name) {
      long[] image = sketch.shape();
      sketch.view(name, List.of("permute 1 2 0"), image[1], image[2], image[0]);
    }

    private void channelsFirst(String name) {
      long[] pixels = sketch.shape();
      sketch.view(name, List.of("permute 2 0 1"), pixels[2], pixels[0], pixels[1]);
    }

    private void channelNorm(String name) {
      channelsLast(name + ".pixels");
      sketch.layerNorm(name, epsilon);
      channelsFirst(name + ".image");
    }

    private void block(String name) {
      String input = sketch.last();
      int width = (int) sketch.shape()[0];
      int kernel = parameters.get(KERNEL);
      sketch.groupedConvolution(
          name + ".dwconv",
          width,
          width,
          new Windows(kernel, 1, kernel / 2),
          true,
          Initial.NORMAL_02);
      channelsLast(name + ".pixels");
      sketch.layerNorm(name + ".norm", epsilon);
      int hidden = parameters.get(EXPANSION) * width;
      sketch.tokenDense(name + ".pwconv1", hidden, Initial.NORMAL_02).gelu(name + ".act");
      sketch.tokenDense(name + ".pwconv2", width, Initial.NORMAL_02);
      sketch.scale(name + ".scaled", name + ".gamma", parameters.get(LAYER_SCALE));
      channelsFirst(name + ".image");
      sketch.sum(name + ".add", sketch.last(), input);
    }
  }
}
