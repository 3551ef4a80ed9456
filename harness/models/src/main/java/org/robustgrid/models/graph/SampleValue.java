package org.robustgrid.models.graph;

import java.util.ArrayList;
import java.util.List;

/**
 * A value that the network computes for every sample: a vertex's output, seen through steps of
 * reshaping and reordering that are not part of the network yet.
 */
public final class SampleValue implements Operand {

  private final Dims dims;
  private final String vertex;
  private final long[] vertexShape;
  private final List<String> steps;
  private String materialised;

  SampleValue(Dims dims, String vertex, long[] vertexShape, List<String> steps) {
    this.dims = dims;
    this.vertex = vertex;
    this.vertexShape = vertexShape.clone();
    this.steps = List.copyOf(steps);
  }

  @Override
  public Dims dims() {
    return dims;
  }

  /** The same numbers under other dims of equal storage. */
  public SampleValue as(Dims other) {
    return new SampleValue(other, vertex, vertexShape, steps);
  }

  /** Through more steps, each as the engine's view writes it. */
  SampleValue through(Dims other, List<String> more) {
    List<String> all = new ArrayList<>(steps);
    all.addAll(more);
    return new SampleValue(other, vertex, vertexShape, all);
  }

  String vertex() {
    return vertex;
  }

  long[] vertexShape() {
    return vertexShape.clone();
  }

  List<String> steps() {
    return steps;
  }

  String materialised() {
    return materialised;
  }

  void materialise(String name) {
    materialised = name;
  }
}
