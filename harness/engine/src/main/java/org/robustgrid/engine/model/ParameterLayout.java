package org.robustgrid.engine.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.robustgrid.engine.GraphBacked;
import org.robustgrid.spi.network.Network;

/**
 * Where each parameter of a network lies in its flat vector, and under which name and shape PyTorch
 * knows it.
 *
 * <p>Deeplearning4j keeps a dense weight as [in, out] in Fortran order and a convolution's as [out,
 * in, height, width] in C order: both are PyTorch's layouts, contiguous, so that no value moves.
 */
public final class ParameterLayout {

  /** What a parameter is for. */
  public enum Role {
    /** Weights of a convolution or dense layer, or of another layer that decays. */
    WEIGHT("weight"),
    BIAS("bias"),
    /** Batch norm's gamma. */
    SCALE("weight"),
    /** Batch norm's beta. */
    SHIFT("bias"),
    RUNNING_MEAN("running_mean"),
    RUNNING_VARIANCE("running_var"),
    /** Of a layer that has no PyTorch layout here. */
    OTHER("");

    private final String suffix;

    Role(String suffix) {
      this.suffix = suffix;
    }

    /** Whether it is estimated from batches instead of trained. */
    public boolean isStatistic() {
      return this == RUNNING_MEAN || this == RUNNING_VARIANCE;
    }
  }

  /**
   * One parameter.
   *
   * @param layer the layer's name
   * @param key Deeplearning4j's name of the parameter within the layer
   * @param role what it is for
   * @param offset of its first value in the flat vector
   * @param shape in PyTorch's layout, C order
   */
  public record Slot(String layer, String key, Role role, long offset, List<Long> shape) {

    public Slot {
      shape = List.copyOf(shape);
    }

    public long length() {
      return shape.stream().mapToLong(Long::longValue).reduce(1, (a, b) -> a * b);
    }

    /** {@code <layer>.<weight|bias|running_mean|running_var>}. */
    public String name() {
      return layer + "." + (role == Role.OTHER ? key : role.suffix);
    }

    /** This parameter's part of a flat vector, as a view in PyTorch's layout. */
    public INDArray in(INDArray flat) {
      return flat.reshape(flat.length())
          .get(NDArrayIndex.interval(offset, offset + length()))
          .reshape('c', shape.stream().mapToLong(Long::longValue).toArray());
    }
  }

  private final List<Slot> slots;
  private final long length;

  private ParameterLayout(List<Slot> slots, long length) {
    this.slots = List.copyOf(slots);
    this.length = length;
  }

  /** The layout of a network's flat vector. */
  public static ParameterLayout of(Network network) {
    return of(GraphBacked.graphOf(network));
  }

  /** The layout of an initialised graph's flat vector. */
  public static ParameterLayout of(ComputationGraph graph) {
    List<Slot> slots = new ArrayList<>();
    long base = graph.params().offset();
    for (Layer layer : graph.getLayers()) {
      for (Map.Entry<String, INDArray> entry : layer.paramTable().entrySet()) {
        slots.add(slot(layer, entry.getKey(), entry.getValue(), base));
      }
    }
    for (GraphVertex vertex : graph.getVertices()) {
      if (!vertex.hasLayer() && vertex.numParams() > 0) {
        vertex.paramTable(false).forEach((key, value) -> slots.add(slot(vertex, key, value, base)));
      }
    }
    return new ParameterLayout(slots, graph.params().length());
  }

  private static Slot slot(Layer layer, String key, INDArray parameter, long base) {
    var configuration = layer.conf().getLayer();
    Role role = role(configuration, key);
    long[] shape = parameter.shape();
    List<Long> sizes = new ArrayList<>();
    for (long size : shape) {
      sizes.add(size);
    }
    boolean dense = configuration instanceof DenseLayer || configuration instanceof OutputLayer;
    if (role == Role.WEIGHT && dense) {
      sizes = List.of(shape[1], shape[0]);
    } else if (role != Role.WEIGHT) {
      sizes = List.of(parameter.length());
    }
    return new Slot(configuration.getLayerName(), key, role, parameter.offset() - base, sizes);
  }

  /** Of a vertex that is no layer: its weights as they lie, C order. */
  private static Slot slot(GraphVertex vertex, String key, INDArray parameter, long base) {
    boolean bias = key.equals("b");
    List<Long> sizes = new ArrayList<>();
    for (long size : bias ? new long[] {parameter.length()} : parameter.shape()) {
      sizes.add(size);
    }
    long offset = parameter.offset() - base;
    return new Slot(vertex.getVertexName(), key, bias ? Role.BIAS : Role.OTHER, offset, sizes);
  }

  private static Role role(org.deeplearning4j.nn.conf.layers.Layer layer, String key) {
    if (layer instanceof BatchNormalization) {
      return switch (key) {
        case "gamma" -> Role.SCALE;
        case "beta" -> Role.SHIFT;
        case "mean" -> Role.RUNNING_MEAN;
        // a layer of log10 standard deviations keeps its values under another key and meaning
        case "var" -> Role.RUNNING_VARIANCE;
        default -> Role.OTHER;
      };
    }
    boolean known =
        layer.getClass() == ConvolutionLayer.class
            || layer.getClass() == DenseLayer.class
            || layer.getClass() == OutputLayer.class;
    if (layer.initializer().isWeightParam(layer, key)) {
      return Role.WEIGHT;
    }
    return known && key.equals("b") ? Role.BIAS : Role.OTHER;
  }

  /** All parameters, in the flat vector's order of layers. */
  public List<Slot> slots() {
    return slots;
  }

  /** Length of the flat vector. */
  public long length() {
    return length;
  }
}
