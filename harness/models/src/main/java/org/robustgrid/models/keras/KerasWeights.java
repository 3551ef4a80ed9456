package org.robustgrid.models.keras;

import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.nd4j.linalg.api.buffer.DataType;
import org.robustgrid.models.graph.Refused;

/**
 * The datasets of an HDF5 file by their paths, read when they are asked for.
 *
 * @param datasets by path, without a leading slash
 * @param bytes of the file; no weights can be larger
 */
record KerasWeights(Map<String, Dataset> datasets, long bytes) {

  private static final int DEEPEST = 64;

  static KerasWeights of(HdfFile file, Group root) {
    Map<String, Dataset> datasets = new TreeMap<>();
    collect(root, "", datasets, 0);
    return new KerasWeights(datasets, file.size());
  }

  private static void collect(Group group, String path, Map<String, Dataset> into, int depth) {
    if (depth > DEEPEST) {
      throw new Refused("has groups that are nested more than " + DEEPEST + " deep");
    }
    for (Node child : group) {
      String name = path.isEmpty() ? child.getName() : path + "/" + child.getName();
      if (child.isLink()) {
        throw new Refused("holds the link '" + name + "', which is not followed");
      }
      if (child instanceof Dataset dataset) {
        into.put(name, dataset);
      } else if (child instanceof Group inner) {
        collect(inner, name, into, depth + 1);
      }
    }
  }

  /** Numbers that hold every weight of the file. */
  DataType precision() {
    return datasets.values().stream().anyMatch(dataset -> dataset.getJavaType() == double.class)
        ? DataType.DOUBLE
        : DataType.FLOAT;
  }

  /**
   * Weights of a layer.
   *
   * @param place of the layer
   * @param role name of the weights in Keras, such as {@code kernel}
   * @param index of the weights among the layer's own, as Keras 3 stores them
   */
  Optional<KerasTensor> find(KerasPlace place, String role, int index) {
    Dataset numbered = datasets.get(place.archived() + "/vars/" + index);
    if (numbered != null) {
      return Optional.of(read(numbered));
    }
    List<String> named =
        datasets.keySet().stream()
            .filter(path -> place.owns(path) && role.equals(last(path)))
            .toList();
    if (named.size() > 1) {
      throw new Refused("has more than one '" + role + "' of " + place + ": " + named);
    }
    return named.stream().findFirst().map(datasets::get).map(this::read);
  }

  private static String last(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    return name.contains(":") ? name.substring(0, name.indexOf(':')) : name;
  }

  private KerasTensor read(Dataset dataset) {
    int[] dimensions = dataset.getDimensions();
    long count = 1;
    for (int size : dimensions) {
      count = Math.multiplyExact(count, (long) size);
    }
    if (dataset.isCompound() || dataset.isVariableLength() || count > bytes) {
      throw new Refused(
          "holds weights '"
              + dataset.getPath()
              + "' of the shape "
              + Arrays.toString(dimensions)
              + " that cannot be: the file has "
              + bytes
              + " bytes");
    }
    return new KerasTensor(numbers(dataset), Arrays.stream(dimensions).asLongStream().toArray());
  }

  private static double[] numbers(Dataset dataset) {
    Object data = dataset.isScalar() ? dataset.getData() : dataset.getDataFlat();
    if (data instanceof float[] floats) {
      double[] values = new double[floats.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = floats[i];
      }
      return values;
    }
    if (data instanceof double[] doubles) {
      return doubles;
    }
    if (data instanceof Number number) {
      return new double[] {number.doubleValue()};
    }
    throw new Refused(
        "holds weights '"
            + dataset.getPath()
            + "' of the type "
            + dataset.getJavaType().getSimpleName()
            + ", but floating-point numbers are needed");
  }
}
