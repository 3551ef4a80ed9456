package org.robustgrid.torch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.robustgrid.engine.model.ParameterLayout;

/** The steps of a network as they are written down, with the shape of each one's result. */
final class Sketch {

  private final List<Map<String, Object>> steps = new ArrayList<>();
  private final ComputationGraph graph;
  private final List<ParameterLayout.Slot> slots;
  private final Map<String, Integer> places = new HashMap<>();

  /** A sketch of a graph without steps. */
  Sketch(ComputationGraph graph) {
    this.graph = graph;
    this.slots = ParameterLayout.of(graph).slots();
    for (int place = 0; place < slots.size(); place++) {
      places.put(slots.get(place).layer() + "/" + slots.get(place).key(), place);
    }
  }

  /**
   * A value: the name of a step's result.
   *
   * @param shape of one sample
   */
  record Value(String name, long... shape) {

    InputType type() {
      return shape.length == 3
          ? InputType.convolutional(shape[1], shape[2], shape[0])
          : InputType.feedForward(size());
    }

    long size() {
      return Arrays.stream(shape).reduce(1, Math::multiplyExact);
    }

    Value reshaped(long... other) {
      return new Value(name, other);
    }
  }

  /** Whether a parameter is moved by training, not by the passes themselves. */
  static boolean isTrained(ParameterLayout.Slot slot) {
    return !slot.role().isStatistic()
        && !slot.key().equals(BatchNormalizationParamInitializer.GLOBAL_LOG_STD);
  }

  /** The place of a parameter; null if the layer has none with this name. */
  Integer parameter(String layer, String key) {
    return places.get(layer + "/" + key);
  }

  /** Whether a layer keeps a parameter in Fortran order, the first axis varying fastest. */
  boolean inFortranOrder(String layer, String key) {
    return graph.getLayer(layer).getParam(key).ordering() == 'f';
  }

  /** The shape of a parameter as PyTorch has it. */
  List<Long> parameterShape(int place) {
    return slots.get(place).shape();
  }

  /**
   * Adds a step.
   *
   * @param fields names and values in turn
   */
  Value add(String name, String operation, List<Value> inputs, long[] shape, Object... fields) {
    Map<String, Object> step = new LinkedHashMap<>();
    step.put("to", name);
    step.put("op", operation);
    step.put("from", inputs.stream().map(Value::name).toList());
    for (int i = 0; i < fields.length; i += 2) {
      step.put((String) fields[i], fields[i + 1]);
    }
    steps.add(step);
    return new Value(name, shape);
  }

  Value add(String name, String operation, Value input, long[] shape, Object... fields) {
    return add(name, operation, List.of(input), shape, fields);
  }

  /** A step that gives a value another shape. */
  Value reshape(String name, Value input, long... shape) {
    return Arrays.equals(input.shape(), shape)
        ? input
        : add(name, "reshape", input, shape, "shape", shape);
  }

  List<Map<String, Object>> steps() {
    return steps;
  }

  List<ParameterLayout.Slot> slots() {
    return slots;
  }
}
