package org.robustgrid.spi.defense;

import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.Monitor;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.data.DataView;
import org.robustgrid.spi.network.Network;
import org.robustgrid.spi.random.RandomKey;

/**
 * The input of a defense. Implemented by the harness only, so that methods can be added.
 *
 * <p>It contains no test data, so nothing can be selected on them.
 *
 * @since 0.1
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

  /**
   * A freshly initialised network beside the row's own: a denoiser, a critic. Its output layer may
   * be of any width; what the classifier interface calls logits is then simply its output.
   */
  Network newNetwork(ComputationGraphConfiguration configuration);

  /** Runs epochs, schedules, updates, checkpoints and resumes, for the row's network. */
  Trainer trainer();

  /**
   * A trainer for another network, with checkpoints of its own.
   *
   * @param purpose names the checkpoints, lower-case words joined by hyphens
   */
  Trainer trainer(String purpose);

  /**
   * A folder for checkpoints of a training loop of the defense's own, which resumes from what it
   * finds there. It is empty when a training begins, and deleted when it ends; a resumed training
   * finds it as the interrupted one left it.
   *
   * @param purpose names the folder, lower-case words joined by hyphens
   */
  Path checkpoints(String purpose);

  /** Saves a network, atomically, as a Deeplearning4j zip. */
  void saveNetwork(Network network, Path file);

  /**
   * Loads what {@link #saveNetwork} wrote.
   *
   * @throws DataException when the file is damaged or no network
   */
  Network loadNetwork(Path file);

  /**
   * Another model, trained first and loaded here.
   *
   * @param parameter of type {@link Parameter.Type#MODEL}, whose value names the model
   */
  ModelArtifact model(Parameter<?> parameter);

  /** Content-addressed results shared between cells. */
  Artifacts artifacts();

  /** The defense's randomness, keyed by the row's seed. */
  RandomKey random();

  Monitor monitor();
}
