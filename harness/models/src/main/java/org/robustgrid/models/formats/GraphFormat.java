package org.robustgrid.models.formats;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.robustgrid.engine.GraphBacked;
import org.robustgrid.engine.model.ModelFile;
import org.robustgrid.models.ImportSettings;
import org.robustgrid.models.ImportedModel;
import org.robustgrid.models.ModelFormat;
import org.robustgrid.spi.data.DataException;

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
  public ImportedModel read(Path file, ImportSettings settings) {
    String source = "model file " + file;
    requireNoPreprocessing(source, settings);
    // once now, so that what is refused is refused before anything waits for the model
    load(file, DataType.FLOAT, settings);
    return new ImportedModel(
        source, precision -> load(file, precision, settings), Map.of(), List.of());
  }

  private static ComputationGraph load(Path file, DataType precision, ImportSettings settings) {
    return settings.inputShape().isPresent()
        ? GraphBacked.graphOf(ModelFile.load(file, precision, settings.inputShape().get()))
        : ModelFile.loadGraph(file, precision);
  }

  static void requireNoPreprocessing(String source, ImportSettings settings) {
    if (settings.range().isPresent()
        || settings.normalisation().isPresent()
        || settings.channelsLast()) {
      throw new DataException(
          source
              + " is of a format whose networks read images as the data are; leave out range,"
              + " normalize and layout, or export the model as ONNX");
    }
  }
}
