package org.robustgrid.spi;

import java.util.List;

/**
 * Everything a defense is given. Implemented by the harness only, so that methods can be added.
 *
 * <p>Test data are not in here: nothing is chosen on them.
 */
public interface DefenseRequest {

  /** [channels, height, width] or [features]. */
  long[] inputShape();

  /** Names of the classes, in the order of their labels. */
  List<String> classNames();

  Domain domain();

  /** The data to train on, the validation split taken out. */
  DataView training();

  /** The data to choose on (epochs, step sizes); may be empty. */
  DataView validation();

  /** The training defaults of the grid (epochs, batch size, optimizer …), to be adjusted. */
  TrainingSettings settings();

  /** A freshly initialised network of the row's architecture; the same for every call. */
  Network newNetwork();

  /** Runs epochs, schedules, updates, checkpoints and resumes. */
  Trainer trainer();

  /**
   * Another model that a parameter of type {@link ParameterDeclaration.Type#MODEL} names: trained
   * first, loaded here.
   */
  ModelArtifact model(String parameter);

  /** Content-addressed results that may be asked for or left behind. */
  Artifacts artifacts();

  /** The defense's randomness, keyed by the row's seed. */
  RandomKey random();

  Monitor monitor();
}
