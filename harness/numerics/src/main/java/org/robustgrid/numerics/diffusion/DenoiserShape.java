package org.robustgrid.numerics.diffusion;

import java.util.Arrays;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.spi.network.Network;

/**
 * The shapes of a class-conditional denoiser. Its input is the noisy image followed by constant
 * planes: one per class, one for "no class" and one that encodes the noise level. Its output is the
 * clean image, flattened.
 *
 * @param image [channels, height, width] or [features]
 * @param classes number of classes
 * @since 0.1
 */
public record DenoiserShape(long[] image, int classes) {

  /**
   * The name under which a defense keeps such a denoiser with its model, for analyses: that of
   * {@link org.robustgrid.spi.defense.TrainedDefense.Builder#network}.
   */
  public static final String KEPT_AS = "denoiser";

  public DenoiserShape {
    image = image.clone();
    if (image.length != 1 && image.length != 3) {
      throw new IllegalArgumentException(
          "a denoiser takes [features] or [channels, height, width], not "
              + Arrays.toString(image));
    }
  }

  /** Numbers per image. */
  public int length() {
    return HostArrays.length(image);
  }

  /** Numbers per constant plane: those of an image channel, or one for features. */
  public int planeLength() {
    return image.length == 3 ? Math.toIntExact(image[1] * image[2]) : 1;
  }

  /** Number of constant planes: one per class, one for the null class, one for the noise level. */
  public int planes() {
    return classes + 2;
  }

  /** The denoiser's input shape. */
  public long[] input() {
    return image.length == 3
        ? new long[] {image[0] + planes(), image[1], image[2]}
        : new long[] {image[0] + planes()};
  }

  /** Numbers per input. */
  public int inputLength() {
    return length() + planes() * planeLength();
  }

  /** The label of "no class", which gives the unconditional score. */
  public int nullClass() {
    return classes;
  }

  /**
   * Writes the constant planes of one input.
   *
   * @param into the input's numbers, starting at {@code offset} with the image
   * @param label a class, or {@link #nullClass()}
   * @param sigma the noise level; encoded as log σ, which is of order 1
   */
  public void condition(double[] into, int offset, int label, double sigma) {
    int start = offset + length();
    int end = start + planes() * planeLength();
    Arrays.fill(into, start, end, 0);
    int plane = start + label * planeLength();
    Arrays.fill(into, plane, plane + planeLength(), 1);
    Arrays.fill(into, end - planeLength(), end, Math.log(sigma));
  }

  /** Whether a network has this input and this output. */
  public boolean fits(Network network) {
    return Arrays.equals(network.inputShape(), input()) && network.classes() == length();
  }
}
