package org.robustgrid.engine.operator;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;
import org.nd4j.shade.jackson.annotation.JsonInclude;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.robustgrid.engine.kernel.GroupedWindows;

/**
 * A cross-correlation in groups of channels, with any padding, or its transpose. Weights are
 * [outputs, inputs/groups, height, width]; those of a transpose are [inputs, outputs/groups,
 * height, width].
 *
 * @since 0.1
 */
public final class ConvolutionVertex extends SampleVertex {

  private static final long serialVersionUID = 1L;

  @JsonProperty private boolean transposed;
  @JsonProperty private long outputs;
  @JsonProperty private long groups;
  @JsonProperty private long[] kernel;
  @JsonProperty private long[] stride;
  @JsonProperty private long[] dilation;
  @JsonProperty private long[] before;
  @JsonProperty private long[] size;
  @JsonProperty private boolean bias;

  /** Of fresh weights; {@code null} stands for √(2/fan-in). */
  @JsonProperty
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private Double deviation;

  /** For the reader of a configuration. */
  ConvolutionVertex() {}

  /**
   * A convolution.
   *
   * @param inputShape of one sample, [channels, height, width]
   * @param transposed whether it is the transpose of a convolution
   * @param outputs channels of the output
   * @param groups divides the channels of input and output
   * @param kernel height, width
   * @param stride height, width
   * @param dilation height, width
   * @param before padding above and left; what is below and right follows from the output's size
   * @param size of the output, height, width
   */
  public ConvolutionVertex(
      long[] inputShape,
      boolean transposed,
      long outputs,
      long groups,
      long[] kernel,
      long[] stride,
      long[] dilation,
      long[] before,
      long[] size,
      boolean bias) {
    super(List.of(inputShape));
    this.transposed = transposed;
    this.outputs = outputs;
    this.groups = groups;
    this.kernel = kernel.clone();
    this.stride = stride.clone();
    this.dilation = dilation.clone();
    this.before = before.clone();
    this.size = size.clone();
    this.bias = bias;
    check();
  }

  /** The same convolution with another deviation of its fresh weights. */
  ConvolutionVertex startingFrom(double ofWeights) {
    ConvolutionVertex other = (ConvolutionVertex) clone();
    other.deviation = ofWeights;
    return other;
  }

  private void check() {
    long[] shape = inputShapes().get(0);
    if (shape.length != 3
        || groups < 1
        || shape[0] % groups != 0
        || outputs < 1
        || outputs % groups != 0) {
      throw new IllegalArgumentException(
          "channels of "
              + Arrays.toString(shape)
              + " and "
              + outputs
              + " outputs do not fit "
              + groups
              + " groups");
    }
    for (long[] pair : new long[][] {kernel, stride, dilation, before, size}) {
      if (pair == null || pair.length != 2) {
        throw new IllegalArgumentException("height and width are needed of every setting");
      }
    }
  }

  /** The windows, over the larger of input and output. */
  public GroupedWindows windows() {
    check();
    long[] shape = inputShapes().get(0);
    return transposed
        ? new GroupedWindows(
            groups, outputs, size[0], size[1], shape[0], shape[1], shape[2], kernel, stride,
            dilation, before)
        : new GroupedWindows(
            groups, shape[0], shape[1], shape[2], outputs, size[0], size[1], kernel, stride,
            dilation, before);
  }

  public boolean transposed() {
    return transposed;
  }

  /** Divides the channels of input and output. */
  public long groups() {
    return groups;
  }

  /** Height and width of the windows. */
  public long[] kernel() {
    return kernel.clone();
  }

  /** Height and width of their steps. */
  public long[] stride() {
    return stride.clone();
  }

  /** Height and width between their pixels. */
  public long[] dilation() {
    return dilation.clone();
  }

  /** Padding above and left. */
  public long[] before() {
    return before.clone();
  }

  @Override
  public long[] outputShape() {
    return new long[] {outputs, size[0], size[1]};
  }

  @Override
  Map<String, long[]> parameterShapes() {
    long inputs = inputShapes().get(0)[0];
    long[] weights =
        transposed
            ? new long[] {inputs, outputs / groups, kernel[0], kernel[1]}
            : new long[] {outputs, inputs / groups, kernel[0], kernel[1]};
    return shapes("W", weights, "b", bias ? new long[] {1, outputs} : null);
  }

  @Override
  double initialDeviation(String parameter) {
    if (!parameter.equals("W")) {
      return 0;
    }
    long fan = inputShapes().get(0)[0] / groups * kernel[0] * kernel[1];
    return deviation == null ? Math.sqrt(2.0 / fan) : deviation;
  }

