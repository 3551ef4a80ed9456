package org.robustgrid.engine.operator;

import java.util.Arrays;
import java.util.List;

/**
 * One step of a {@link View}, written as a word with its numbers.
 *
 * <ul>
 *   <li>{@code reshape d…}: another shape, C order
 *   <li>{@code permute a…}: axis i of the result is axis a[i] of the input
 *   <li>{@code slice axis start step count}
 *   <li>{@code gather axis i…}: the places i along an axis
 *   <li>{@code expand d…}: axes of size 1 are repeated
 *   <li>{@code pad axis before after constant|reflect|edge|wrap [value]}: a negative number cuts
 *       off
 * </ul>
 */
record ViewStep(String word, String[] arguments) {

  /** A shape, and where each of its numbers comes from. */
  record State(long[] shape, int[] source) {
    static State of(long[] shape) {
      int[] identity = new int[Operator.size(shape)];
      Arrays.setAll(identity, i -> i);
      return new State(shape.clone(), identity);
    }
  }

  static ViewStep parse(String text) {
    String[] words = text.trim().split(" +");
    return new ViewStep(words[0], Arrays.copyOfRange(words, 1, words.length));
  }

  /** The state after the step; constants that it brings are added to the list. */
  State apply(State state, List<Double> fills) {
    try {
      return switch (word) {
        case "reshape" -> reshape(state, numbers(0));
        case "permute" -> permute(state, numbers(0));
        case "slice" -> slice(state);
        case "gather" -> along(state, axis(state), numbers(1), fills, 0);
        case "expand" -> expand(state, numbers(0));
        case "pad" -> pad(state, fills);
        default -> throw new IllegalArgumentException("is not known");
      };
    } catch (IllegalArgumentException | ArithmeticException | IndexOutOfBoundsException e) {
      throw new IllegalArgumentException(
          "view step '"
              + word
              + " "
              + String.join(" ", arguments)
              + "' on shape "
              + Arrays.toString(state.shape)
              + ": "
              + e.getMessage(),
          e);
    }
  }

  private long[] numbers(int from) {
    return Arrays.stream(arguments, from, arguments.length).mapToLong(Long::parseLong).toArray();
  }

  private long number(int index) {
    return Long.parseLong(arguments[index]);
  }

  private int axis(State state) {
    return Math.toIntExact(java.util.Objects.checkIndex(number(0), state.shape.length));
  }

  private static State reshape(State state, long[] shape) {
    if (Operator.size(shape) != state.source.length) {
      throw new IllegalArgumentException("has another number of elements");
    }
    return new State(shape, state.source);
  }

  private static State permute(State state, long[] order) {
    long[] shape = new long[order.length];
    int[] steps = Operator.strides(state.shape);
    int[] strides = new int[order.length];
    boolean[] seen = new boolean[order.length];
    if (order.length != state.shape.length) {
      throw new IllegalArgumentException("must name every axis once");
    }
    for (int i = 0; i < order.length; i++) {
      int axis = (int) order[i];
      if (seen[axis]) {
        throw new IllegalArgumentException("must name every axis once");
      }
      seen[axis] = true;
      shape[i] = state.shape[axis];
      strides[i] = steps[axis];
    }
    return strided(state, shape, strides);
  }

  /** Reads by strides, which are 0 along repeated axes. */
  private static State strided(State state, long[] shape, int[] strides) {
    int[] source = new int[Operator.size(shape)];
    int[] position = new int[shape.length];
    int at = 0;
    for (int i = 0; i < source.length; i++) {
      source[i] = state.source[at];
      for (int axis = shape.length - 1; axis >= 0; axis--) {
        at += strides[axis];
        if (++position[axis] < shape[axis]) {
          break;
        }
        at -= strides[axis] * position[axis];
        position[axis] = 0;
      }
    }
    return new State(shape, source);
  }

  private State slice(State state) {
    int axis = axis(state);
    long[] places = new long[Math.toIntExact(number(3))];
    for (int i = 0; i < places.length; i++) {
      places[i] = Math.addExact(number(1), Math.multiplyExact(i, number(2)));
    }
    return along(state, axis, places, List.of(), 0);
  }

  private static State expand(State state, long[] shape) {
    int[] strides = Operator.strides(state.shape);
    if (shape.length != state.shape.length) {
      throw new IllegalArgumentException("must have as many axes");
    }
    for (int axis = 0; axis < shape.length; axis++) {
      if (state.shape[axis] == 1 && shape[axis] != 1) {
        strides[axis] = 0;
      } else if (state.shape[axis] != shape[axis]) {
        throw new IllegalArgumentException("only axes of size 1 are repeated");
      }
    }
    return strided(state, shape, strides);
  }

  private State pad(State state, List<Double> fills) {
    int axis = axis(state);
    int size = Math.toIntExact(state.shape[axis]);
    int before = Math.toIntExact(number(1));
    int after = Math.toIntExact(number(2));
    long[] places = new long[Math.addExact(Math.addExact(size, before), after)];
    for (int i = 0; i < places.length; i++) {
      places[i] = padded(i - before, size);
    }
    int fill = 0;
    if (arguments[3].equals("constant")) {
      fills.add(arguments.length > 4 ? Double.parseDouble(arguments[4]) : 0.0);
      fill = -fills.size();
    }
    return along(state, axis, places, fills, fill);
  }

  private long padded(int at, int size) {
    if (at >= 0 && at < size) {
      return at;
    }
    return switch (arguments[3]) {
      case "constant" -> -1;
      case "edge" -> at < 0 ? 0 : size - 1;
      case "wrap" -> Math.floorMod(at, size);
      case "reflect" -> {
        int period = Math.max(1, 2 * (size - 1));
        int folded = Math.floorMod(at, period);
        yield Math.min(folded, period - folded) % size;
      }
      default -> throw new IllegalArgumentException("mode '" + arguments[3] + "' is not known");
    };
  }

  /** Places along one axis; −1 stands for the constant, if there is one. */
  private static State along(
      State state, int axis, long[] places, List<Double> fills, int constant) {
    long[] shape = state.shape.clone();
    shape[axis] = places.length;
    int size = Math.toIntExact(state.shape[axis]);
    int inner = Operator.strides(state.shape)[axis];
    int outer = state.source.length / (size * inner);
    for (long place : places) {
      if (place >= size || place < (constant < 0 ? -1 : 0)) {
        throw new IllegalArgumentException("place " + place + " lies outside the axis");
      }
    }
    int[] source = new int[Operator.size(shape)];
    int at = 0;
    for (int o = 0; o < outer; o++) {
      for (long place : places) {
        if (place < 0) {
          Arrays.fill(source, at, at + inner, constant);
        } else {
          int from = (o * size + (int) place) * inner;
          System.arraycopy(state.source, from, source, at, inner);
        }
        at += inner;
      }
    }
    return new State(shape, source);
  }
}
