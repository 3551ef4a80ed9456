package org.robustgrid.run.plan;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.robustgrid.base.yaml.Place;
import org.robustgrid.base.yaml.Problems;
import org.robustgrid.models.Examination;
import org.robustgrid.spi.defense.DefenseCost;

/**
 * Plans the model files that parameters name: they are read before what names them, and no rows.
 */
final class NamedFiles {

  private final Path folder;
  private final ModelFilePlanner files;
  private final Problems problems;
  private final Map<String, PlannedModel> models = new LinkedHashMap<>();

  /**
   * @param folder that relative paths are resolved against
   */
  NamedFiles(Path folder, ModelFilePlanner files, Problems problems) {
    this.folder = folder;
    this.files = files;
    this.problems = problems;
  }

  /** The models of all files that were named so far. */
  List<PlannedModel> models() {
    return List.copyOf(models.values());
  }

  /**
   * The model of a file that classifies a data set; a mistake goes to the problems.
   *
   * @param rows labels that the parameter could have named instead
   */
  Optional<PlannedModel> classifier(
      String parameter, Place place, String name, List<String> rows, PlannedDataset dataset) {
    return exists(parameter, place, name, rows)
        .flatMap(
            path ->
                model(
                    parameter,
                    place,
                    path,
                    files.examine(path, FileReading.AS_IT_IS, Optional.empty(), dataset),
                    dataset));
  }

  /** The same of a file whose network reads a data set, whatever classes it tells. */
  Optional<PlannedModel> network(
      String parameter, Place place, String name, List<String> rows, PlannedDataset dataset) {
    return exists(parameter, place, name, rows)
        .flatMap(path -> model(parameter, place, path, files.examine(path, dataset), dataset));
  }

  private Optional<Path> exists(String parameter, Place place, String name, List<String> rows) {
    Path path = folder.resolve(name);
    if (Files.isRegularFile(path)) {
      return Optional.of(path);
    }
    problems.add(
        place,
        "parameter '"
            + parameter
            + "': '"
            + name
            + "' is neither the label of a row ("
            + String.join(", ", rows)
            + ") nor a model file: there is no file "
            + path);
    return Optional.empty();
  }

  private Optional<PlannedModel> model(
      String parameter, Place place, Path path, Examination examination, PlannedDataset dataset) {
    Optional<String> problem = examination.problem();
    if (problem.isPresent()) {
      problems.add(place, "parameter '" + parameter + "': " + problem.get());
      return Optional.empty();
    }
    String hash = files.hash(path, place);
    String row = "file:" + hash.substring(0, Math.min(12, hash.length()));
    String id = ModelPlanner.id(dataset, row, 0);
    PlannedPlugin plain = new PlannedPlugin("", row, Map.of(), Map.of(), "", "");
    return Optional.of(
        models.computeIfAbsent(
            id,
            key ->
                new PlannedModel(
                    id,
                    row,
                    false,
                    dataset.label(),
                    null,
                    ModelPlanner.FILE_ARCHITECTURE,
                    plain,
                    Map.of(),
                    0,
                    path.toString(),
                    hash,
                    false,
                    Map.of(),
                    null,
                    false,
                    DefenseCost.CLEAN_TRAINING)));
  }
}
