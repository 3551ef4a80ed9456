package org.robustgrid.run.worker;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.base.files.Sha256;
import org.robustgrid.run.cell.ModelResult;
import org.robustgrid.run.executor.Executor;
import org.robustgrid.run.folder.FolderStore;
import org.robustgrid.run.folder.RunFolder;
import org.robustgrid.run.plan.GridPlan;
import org.robustgrid.run.plan.PlannedDataset;
import org.robustgrid.run.plan.PlannedModel;
import org.robustgrid.run.plugin.Plugin;
import org.robustgrid.run.plugin.PluginKind;
import org.robustgrid.run.plugin.PluginRegistry;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.defense.Defense;
import org.robustgrid.spi.defense.DefenseProvider;
import org.robustgrid.spi.network.Architecture;
import org.robustgrid.spi.network.ArchitectureProvider;
import org.robustgrid.spi.network.Classifier;
import org.robustgrid.spi.network.Network;

/** Loads trained models of the run folder; keeps the last one, since units come in runs. */
final class ModelLoader {

  private final GridPlan plan;
  private final RunFolder folder;
  private final FolderStore store;
  private final Executor executor;
  private final PluginRegistry registry;
  private String lastKey = "";
  private LoadedModel last;

  ModelLoader(
      GridPlan plan,
      RunFolder folder,
      FolderStore store,
      Executor executor,
      PluginRegistry registry) {
    this.plan = plan;
    this.folder = folder;
    this.store = store;
    this.executor = executor;
    this.registry = registry;
  }

  /**
   * Loads a model.
   *
   * @param modelKey key of its training
   * @throws DataException when its files are missing or changed
   */
  LoadedModel load(PlannedModel model, String modelKey) {
    String key = modelKey + model.id();
    if (!key.equals(lastKey)) {
      // its buffers are wanted for the next one
      if (last != null) {
        last.release();
      }
      last = read(model, modelKey);
      lastKey = key;
    }
    last.meter().reset();
    return last;
  }

  private LoadedModel read(PlannedModel model, String modelKey) {
    ModelResult result =
        store
            .get(modelKey, ModelResult.class)
            .orElseThrow(() -> new DataException("model " + model.id() + " is not trained yet"));
    Path zip = folder.modelZip(modelKey);
    requireHash(zip, result.fileHash());
    if (!result.arraysHash().isEmpty()) {
      requireHash(folder.modelArrays(modelKey), result.arraysHash());
    }
    long[] shape = plan.dataset(model.dataset()).shape();
    Network network = model.isPython() ? python(model) : executor.load(zip, shape);
    Map<String, Network> networks = new TreeMap<>();
    result
        .networks()
        .forEach(
            (name, hash) -> {
              Path file = folder.modelNetwork(modelKey, name);
              requireHash(file, hash);
              networks.put(name, executor.load(file, shape));
            });
    Map<String, INDArray> arrays =
        result.arraysHash().isEmpty()
            ? Map.of()
            : executor.loadArrays(folder.modelArrays(modelKey));
    PassMeter meter = new PassMeter();
    Classifier bare =
        network instanceof PythonNetwork python
            ? new PythonClassifier(python, meter)
            : new NetworkClassifier(network, meter);
    Classifier deployed =
        model.shown()
            ? defense(model).deploy(new TrainedParts(bare, networks, arrays, meter))
            : bare;
    boolean plain =
        deployed == bare && !(network instanceof PythonNetwork code && code.decidesOnly());
    return new LoadedModel(result, executor, network, networks, arrays, deployed, plain, meter);
  }

  /** The code of a model, as it was when the run was planned; no process is started yet. */
  PythonNetwork python(PlannedModel model) {
    PlannedDataset dataset = plan.dataset(model.dataset());
    return PythonNetwork.of(
        model, dataset.shape(), dataset.classNames().size(), executor.precision());
  }

  private static void requireHash(Path file, String hash) {
    if (!Files.exists(file) || !Sha256.of(file).equals(hash)) {
      throw new DataException(
          file
              + (Files.exists(file) ? " was changed after it was written" : " is missing")
              + "; run again, which trains the model again, or put the original back");
    }
  }

  /** The architecture of a model that is no file, created from its resolved parameters. */
  Architecture architecture(PlannedModel model) {
    Plugin plugin = registry.find(PluginKind.ARCHITECTURE, model.architecture().id());
    return ((ArchitectureProvider) plugin.provider())
        .create(Parameters.of(plugin.descriptor(), model.architecture().parameters()));
  }

  /** The defense of a model, created from its resolved parameters. */
  Defense defense(PlannedModel model) {
    Plugin plugin = registry.find(PluginKind.DEFENSE, model.defense().id());
    return ((DefenseProvider) plugin.provider())
        .create(Parameters.of(plugin.descriptor(), model.defense().parameters()));
  }
}
