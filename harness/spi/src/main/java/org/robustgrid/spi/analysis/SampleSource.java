package org.robustgrid.spi.analysis;

/**
 * Which samples of the data set an analysis looks at.
 *
 * @since 0.1
 */
public enum SampleSource {
  /** What the model was trained on, the validation split taken out. */
  TRAINING,
  /** The validation split; empty if the grid asks for none. */
  VALIDATION,
  /** The first test samples, as many as the row is evaluated on. */
  TEST
}
