package org.robustgrid.models.onnx;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import onnx.Onnx;
import onnx.Onnx.TensorProto;
import org.robustgrid.models.graph.Refused;

/** Finds the files beside an ONNX file that hold its weights. */
final class ExternalFiles {

  private ExternalFiles() {}

  /**
   * The file and its files of weights, these by name.
   *
   * @throws Refused when one of them is not read
   */
  static List<Path> of(Path file) {
    Onnx.GraphProto graph = OnnxFile.parse(file).getGraph();
    Set<String> locations = new TreeSet<>();
    graph.getInitializerList().forEach(tensor -> add(tensor, locations));
    for (Onnx.NodeProto node : graph.getNodeList()) {
      for (Onnx.AttributeProto attribute : node.getAttributeList()) {
        if (attribute.hasT()) {
          add(attribute.getT(), locations);
        }
      }
    }
    TensorReader reader = new TensorReader(OnnxFile.folder(file));
    List<Path> files = new ArrayList<>(List.of(file));
    locations.forEach(location -> files.add(reader.inside(location, location)));
    return files;
  }

  private static void add(TensorProto tensor, Set<String> locations) {
    if (tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
      for (Onnx.StringStringEntryProto entry : tensor.getExternalDataList()) {
        if (entry.getKey().equals("location")) {
          locations.add(entry.getValue());
        }
      }
    }
  }
}
