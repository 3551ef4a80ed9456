package org.robustgrid.run.executor;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.models.ImportedModel;
import org.robustgrid.spi.defense.Trainer;
import org.robustgrid.spi.network.Network;

/**
 * Computes networks in a worker process: makes, trains, stores, loads and identifies them. A
 * network is closed by its own {@link Network#close}. Calls come from one thread.
 */
public interface Executor extends AutoCloseable {

  /** FLOAT or DOUBLE: the precision of its networks. */
  DataType precision();

  /** A freshly initialised network: equal weights for an equal configuration, seed included. */
  Network create(ComputationGraphConfiguration configuration);

  /**
   * A network over a graph, whose parameters it shares.
   *
   * @param graph initialised, in this executor's precision, with one input and one output
   * @throws IllegalArgumentException naming a layer that is not computed here
   */
  Network over(ComputationGraph graph);

  /** The trainer of its networks. */
  Trainer trainer(TrainerRequest request);

  /** Saves a network atomically as a Deeplearning4j zip. */
  void save(Network network, Path file);

  /**
   * Loads a model file.
   *
   * @param inputShape of the data, which the file need not state
   * @throws org.robustgrid.spi.data.DataException if it is not a model file, or does not fit
   */
  Network load(Path file, long[] inputShape);

  /**
   * Loads a model of another program.
   *
   * @throws org.robustgrid.spi.data.DataException when a part of it is not computed here
   */
  Network adopt(ImportedModel model);

  /** SHA-256 of what a network computes, independent of its file. */
  String weightHash(Network network);

  /**
   * Saves named arrays atomically: those that a defense keeps beside its networks. Equal arrays
   * give equal bytes.
   */
  void saveArrays(Map<String, INDArray> arrays, Path file);

  /**
   * Loads what {@link #saveArrays} wrote.
   *
   * @throws org.robustgrid.spi.data.DataException when the file is missing or damaged
   */
  Map<String, INDArray> loadArrays(Path file);

  /**
   * The files of the epochs whose weights a trainer kept in its checkpoint folder ({@link
   * TrainerRequest#keepEpochs}), by name, in the order of the epochs; none without such a folder.
   */
  List<Epoch> epochs(Path folder);

  /**
   * Loads the weights of an epoch into a network of the same architecture.
   *
   * @param folder holds the files of {@link #epochs}
   * @param epoch 1 = after the first
   * @throws org.robustgrid.spi.data.DataException when it was not kept or is damaged
   */
  void loadEpoch(Network network, Path folder, int epoch);

  /**
   * Samples that a network computes at once outside training passes, if memory holds fewer than the
   * settings say: last bits of a result may differ then. Empty if it computes as many.
   */
  OptionalInt fewerAtOnce(Network network);

  /** Layers that take several times as long as they should, by name, each with what it is. */
  Map<String, String> slowLayers(Network network);

  @Override
  default void close() {}

  /**
   * Weights that a trainer kept.
   *
   * @param number 1 = after the first epoch
   * @param file name of the file in the folder
   */
  record Epoch(int number, String file) {}
}
