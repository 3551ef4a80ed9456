package org.robustgrid.models;

import java.util.Optional;

/**
 * What a model's file does not say about its input. Data are images of [0, 1], channels first; the
 * network scales and reorders them before what the file holds.
 *
 * @param inputShape of the data, [channels, height, width] or [features], where it is known: fills
 *     in sizes that the file leaves open
 * @param range the numbers that 0 and 1 of the data become
 * @param normalisation applied to them afterwards
 * @param channelsLast whether the file reads images with their channels last
 * @param skeleton the network that a file of weights belongs to
 * @param straightThrough whether gradients pass the file's rounding as if it were the identity
 * @since 0.1
 */
public record ImportSettings(
    Optional<long[]> inputShape,
    Optional<Range> range,
    Optional<Normalisation> normalisation,
    boolean channelsLast,
    Optional<Skeleton> skeleton,
    boolean straightThrough) {

  /** Settings of a file that holds a whole network. */
  public ImportSettings(
      Optional<long[]> inputShape,
      Optional<Range> range,
      Optional<Normalisation> normalisation,
      boolean channelsLast) {
    this(inputShape, range, normalisation, channelsLast, Optional.empty(), false);
  }

  /** Nothing is known but what the file says. */
  public static final ImportSettings NONE =
      new ImportSettings(Optional.empty(), Optional.empty(), Optional.empty(), false);

  /** Bounds of the pixels that a model was trained on, such as 0 and 255. */
  public record Range(double low, double high) {
    public Range {
      if (!(low < high)) {
        throw new IllegalArgumentException("range needs a low bound below its high one");
      }
    }
  }

  /** Pixels are read as (x − mean)/deviation, by channel or with one number for all. */
  public record Normalisation(double[] mean, double[] deviation) {
    public Normalisation {
      mean = mean.clone();
      deviation = deviation.clone();
      if (mean.length != deviation.length || mean.length == 0) {
        throw new IllegalArgumentException("mean and std need one number for each channel");
      }
      for (double value : deviation) {
        if (!(value > 0)) {
          throw new IllegalArgumentException("std must be above 0");
        }
      }
    }
  }

  /** Whether nothing stands between the data and the file's input. */
  public boolean readsDataAsTheyAre() {
    return range.isEmpty() && normalisation.isEmpty() && !channelsLast;
  }

  /** For data of a shape. */
  public ImportSettings forInput(long... shape) {
    return new ImportSettings(
        Optional.of(shape.clone()), range, normalisation, channelsLast, skeleton, straightThrough);
  }

  /** With a normalisation. */
  public ImportSettings normalised(Normalisation by) {
    return new ImportSettings(
        inputShape, range, Optional.of(by), channelsLast, skeleton, straightThrough);
  }

  /** For a file that states itself where its channels are. */
  public ImportSettings channelsFirst() {
    return new ImportSettings(inputShape, range, normalisation, false, skeleton, straightThrough);
  }

  /**
   * With gradients that pass rounding and casts to whole numbers as if they were the identity, a
   * straight-through estimator (Bengio et al. 2013), or with their own slope 0.
   */
  public ImportSettings straightThrough(boolean passed) {
    return new ImportSettings(inputShape, range, normalisation, channelsLast, skeleton, passed);
  }

  /** For weights of a network, if there is one. */
  public ImportSettings within(Optional<Skeleton> network) {
    return new ImportSettings(
        inputShape, range, normalisation, channelsLast, network, straightThrough);
  }
}
