package org.robustgrid.architectures;

import java.util.Arrays;
import java.util.List;
import org.robustgrid.architectures.ModuleSketch.Windows;
import org.robustgrid.spi.Parameter;

/** Parameters and layers shared by networks over patches of an image. */
final class Patches {

  static final Parameter<Integer> PATCH =
      Parameter.integer("patch", 4, "side of a patch in pixels").atLeast(1).atMost(256);

  static final Parameter<Integer> WIDTH =
      Parameter.integer("width", 192, "width of a patch's embedding").atLeast(1).atMost(65_536);

  static final Parameter<Integer> DEPTH =
      Parameter.integer("depth", 6, "number of blocks").atLeast(1).atMost(1000);

  static final Parameter<Double> EPSILON =
      Parameter.real("epsilon", 1e-6, "added to the variance by layer norm").above(0).atMost(1);

  private Patches() {}

  /**
   * Checks that patches tile the images.
   *
   * @throws IllegalArgumentException if they do not
   */
  static void requireTiles(String id, long[] shape, int patch) {
    Images.requireSide(id, shape, patch);
    if (shape[1] % patch != 0 || shape[2] % patch != 0) {
      throw new IllegalArgumentException(
          "parameter 'patch': patches of "
              + patch
              + "x"
              + patch
              + " pixels do not tile images of the shape "
              + Arrays.toString(shape)
              + "; choose a divisor of height and width");
    }
  }

  /** Embeds the patches of an image as a sequence [patches, width], row by row. */
  static void embed(ModuleSketch sketch, String name, int patch, int width, Initial initial) {
    sketch.convolution(name, width, new Windows(patch, patch, 0), true, initial);
    long[] image = sketch.shape();
    long patches = image[1] * image[2];
    sketch.view(
        name + ".tokens",
        List.of("reshape " + width + " " + patches, "permute 1 0"),
        patches,
        width);
  }

  /** Adds a perceptron over the last axis: dense, GELU, dense. */
  static void perceptron(ModuleSketch sketch, String name, int hidden, Initial initial) {
    long[] shape = sketch.shape();
    sketch.tokenDense(name + ".fc1", hidden, initial).gelu(name + ".act");
    sketch.tokenDense(name + ".fc2", shape[shape.length - 1], initial);
  }
}
