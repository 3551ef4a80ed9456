package org.robustgrid.run.worker;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.robustgrid.base.files.Sha256;
import org.robustgrid.models.Skeleton;
import org.robustgrid.models.formats.ModelFormats;
import org.robustgrid.run.executor.Executor;
import org.robustgrid.run.plan.ModelFiles;
import org.robustgrid.run.plan.PlannedModel;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.network.Architecture;
import org.robustgrid.spi.network.Network;

/** Networks of model files that were trained elsewhere, as they were when the run was planned. */
final class ForeignModel {

  private ForeignModel() {}

  /**
   * Loads the network of a model that is a file.
   *
   * @param inputShape of the data
   * @param classes number of classes of the data, for the architecture
   * @param architecture of a file of weights
   * @throws DataException when the file is gone, was changed, or cannot be read
   */
  static Network load(
      Executor executor,
      PlannedModel model,
      long[] inputShape,
      int classes,
      Optional<Architecture> architecture) {
    Path file = Path.of(model.file());
    if (!Files.isRegularFile(file) || !ModelFiles.hash(file, Sha256::of).equals(model.fileHash())) {
      throw new DataException(
          "model file "
              + file
              + " has changed since the run was planned, or is gone; put it back,"
              + " or plan again in another folder");
    }
    Optional<Skeleton> skeleton =
        architecture.map(a -> new Skeleton(model.architecture().label(), a, classes));
    return executor.adopt(
        ModelFormats.read(file, model.readAs().settings().within(skeleton).forInput(inputShape)));
  }

  /**
   * Makes sure that a network reads the given data.
   *
   * @param source the model file, for the message
   * @throws DataException saying what the network reads and what the data are
   */
  static void requireReads(Network network, long[] inputShape, Path source) {
    if (!Arrays.equals(network.inputShape(), inputShape)) {
      throw new DataException(
          "model file "
              + source
              + " reads inputs of shape "
              + Arrays.toString(network.inputShape())
              + ", but the data are "
              + Arrays.toString(inputShape)
              + "; choose a model that reads such data");
    }
  }

  /**
   * Makes sure that a network answers the given data.
   *
   * @param source the model file, for the message
   * @throws DataException saying what the network reads and what the data are
   */
  static void requireFits(Network network, long[] inputShape, int classes, Path source) {
    if (!Arrays.equals(network.inputShape(), inputShape) || network.classes() != classes) {
      throw new DataException(
          "model file "
              + source
              + " reads inputs of shape "
              + Arrays.toString(network.inputShape())
              + " and has "
              + network.classes()
              + " classes, but the data are "
              + Arrays.toString(inputShape)
              + " with "
              + classes
              + " classes; choose a model trained on such data");
    }
  }
}
