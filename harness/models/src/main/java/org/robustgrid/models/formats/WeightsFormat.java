package org.robustgrid.models.formats;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.robustgrid.models.ImportSettings;
import org.robustgrid.models.ImportedModel;
import org.robustgrid.models.ModelFormat;
import org.robustgrid.models.Skeleton;
import org.robustgrid.models.graph.Blueprint;
import org.robustgrid.models.graph.HostTensor;
import org.robustgrid.models.graph.Refused;
import org.robustgrid.models.graph.Signature;
import org.robustgrid.models.graph.Sketch.Placement;
import org.robustgrid.models.weights.OwnNames;
import org.robustgrid.models.weights.StateDict;
import org.robustgrid.models.weights.WeightsFile;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.network.TensorNames;

/** Files of named weights, which are a network together with an architecture. */
final class WeightsFormat implements ModelFormat {

  @Override
  public String id() {
    return "pytorch and safetensors weights";
  }

  @Override
  public boolean recognises(Path file) {
    return WeightsFile.recognises(file);
  }

  @Override
  public ImportedModel read(Path file, ImportSettings settings) {
    StateDict weights = WeightsFile.read(file);
    Optional<Skeleton> skeleton = settings.skeleton();
    if (skeleton.isEmpty()) {
      throw new DataException(
          "weights file "
              + file
              + " holds "
              + weights.tensors().size()
              + " named weights and no network; name its architecture beside it (architecture: {id:"
              + " …, parameters: {…}} in a grid, --architecture ID -a NAME=VALUE on the command"
              + " line), or export the model as ONNX");
    }
    long[] shape =
        settings
            .inputShape()
            .orElseThrow(
                () ->
                    new DataException(
                        "weights file "
                            + file
                            + " does not state the shape of its images; give it"));
    try {
      return read(file, weights, skeleton.get(), shape, settings);
    } catch (Refused e) {
      throw WeightsFile.refused(
          file,
          new Refused(e.getMessage() + " (architecture '" + skeleton.get().label() + "')", e));
    } catch (IllegalArgumentException e) {
      throw new DataException("weights file " + file + ": " + e.getMessage(), e);
    }
  }

  private static ImportedModel read(
      Path file, StateDict weights, Skeleton skeleton, long[] shape, ImportSettings settings) {
    ComputationGraphConfiguration configuration = skeleton.configuration(shape);
    List<TensorNames> families = new ArrayList<>(skeleton.names(shape));
    OwnNames.of(configuration).ifPresent(families::add);
    if (families.isEmpty()) {
      throw new Refused("belongs to an architecture that does not say how its weights are named");
    }
    TensorNames names = best(weights, families);
    StateDict fitting = fitting(weights, names);
    List<Placement> placements = new ArrayList<>();
    Map<String, long[]> shapes = new LinkedHashMap<>();
    names
        .places()
        .forEach(
            (name, place) -> {
              HostTensor tensor = fitting.tensors().get(name).named(name);
              shapes.put(name, place.shape());
              placements.add(
                  new Placement(place.layer(), place.parameter(), tensor, place.transposed()));
            });
    Blueprint blueprint =
        new Blueprint(configuration, placements, Signature.of(shape, skeleton.classes()));
    List<String> notes =
        new ArrayList<>(List.of("names its weights as " + names.family() + " does"));
    ImportSettings all = withNormalisation(fitting, names, settings, notes);
    return new ImportedModel(
        "weights file " + file,
        Preprocessed.source("weights file " + file, blueprint, Optional.of(shape), all),
        shapes,
        notes,
        Optional.of(blueprint.signature()));
  }

  /** The family that most of the names are of. */
  private static TensorNames best(StateDict weights, List<TensorNames> families) {
    TensorNames best = families.get(0);
    long most = -1;
    for (TensorNames family : families) {
      Set<String> names = family.places().keySet();
      Set<String> there = weights.named(names).tensors().keySet();
      long found = names.stream().filter(there::contains).count();
      if (found > most) {
        most = found;
        best = family;
      }
    }
    return best;
  }

  private static StateDict fitting(StateDict weights, TensorNames names) {
    Map<String, long[]> shapes = new LinkedHashMap<>(names.unread());
    names.places().forEach((name, place) -> shapes.put(name, place.shape()));
    Set<String> optional = new HashSet<>(names.unread().keySet());
    names
        .normalisation()
        .ifPresent(
            by -> {
              for (String name : List.of(by.mean(), by.deviation())) {
                HostTensor tensor = weights.named(shapes.keySet()).tensors().get(name);
                if (tensor != null) {
                  shapes.put(name, tensor.shape());
                  optional.add(name);
                }
              }
            });
    return weights.requireFits(shapes, optional);
  }

  /** What the file says about its pixels, where nobody says otherwise. */
  private static ImportSettings withNormalisation(
      StateDict weights, TensorNames names, ImportSettings settings, List<String> notes) {
    if (names.normalisation().isEmpty() || settings.normalisation().isPresent()) {
      return settings;
    }
    TensorNames.Normalisation by = names.normalisation().get();
    HostTensor mean = weights.tensors().get(by.mean());
    HostTensor deviation = weights.tensors().get(by.deviation());
    if (mean == null || deviation == null) {
      return settings;
    }
    notes.add("normalises images by its tensors '" + by.mean() + "' and '" + by.deviation() + "'");
    return settings.normalised(new ImportSettings.Normalisation(mean.values(), deviation.values()));
  }
}
