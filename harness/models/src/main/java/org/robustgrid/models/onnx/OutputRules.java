package org.robustgrid.models.onnx;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.robustgrid.models.graph.Blueprint;
import org.robustgrid.models.graph.Dims;
import org.robustgrid.models.graph.HostTensor;
import org.robustgrid.models.graph.Operand;
import org.robustgrid.models.graph.Refused;
import org.robustgrid.models.graph.SampleValue;

/** Finds the logits: what a last softmax reads, and two classes where there is one number. */
final class OutputRules {

  private static final Set<String> PASSING = Set.of("Identity", "Dropout", "Cast");

  private final OnnxImport context;
  private final OnnxFile file;
  private final Map<String, OnnxNode> producers = new HashMap<>();

  OutputRules(OnnxImport context, OnnxFile file) {
    this.context = context;
    this.file = file;
    for (OnnxNode node : file.nodes()) {
      node.outputs().forEach(name -> producers.put(name, node));
    }
  }

  Blueprint finish() {
    Operand output = context.value(file.output());
    if (!(output instanceof SampleValue)) {
      throw new Refused("has an output '" + file.output() + "' that does not depend on its input");
    }
    requireLogits(output);
    OnnxNode last = last();
    SampleValue logits = (SampleValue) output;
    if (last != null && context.value(last.inputs().get(0)) instanceof SampleValue before) {
      switch (last.operator()) {
        case "Softmax", "LogSoftmax" -> {
          context.note(
              "ends in "
                  + last.operator()
                  + " (node '"
                  + last.name()
                  + "'): its input is read as the logits");
          logits = before;
        }
        case "Sigmoid" -> {
          if (output.dims().size(1) == 1) {
            context.note(
                "ends in Sigmoid of one number z (node '"
                    + last.name()
                    + "'): read as two classes with the logits 0 and z");
            logits = before;
          }
        }
        default -> {}
      }
    }
    return context.sketch().finish(vector(logits));
  }

  /** The node that computes the output, behind those that pass it on. */
  private OnnxNode last() {
    OnnxNode node = producers.get(file.output());
    while (node != null && PASSING.contains(node.operator())) {
      node = producers.get(node.inputs().get(0));
    }
    return node;
  }

  private void requireLogits(Operand output) {
    Dims dims = output.dims();
    boolean good = dims.rank() >= 2 && dims.isBatch(0) && dims.plain();
    for (int axis = 2; axis < dims.rank(); axis++) {
      good &= dims.size(axis) == 1;
    }
    if (!good) {
      throw new Refused(
          "has an output '"
              + file.output()
              + "' of the shape "
              + dims
              + ", but one row of logits for each sample, [N, classes], is needed");
    }
  }

  private SampleValue vector(SampleValue logits) {
    int size = HostTensor.count(logits.dims().stored());
    SampleValue row = logits.as(Dims.batched(0, 1, size));
    if (size > 1) {
      return row;
    }
    context.note("gives one number z: read as two classes with the logits 0 and z");
    return (SampleValue) IndexHandlers.padded(context, row, 1, 1, 0, "constant", 0);
  }
}
