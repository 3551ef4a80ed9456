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
 * Provides {@code preact-resnet}: residual networks whose blocks normalise before they convolve;
 * 11,172,170 trained parameters at depth 18 with ten classes, 11,171,146 without the final norm.
 */
public final class PreActResNetProvider implements ArchitectureProvider {

  private static final String ID = "preact-resnet";
  private static final long SMALLEST_SIDE = 8;

  /** The input of a shortcut convolution. */
  enum Shortcut {
    /** The normalised, rectified input: the paper's choice, RobustBench's second version. */
    ACTIVATED,
    /** The input itself: RobustBench's first version. */
    RAW
  }

  /** The code that a network follows. */
  enum Style {
    ROBUSTBENCH,
    /** Shortcuts of 3×3 on the raw input; strided windows are padded below and right. */
    DEEPMIND
  }

  private static final Parameter<Shortcut> SHORTCUT =
      Parameter.choice("shortcut", Shortcut.class, "input of the shortcut convolutions");

  private static final Parameter<Boolean> FINAL_NORM =
      Parameter.flag("final-norm", true, "batch norm and non-linearity before the pooling");

  private static final Parameter<Style> STYLE =
      Parameter.choice(
          "style",
          Style.class,
          "the code that is followed; deepmind: 3x3 shortcuts on the raw input, with a final norm");

  private static final ArchitectureDescriptor DESCRIPTOR =
      ArchitectureDescriptor.builder(
              ID, "Residual network with pre-activation blocks, for small images.")
          .citation("He, Zhang, Ren and Sun: Identity Mappings in Deep Residual Networks, 2016")
          .parameters(
              ResidualStages.with(SHORTCUT, FINAL_NORM, ActivationChoice.RELU_OR_SILU, STYLE))
          .build();

  /** The network that the parameters describe. */
  private record Plan(
      ResidualStages stages,
      boolean activated,
      boolean finalNorm,
      ActivationChoice activation,
      boolean deepmind) {

    static Plan of(Parameters parameters) {
      ResidualStages stages = ResidualStages.of(parameters);
      boolean deepmind = parameters.get(STYLE) == Style.DEEPMIND;
      if (deepmind && stages.bottleneck()) {
        throw new IllegalArgumentException(
            "parameter 'style': deepmind has no bottlenecks; choose depth 18 or 34, or block basic");
      }
      return new Plan(
          stages,
          !deepmind && parameters.get(SHORTCUT) == Shortcut.ACTIVATED,
          deepmind || parameters.get(FINAL_NORM),
          parameters.get(ActivationChoice.RELU_OR_SILU),
          deepmind);
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
    Images.requireSide(ID, data.inputShape(), SMALLEST_SIDE);
  }

  private static List<TensorNames> namings(Plan plan, ModuleSketch sketch) {
    return List.of(
        plan.deepmind
            ? sketch.names("deepmind", Optional.of(new TensorNames.Normalisation("mean", "std")))
            : sketch.names("robustbench"));
  }

  private static final class Builder {
    private final Plan plan;
    private final ResidualStages stages;
    private final ModuleSketch sketch;

    Builder(Plan plan, ArchitectureRequest request) {
      Images.requireSide(ID, request.inputShape(), SMALLEST_SIDE);
      this.plan = plan;
      this.stages = plan.stages;
      this.sketch = new ModuleSketch(request);
    }

    ModuleSketch build() {
      boolean deepmind = plan.deepmind;
      convolution(deepmind ? "conv_2d" : "conv1", stages.channels(), new Windows(3, 1, 1));
      for (int stage = 0; stage < stages.depths().size(); stage++) {
        for (int block = 0; block < stages.depths().get(stage); block++) {
          String name = (deepmind ? "layer_" + stage : "layer" + (stage + 1)) + "." + block;
          block(name, stage, ResidualStages.stride(stage, block));
        }
      }
      if (plan.finalNorm) {
        sketch.batchNorm(deepmind ? "batchnorm" : "bn").activation("relu", plan.activation);
      }
      sketch.globalAveragePooling("pool");
      return sketch.output(deepmind ? "logits" : "linear", Initial.UNIFORM);
    }

    private void convolution(String name, int channels, Windows windows) {
      sketch.convolution(name, channels, windows, false, Initial.HE_FAN_OUT);
    }

    private void block(String name, int stage, int stride) {
      String input = sketch.last();
      int width = stages.widths().get(stage);
      int end = stages.end(stage);
      boolean changes = stride != 1 || sketch.shape()[0] != end;
      String active = normalized(name, 1);
      if (stages.bottleneck()) {
        convolution(name + ".conv1", width, new Windows(1, 1, 0));
        normalized(name, 2);
        convolution(name + ".conv2", width, new Windows(3, stride, 1));
        normalized(name, 3);
        convolution(name + ".conv3", end, new Windows(1, 1, 0));
      } else if (plan.deepmind) {
        strided(name + ".conv_2d_1", width, stride);
        normalized(name, 2);
        convolution(name + ".conv_2d_2", end, new Windows(3, 1, 1));
      } else {
        convolution(name + ".conv1", width, new Windows(3, stride, 1));
        normalized(name, 2);
        convolution(name + ".conv2", end, new Windows(3, 1, 1));
      }
      String residual = sketch.last();
      String shortcut = input;
      if (changes) {
        sketch.after(plan.activated ? active : input);
        if (plan.deepmind) {
          strided(name + ".shortcut", end, stride);
        } else {
          convolution(name + ".shortcut.0", end, new Windows(1, stride, 0));
        }
        shortcut = sketch.last();
      }
      sketch.sum(name + ".add", residual, shortcut);
    }

    private void strided(String name, int channels, int stride) {
      if (stride == 2) {
        Images.padSame(sketch, name + ".pad");
      }
      convolution(name, channels, new Windows(3, stride, stride == 2 ? 0 : 1));
    }

    private String normalized(String name, int index) {
      sketch.batchNorm(name + (plan.deepmind ? ".batchnorm_" + (index - 1) : ".bn" + index));
      return sketch.activation(name + ".relu" + index, plan.activation).last();
    }
  }
}
