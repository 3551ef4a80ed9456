package org.robustgrid.engine.training;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.base.files.AtomicFile;
import org.robustgrid.engine.model.NpzFile;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.defense.TrainingReport;

/**
 * The state of a training after an epoch, as one file of arrays that is replaced atomically:
 * weights, their average, the update rule's state, the objective's own state, the report so far,
 * and the fingerprint of the training it belongs to.
 */
final class Checkpoint {

  static final String FILE = "checkpoint.npz";
  private static final String STATE = "state.";

  private final Path file;
  private final INDArray fingerprint;

  Checkpoint(Path folder, INDArray fingerprint) {
    this.file = folder.resolve(FILE);
    this.fingerprint = fingerprint;
  }

  /** Writes the state after an epoch over the one before. */
  void save(
      INDArray weights,
      INDArray updater,
      INDArray average,
      Map<String, INDArray> state,
      TrainingProgress progress) {
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    List<TrainingReport.Epoch> epochs = progress.epochs();
    arrays.put("fingerprint", fingerprint);
    arrays.put("best-epoch", Nd4j.createFromArray(new long[] {progress.bestEpoch()}));
    arrays.put(
        "losses",
        Nd4j.createFromArray(epochs.stream().mapToDouble(TrainingReport.Epoch::loss).toArray()));
    arrays.put(
        "validation",
        Nd4j.createFromArray(
            epochs.stream().mapToDouble(TrainingReport.Epoch::validationAccuracy).toArray()));
    arrays.put("weights", weights);
    arrays.put("updater", updater);
    if (!average.isEmpty()) {
      arrays.put("average", average);
    }
    if (progress.selecting()) {
      arrays.put("best-weights", progress.bestWeights());
    }
    state.forEach((name, array) -> arrays.put(STATE + name, array));
    NpzFile.write(file, arrays);
  }

  /**
   * Restores the last finished epoch, where there is one.
   *
   * @return the objective's own state as it was, empty if nothing was restored
   * @throws DataException when the file is damaged or belongs to another training
   */
  Map<String, INDArray> restore(
      INDArray weights, INDArray updater, INDArray average, TrainingProgress progress) {
    AtomicFile.sweep(file.getParent());
    if (!Files.exists(file)) {
      return Map.of();
    }
    Map<String, INDArray> arrays = NpzFile.read(file);
    if (!belongsHere(arrays.get("fingerprint"))) {
      throw new DataException(
          "the checkpoint "
              + file
              + " belongs to a training with other settings, data or initial weights; delete it to"
              + " start over, or take another folder");
    }
    weights.assign(array(arrays, "weights", weights));
    updater.assign(array(arrays, "updater", updater));
    if (!average.isEmpty()) {
      average.assign(array(arrays, "average", average));
    }
    double[] losses = arrays.get("losses").toDoubleVector();
    double[] validation = arrays.get("validation").toDoubleVector();
    List<TrainingReport.Epoch> epochs = new ArrayList<>();
    for (int i = 0; i < losses.length; i++) {
      epochs.add(new TrainingReport.Epoch(losses[i], validation[i]));
    }
    int best = (int) arrays.get("best-epoch").getLong(0);
    progress.restore(epochs, best, arrays.get("best-weights"));
    Map<String, INDArray> state = new LinkedHashMap<>();
    arrays.forEach(
        (name, array) -> {
          if (name.startsWith(STATE)) {
            state.put(name.substring(STATE.length()), array);
          }
        });
    return state;
  }

  private boolean belongsHere(INDArray found) {
    // arrays' own equality allows for rounding
    return found != null && Arrays.equals(fingerprint.toLongVector(), found.toLongVector());
  }

  private INDArray array(Map<String, INDArray> arrays, String name, INDArray like) {
    INDArray array = arrays.get(name);
    if (array == null || array.length() != like.length() || array.dataType() != like.dataType()) {
      throw new DataException(
          "the checkpoint " + file + " is damaged: '" + name + "' does not fit; delete it");
    }
    return array.reshape(like.shape());
  }
}
