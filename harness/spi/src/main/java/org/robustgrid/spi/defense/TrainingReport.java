package org.robustgrid.spi.defense;

import java.util.List;

/**
 * The measurements of a training.
 *
 * @param epochs one entry per epoch, in order
 * @param selectedEpoch the epoch whose weights were kept, counted from 0
 * @since 0.1
 */
public record TrainingReport(List<Epoch> epochs, int selectedEpoch) {

  public TrainingReport {
    epochs = List.copyOf(epochs);
  }

  /**
   * One epoch.
   *
   * @param loss mean training loss
   * @param validationAccuracy clean accuracy on the validation split, NaN if there is none
   * @since 0.1
   */
  public record Epoch(double loss, double validationAccuracy) {}
}
