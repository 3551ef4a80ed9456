package org.robustgrid.spi.analysis;

/**
 * The part of the data set that an analysis reads.
 *
 * @since 0.1
 */
public enum SampleSource {
  /** The training samples, without the validation split. */
  TRAINING,
  /** The validation split; empty if the grid asks for none. */
  VALIDATION,
  /** The first test samples, as many as the row is evaluated on. */
  TEST
}
