package org.robustgrid.models.graph;

import java.util.Arrays;
import java.util.List;

/**
 * An array that is known at import: weights, constants, and shapes, whose numbers may be multiples
 * of the batch size.
 */
public final class HostTensor implements Operand {

  /** What the numbers are. */
  public enum Kind {
    FLOATING,
    INTEGER,
    BOOLEAN
  }

  /**
   * A weight's place in its file: numbers of a named tensor.
   *
   * @param name of the tensor
   * @param index of each number in it, C order, or {@code null} where they are all, in its order
   */
  public record Origin(String name, int[] index) {}

  /**
   * How a tensor was computed from weights, so that the network can compute it too and has a
   * gradient.
   */
  public record Recipe(String operator, List<String> arguments, List<HostTensor> inputs) {}

  private final Kind kind;
  private final long[] shape;
  private final float[] floats;
  private final double[] doubles;
  private final boolean[] perSample;
  private final Origin origin;
  private final Recipe recipe;

  private HostTensor(
      Kind kind,
      long[] shape,
      float[] floats,
      double[] doubles,
      boolean[] perSample,
      Origin origin,
      Recipe recipe) {
    this.kind = kind;
    this.shape = shape.clone();
    this.floats = floats;
    this.doubles = doubles;
    this.perSample = perSample;
    this.origin = origin;
    this.recipe = recipe;
    int length = floats == null ? doubles.length : floats.length;
    if (length != count(shape)) {
      throw new IllegalArgumentException(
          "shape " + Arrays.toString(shape) + " does not hold " + length + " numbers");
    }
  }

  /** Numbers of a shape. */
  public static int count(long... shape) {
    long count = 1;
    for (long extent : shape) {
      count = Math.multiplyExact(count, extent);
    }
    return Math.toIntExact(count);
  }

  public static HostTensor floating(long[] shape, float[] values) {
    return new HostTensor(Kind.FLOATING, shape, values, null, null, null, null);
  }

  public static HostTensor of(Kind kind, long[] shape, double[] values) {
    return new HostTensor(kind, shape, null, values, null, null, null);
  }

  public static HostTensor integers(long... values) {
    double[] numbers = Arrays.stream(values).asDoubleStream().toArray();
    return of(Kind.INTEGER, new long[] {values.length}, numbers);
  }

  public static HostTensor scalar(double value) {
    return of(Kind.FLOATING, new long[0], new double[] {value});
  }

  /**
   * Numbers of which some count once for every sample of a batch.
   *
   * @param perSample which do, or {@code null} for none
   */
  public HostTensor perSample(boolean[] flags) {
    boolean any = false;
    for (boolean flag : flags == null ? new boolean[0] : flags) {
      any |= flag;
    }
    return new HostTensor(kind, shape, floats, doubles, any ? flags : null, origin, recipe);
  }

  /** The same numbers as a named tensor of the file, which can be trained. */
  public HostTensor named(String name) {
    return new HostTensor(kind, shape, floats, doubles, perSample, new Origin(name, null), null);
  }

  public HostTensor from(Origin place) {
    return new HostTensor(kind, shape, floats, doubles, perSample, place, null);
  }

  public HostTensor by(Recipe how) {
    return new HostTensor(kind, shape, floats, doubles, perSample, null, how);
  }

  public HostTensor as(Kind other) {
    return new HostTensor(other, shape, floats, doubles, perSample, origin, recipe);
  }

  /** The same numbers in another shape. */
  public HostTensor reshaped(long... other) {
    Recipe reshaped =
        recipe == null
            ? null
            : new Recipe("view", List.of(SketchText.step("reshape", other)), List.of(this));
    return new HostTensor(kind, other, floats, doubles, perSample, origin, reshaped);
  }

  public Kind kind() {
    return kind;
  }

  public boolean isFloating() {
    return kind == Kind.FLOATING;
  }

  public long[] shape() {
    return shape.clone();
  }

  @Override
  public Dims dims() {
    return Dims.fixed(shape);
  }

  public int size() {
    return floats == null ? doubles.length : floats.length;
  }

  public double get(int index) {
    return floats == null ? doubles[index] : floats[index];
  }

  public boolean perSample(int index) {
    return perSample != null && perSample[index];
  }

  public boolean anyPerSample() {
    return perSample != null;
  }

  public boolean[] flags() {
    return perSample == null ? new boolean[size()] : perSample.clone();
  }

  /** The place in the file, or {@code null}. */
  public Origin origin() {
    return origin;
  }

  /** How it was computed from weights, or {@code null}. */
  public Recipe recipe() {
    return recipe;
  }

  /** Whether it is made of weights. */
  public boolean learnt() {
    return origin != null || recipe != null;
  }

  /** All numbers as doubles, C order; a fresh array. */
  public double[] values() {
    if (floats == null) {
      return doubles.clone();
    }
    double[] values = new double[floats.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = floats[i];
    }
    return values;
  }

  /** All numbers where they were read as float, else {@code null}. */
  float[] floats() {
    return floats;
  }

  /** Numbers that are no multiples of the batch size, as integers. */
  public long[] longs() {
    long[] values = new long[size()];
    for (int i = 0; i < values.length; i++) {
      if (perSample(i)) {
        throw new IllegalArgumentException("a number depends on the batch size");
      }
      values[i] = (long) get(i);
    }
    return values;
  }

  /** Whether all is one number that does not depend on weights. */
  public boolean isScalarConstant() {
    return size() == 1 && !learnt() && !anyPerSample();
  }
}
