package org.robustgrid.architectures;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Checks and padding of image inputs. */
final class Images {

  private Images() {}

  /**
   * Checks that inputs are images with at least {@code side} rows and columns.
   *
   * @throws IllegalArgumentException if they are not
   */
  static void requireSide(String id, long[] shape, long side) {
    if (shape.length != 3 || shape[1] < side || shape[2] < side) {
      throw new IllegalArgumentException(
          id
              + " needs images of at least "
              + side
              + "x"
              + side
              + " pixels, but the input shape is "
              + Arrays.toString(shape)
              + "; use 'mlp' or 'small-cnn'");
    }
  }

  /**
   * Pads for windows of 3 by 3 with stride 2 like TensorFlow's "SAME": more below and on the right.
   */
  static void padSame(ModuleSketch sketch, String name) {
    long[] shape = sketch.shape();
    List<String> steps = new ArrayList<>();
    for (int axis = 1; axis < 3; axis++) {
      long before = shape[axis] % 2;
      steps.add("pad " + axis + " " + before + " 1 constant 0");
      shape[axis] += before + 1;
    }
    sketch.view(name, steps, shape);
  }
}
