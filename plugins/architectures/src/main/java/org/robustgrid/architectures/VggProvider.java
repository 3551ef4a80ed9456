package org.robustgrid.architectures;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
 * Provides {@code vgg}: stages of 3×3 convolutions with batch norm, each ended by max pooling. By
 * default one dense layer follows, as is usual for small images; with {@code pool} 7 and {@code
 * hidden} [4096, 4096] it is torchvision's network for ImageNet.
 */
public final class VggProvider implements ArchitectureProvider {

  private static final String ID = "vgg";

  private static final Map<Integer, List<Integer>> BY_DEPTH =
      new TreeMap<>(
          Map.of(
              11, List.of(1, 1, 2, 2, 2),
              13, List.of(2, 2, 2, 2, 2),
              16, List.of(2, 2, 3, 3, 3),
              19, List.of(2, 2, 4, 4, 4)));

  private static final List<Integer> WIDTHS = List.of(64, 128, 256, 512, 512);

  private static final Parameter<Integer> DEPTH =
      Parameter.integer("depth", 16, "11, 13, 16 or 19; for other networks, give stage-depths");

  private static final Parameter<List<Integer>> STAGE_DEPTHS =
      Parameter.integers(
              "stage-depths", List.of(), "number of convolutions per stage; empty: those of depth")
          .atLeast(1)
          .atMost(100);

  private static final Parameter<List<Integer>> STAGE_WIDTHS =
      Parameter.integers("stage-widths", WIDTHS, "channels of each stage")
          .atLeast(1)
          .atMost(65_536);

  private static final Parameter<Boolean> BATCH_NORM =
      Parameter.flag("batch-norm", true, "batch norm after each convolution");

  private static final Parameter<Integer> POOL =
      Parameter.integer("pool", 1, "side of the averaged image before the dense layers")
          .atLeast(1)
          .atMost(64);

  private static final Parameter<List<Integer>> HIDDEN =
      Parameter.integers("hidden", List.of(), "widths of dense layers before the output")
          .atLeast(1)
          .atMost(1_000_000);

  private static final Parameter<Double> DROPOUT =
      Parameter.real("dropout", 0.5, "probability of dropping an activation of hidden layers")
          .atLeast(0)
          .atMost(0.99);

  private static final ArchitectureDescriptor DESCRIPTOR =
      ArchitectureDescriptor.builder(ID, "Stages of 3x3 convolutions, each with max pooling.")
          .citation(
              "Simonyan and Zisserman: Very Deep Convolutional Networks for Large-Scale Image"
                  + " Recognition, 2015")
          .parameters(DEPTH, STAGE_DEPTHS, STAGE_WIDTHS, BATCH_NORM, POOL, HIDDEN, DROPOUT)
          .build();

  @Override
  public ArchitectureDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Architecture create(Parameters parameters) {
    List<Integer> depths = depths(parameters);
    return new ModuleArchitecture(
        request -> build(request, depths, parameters), VggProvider::namings);
  }

  @Override
  public void requireFits(Parameters parameters, DataDescription data) {
    Images.requireSide(ID, data.inputShape(), 1L << depths(parameters).size());
  }

  private static List<TensorNames> namings(ModuleSketch sketch) {
    return List.of(sketch.names("torchvision"));
  }

  private static List<Integer> depths(Parameters parameters) {
    List<Integer> depths = parameters.get(STAGE_DEPTHS);
    if (depths.isEmpty()) {
      int depth = parameters.get(DEPTH);
      depths = BY_DEPTH.get(depth);
      if (depths == null) {
        throw new IllegalArgumentException(
            "parameter 'depth': expected one of "
                + BY_DEPTH.keySet()
                + ", but is "
                + depth
                + "; give 'stage-depths' for another number of convolutions");
      }
    }
    int widths = parameters.get(STAGE_WIDTHS).size();
    if (widths != depths.size()) {
      throw new IllegalArgumentException(
          "parameter 'stage-widths': expected a number for each of the "
              + depths.size()
              + " stages, but has "
              + widths);
    }
    return depths;
  }

  private static ModuleSketch build(
      ArchitectureRequest request, List<Integer> depths, Parameters parameters) {
    Images.requireSide(ID, request.inputShape(), 1L << depths.size());
    ModuleSketch sketch = new ModuleSketch(request);
    int index = 0;
    for (int stage = 0; stage < depths.size(); stage++) {
      int width = parameters.get(STAGE_WIDTHS).get(stage);
      for (int i = 0; i < depths.get(stage); i++) {
        sketch.convolution(
            "features." + index++, width, new Windows(3, 1, 1), true, Initial.HE_FAN_OUT);
        if (parameters.get(BATCH_NORM)) {
          sketch.batchNorm("features." + index++);
        }
        sketch.activation("features." + index++, ActivationChoice.RELU);
      }
      sketch.maxPooling("features." + index++, new Windows(2, 2, 0));
    }
    sketch.adaptiveAveragePooling("avgpool", parameters.get(POOL));
    List<Integer> hidden = parameters.get(HIDDEN);
    for (int i = 0; i < hidden.size(); i++) {
      sketch.dense("classifier." + 3 * i, hidden.get(i), Initial.NORMAL_01);
      sketch.activation("classifier." + (3 * i + 1), ActivationChoice.RELU);
      sketch.dropout("classifier." + (3 * i + 2), parameters.get(DROPOUT));
    }
    String output = hidden.isEmpty() ? "classifier" : "classifier." + 3 * hidden.size();
    return sketch.output(output, hidden.isEmpty() ? Initial.UNIFORM : Initial.NORMAL_01);
  }
}
