package org.robustgrid.architectures;

import java.util.List;
import java.util.Optional;
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
 * Provides {@code wide-resnet}: pre-activation blocks in stages that double width and halve the
 * image; 36,479,194 trained parameters at depth 28 and width 10 with ten classes.
 */
public final class WideResNetProvider implements ArchitectureProvider {

  /** The code that a network follows in its padding and names of weights. */
  enum Style {
    /** The code of TRADES and most of RobustBench: strided windows are padded on all sides. */
    TRADES,
    /** DeepMind's code: strided windows are padded below and on the right ("SAME"). */
    DEEPMIND
  }

  private static final Parameter<Integer> DEPTH =
      Parameter.integer(
              "depth", 28, "number of convolutions, 6n + 4; ignored if stage-depths are given")
          .atLeast(10)
          .atMost(1000);

  private static final Parameter<Integer> WIDTH =
      Parameter.integer("width", 10, "widening factor of the channels").atLeast(1).atMost(256);

  private static final Parameter<Integer> CHANNELS =
      Parameter.integer("channels", 16, "channels of the first convolution")
          .atLeast(1)
          .atMost(4096);

  private static final Parameter<List<Integer>> STAGE_DEPTHS =
      Parameter.integers(
              "stage-depths", List.of(), "number of blocks per stage; empty: those of depth")
          .atLeast(1)
          .atMost(1000);

  private static final Parameter<List<Integer>> STAGE_WIDTHS =
      Parameter.integers(
              "stage-widths",
              List.of(),
              "channels of each stage; empty: channels times width, doubled from stage to stage")
          .atLeast(1)
          .atMost(65_536);

  private static final Parameter<Double> DROPOUT =
      Parameter.real("dropout", 0, "probability of dropping an activation inside a block")
          .atLeast(0)
          .atMost(0.99);

  private static final Parameter<ActivationChoice> ACTIVATION = ActivationChoice.RELU_OR_SILU;

  private static final Parameter<Style> STYLE =
      Parameter.choice(
          "style", Style.class, "the code that is followed in padding and names of weights");

  private static final ArchitectureDescriptor DESCRIPTOR =
      ArchitectureDescriptor.builder(
              "wide-resnet", "Wide residual network with pre-activation blocks, for small images.")
          .citation("Zagoruyko and Komodakis: Wide Residual Networks, 2016")
          .parameters(
              DEPTH, WIDTH, CHANNELS, STAGE_DEPTHS, STAGE_WIDTHS, DROPOUT, ACTIVATION, STYLE)
          .build();

  /** The network that the parameters describe. */
  private record Plan(
      int channels,
      List<Integer> depths,
      List<Integer> widths,
      double dropout,
      ActivationChoice activation,
      Style style) {

    static Plan of(Parameters parameters) {
      List<Integer> depths = parameters.get(STAGE_DEPTHS);
      int depth = parameters.get(DEPTH);
      if (depths.isEmpty()) {
        if ((depth - 4) % 6 != 0) {
          throw new IllegalArgumentException(
              "parameter 'depth': expected 6n + 4, such as 28 or 34, but is "
                  + depth
                  + "; give 'stage-depths' for another number of blocks");
        }
        depths = java.util.Collections.nCopies(3, (depth - 4) / 6);
      }
      int channels = parameters.get(CHANNELS);
      List<Integer> widths =
          ResidualStages.widths(
              parameters.get(STAGE_WIDTHS), depths.size(), channels * parameters.get(WIDTH));
      return new Plan(
          channels,
          depths,
          widths,
          parameters.get(DROPOUT),
          parameters.get(ACTIVATION),
          parameters.get(STYLE));
    }

    void requireFits(long[] shape) {
      Images.requireSide("wide-resnet", shape, 1L << (depths.size() - 1));
    }
  }

  @Override
  public ArchitectureDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Architecture create(Parameters parameters) {
    Plan plan = Plan.of(parameters);
    return new ModuleArchitecture(
        request -> new Builder(plan, request).build(), sketch -> namings(plan, sketch));
  }

  @Override
  public void requireFits(Parameters parameters, DataDescription data) {
    Plan.of(parameters).requireFits(data.inputShape());
  }

  private static List<TensorNames> namings(Plan plan, ModuleSketch sketch) {
    if (plan.style == Style.DEEPMIND) {
      return List.of(
          sketch.names("deepmind", Optional.of(new TensorNames.Normalisation("mean", "std"))));
    }
    // TRADES registers its first stage a second time and never runs it
    sketch.alsoUnread("block1.", "sub_block1.");
    return List.of(sketch.names("trades"));
  }

  /** Builds a network with the module names of the style. */
  private static final class Builder {
    private final Plan plan;
    private final ModuleSketch sketch;
    private final boolean trades;

    Builder(Plan plan, ArchitectureRequest request) {
      plan.requireFits(request.inputShape());
      this.plan = plan;
      this.sketch = new ModuleSketch(request);
      this.trades = plan.style == Style.TRADES;
    }

    ModuleSketch build() {
      sketch.convolution(
          trades ? "conv1" : "init_conv",
          plan.channels,
          new Windows(3, 1, 1),
          false,
          Initial.HE_FAN_OUT);
      for (int stage = 0; stage < plan.depths.size(); stage++) {
        for (int block = 0; block < plan.depths.get(stage); block++) {
          String name =
              trades
                  ? "block" + (stage + 1) + ".layer." + block
                  : "layer." + stage + ".block." + block;
          block(name, plan.widths.get(stage), stage > 0 && block == 0 ? 2 : 1);
        }
      }
      sketch.batchNorm(trades ? "bn1" : "batchnorm").activation("relu", plan.activation);
      sketch.globalAveragePooling("pool");
      return sketch.output(trades ? "fc" : "logits", Initial.UNIFORM);
    }

    private void block(String name, int width, int stride) {
      String input = sketch.last();
      boolean changes = stride != 1 || sketch.shape()[0] != width;
      sketch.batchNorm(name + (trades ? ".bn1" : ".batchnorm_0"));
      String active = sketch.activation(name + ".relu1", plan.activation).last();
      String first = name + (trades ? ".conv1" : ".conv_0");
      if (trades || stride == 1) {
        sketch.convolution(first, width, new Windows(3, stride, 1), false, Initial.HE_FAN_OUT);
      } else {
        Images.padSame(sketch, name + ".pad");
        sketch.convolution(first, width, new Windows(3, stride, 0), false, Initial.HE_FAN_OUT);
      }
      sketch.batchNorm(name + (trades ? ".bn2" : ".batchnorm_1"));
      sketch.activation(name + ".relu2", plan.activation);
      sketch.dropout(name + ".dropout", plan.dropout);
      String second = name + (trades ? ".conv2" : ".conv_1");
      sketch.convolution(second, width, new Windows(3, 1, 1), false, Initial.HE_FAN_OUT);
      String shortcut = input;
      if (changes) {
        sketch.after(active);
        shortcut = name + (trades ? ".convShortcut" : ".shortcut");
        sketch.convolution(shortcut, width, new Windows(1, stride, 0), false, Initial.HE_FAN_OUT);
      }
      sketch.sum(name + ".add", second, shortcut);
    }
  }
}
