package org.robustgrid.models.formats;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.robustgrid.engine.model.ModelFile;
import org.robustgrid.models.ClassifiedData;
import org.robustgrid.models.Examination;
import org.robustgrid.models.ImportSettings;
import org.robustgrid.models.ImportedModel;
import org.robustgrid.models.ModelFormat;
import org.robustgrid.models.deeplearning4j.Deeplearning4jZip;

/** Deeplearning4j's zips of a {@code ComputationGraph}. */
final class GraphFormat implements ModelFormat {

  @Override
  public String id() {
    return "Deeplearning4j zip";
  }

  @Override
  public boolean recognises(Path file) {
    return file.toString().toLowerCase(Locale.ROOT).endsWith(".zip");
  }

  @Override
  public Examination examine(Path file, ImportSettings settings, Optional<ClassifiedData> data) {
    return new Examination(
        Deeplearning4jZip.problem(file, data)
            .or(() -> Preprocessed.problem(data.map(ClassifiedData::shape), settings))
            .map(what -> what.contains(file.toString()) ? what : source(file) + " " + what),
        List.of(),
        settings.readsDataAsTheyAre() ? Deeplearning4jZip.activations(file) : List.of(),
        Deeplearning4jZip.standIn(file));
  }

  @Override
  public ImportedModel read(Path file, ImportSettings settings) {
    String source = source(file);
    return new ImportedModel(
        source,
        Preprocessed.source(
            source, precision -> load(file, precision, settings), settings.inputShape(), settings),
        Map.of(),
        List.of(),
        Optional.empty());
  }

  private static String source(Path file) {
    return "model file " + file;
  }

  private static ComputationGraph load(Path file, DataType precision, ImportSettings settings) {
    return settings.inputShape().isPresent()
        ? ModelFile.loadGraph(file, precision, settings.inputShape().get())
        : ModelFile.loadGraph(file, precision);
  }
}