  /**
   * By way of a convolution that has one group and no padding: the input is spread by the stride of
   * a transpose, padded, and cut into windows.
   */
  @Override
  SDVariable define(SameDiff graph, SDVariable[] inputs, Map<String, SDVariable> parameters) {
    long[] shape = inputShapes().get(0);
    int channels = (int) shape[0];
    int perGroup = channels / (int) groups;
    int outputsPerGroup = (int) (outputs / groups);
    View spread = View.of(shape, spreading(shape));
    SDVariable image = spread.define(graph, inputs);
    SDVariable weights = parameters.get("W");
    SDVariable[] parts = new SDVariable[(int) groups];
    Conv2DConfig config =
        Conv2DConfig.builder()
            .kH(kernel[0])
            .kW(kernel[1])
            .sH(transposed ? 1 : stride[0])
            .sW(transposed ? 1 : stride[1])
            .dH(dilation[0])
            .dW(dilation[1])
            .pH(0)
            .pW(0)
            .dataFormat("NCHW")
            .paddingMode(PaddingMode.VALID)
            .build();
    for (int g = 0; g < groups; g++) {
      SDVariable part = groups == 1 ? image : graph.gather(image, run(g, perGroup), 1);
      SDVariable kernels;
      if (transposed) {
        SDVariable own = groups == 1 ? weights : graph.gather(weights, run(g, perGroup), 0);
        SDVariable flipped =
            graph.gather(graph.gather(own, reversed(kernel[0]), 2), reversed(kernel[1]), 3);
        kernels = flipped.permute(2, 3, 0, 1);
      } else {
        SDVariable own = groups == 1 ? weights : graph.gather(weights, run(g, outputsPerGroup), 0);
        kernels = own.permute(2, 3, 1, 0);
      }
      parts[g] = graph.cnn().conv2d(part, kernels, config);
    }
    SDVariable result = groups == 1 ? parts[0] : graph.concat(1, parts);
    return bias ? result.add(parameters.get("b").reshape(1, outputs, 1, 1)) : result;
  }

  private List<String> spreading(long[] shape) {
    List<String> steps = new java.util.ArrayList<>();
    long[] have = {shape[1], shape[2]};
    for (int side = 0; side < 2; side++) {
      int axis = side + 1;
      long extent = (kernel[side] - 1) * dilation[side] + 1;
      if (transposed) {
        if (stride[side] > 1) {
          String sizes =
              side == 0
                  ? shape[0] + " " + have[0] + " 1 " + have[1]
                  : shape[0] + " " + have[0] + " " + have[1] + " 1";
          steps.add("reshape " + sizes);
          steps.add("pad " + (axis + 1) + " 0 " + (stride[side] - 1) + " constant 0");
          have[side] *= stride[side];
          steps.add("reshape " + shape[0] + " " + have[0] + " " + have[1]);
        }
        long lead = extent - 1 - before[side];
        long behind = size[side] + extent - 1 - lead - have[side];
        steps.add("pad " + axis + " " + lead + " " + behind + " constant 0");
        have[side] = size[side] + extent - 1;
      } else {
        long needed = (size[side] - 1) * stride[side] + extent;
        long behind = needed - before[side] - have[side];
        steps.add("pad " + axis + " " + before[side] + " " + behind + " constant 0");
        have[side] = needed;
      }
    }
    return steps;
  }

  private static int[] run(int group, int length) {
    int[] places = new int[length];
    Arrays.setAll(places, i -> group * length + i);
    return places;
  }

  private static int[] reversed(long length) {
    int[] places = new int[(int) length];
    Arrays.setAll(places, i -> (int) length - 1 - i);
    return places;
  }

  @Override
  SampleVertex copy() {
    ConvolutionVertex copy = new ConvolutionVertex();
    copy.transposed = transposed;
    copy.outputs = outputs;
    copy.groups = groups;
    copy.kernel = kernel.clone();
    copy.stride = stride.clone();
    copy.dilation = dilation.clone();
    copy.before = before.clone();
    copy.size = size.clone();
    copy.bias = bias;
    copy.deviation = deviation;
    return copy;
  }

  @Override
  List<Object> settings() {
    return List.of(
        transposed,
        outputs,
        groups,
        Arrays.toString(kernel),
        Arrays.toString(stride),
        Arrays.toString(dilation),
        Arrays.toString(before),
        Arrays.toString(size),
        bias,
        String.valueOf(deviation));
  }
}
