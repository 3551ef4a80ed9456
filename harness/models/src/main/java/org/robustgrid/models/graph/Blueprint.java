package org.robustgrid.models.graph;

import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A network's configuration and where its weights come from.
 *
 * @param configuration of the network
 * @param placements of the weights
 * @param signature what it reads and answers
 */
public record Blueprint(
    ComputationGraphConfiguration configuration,
    List<Sketch.Placement> placements,
    Signature signature)
    implements GraphSource {

  @Override
  public ComputationGraph build(DataType precision) {
    ComputationGraphConfiguration own = configuration.clone();
    own.setDataType(precision);
    ComputationGraph graph = new ComputationGraph(own);
    graph.init();
    for (Sketch.Placement placement : placements) {
      INDArray to = parameter(graph, placement);
      INDArray from = array(placement.values(), precision);
      if (placement.transposed()) {
        to.assign(from.reshape('c', to.size(1), to.size(0)).transpose());
      } else {
        to.assign(from.reshape('c', to.shape()));
      }
      from.close();
    }
    return graph;
  }

  private static INDArray array(HostTensor values, DataType precision) {
    INDArray array =
        values.floats() == null
            ? Nd4j.createFromArray(values.values())
            : Nd4j.createFromArray(values.floats());
    if (array.dataType() == precision) {
      return array;
    }
    INDArray cast = array.castTo(precision);
    array.close();
    return cast;
  }

  /** A parameter's live view. */
  static INDArray parameter(ComputationGraph graph, Sketch.Placement placement) {
    return graph.getVertex(placement.vertex()).paramTable(false).get(placement.key());
  }

  /**
   * Where the numbers of a named tensor of the file lie in a network's flat vector.
   *
   * @param size of the tensor
   * @return one array for each use: the place of each number, C order, or −1 if it has none
   */
  public List<int[]> places(ComputationGraph graph, String tensor, int size) {
    return placements.stream()
        .filter(p -> p.values().origin() != null && p.values().origin().name().equals(tensor))
        .map(p -> places(graph, p, size))
        .toList();
  }

  private static int[] places(ComputationGraph graph, Sketch.Placement placement, int size) {
    INDArray view = parameter(graph, placement);
    if (placement.transposed()) {
      view = view.transpose();
    }
    long[] shape = view.shape();
    long[] strides = view.stride();
    long base = view.offset() - graph.params().offset();
    int[] index = placement.values().origin().index();
    int[] places = new int[size];
    java.util.Arrays.fill(places, -1);
    for (int i = 0; i < placement.values().size(); i++) {
      long at = base;
      long rest = i;
      for (int axis = shape.length - 1; axis >= 0; axis--) {
        at += rest % shape[axis] * strides[axis];
        rest /= shape[axis];
      }
      places[index == null ? i : index[i]] = Math.toIntExact(at);
    }
    return places;
  }
}
