package org.robustgrid.models.formats;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.engine.model.ModelExport;
import org.robustgrid.engine.model.ModelJson;
import org.robustgrid.engine.model.NpzFile;
import org.robustgrid.models.ImportSettings;
import org.robustgrid.models.ImportedModel;
import org.robustgrid.models.ModelFormat;
import org.robustgrid.spi.data.DataException;

/** What {@code export} writes: a description of the layers, and the weights beside it. */
final class ExportedFormat implements ModelFormat {

  @Override
  public String id() {
    return "model.json with model.npz";
  }

  @Override
  public boolean recognises(Path file) {
    return file.getFileName().toString().endsWith(".json");
  }

  @Override
  public ImportedModel read(Path file, ImportSettings settings) {
    String source = "model file " + file;
    GraphFormat.requireNoPreprocessing(source, settings);
    JsonNode description;
    try {
      description = new ObjectMapper().readTree(Files.readAllBytes(file));
    } catch (JsonProcessingException e) {
      throw new DataException(source + " is not JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new DataException(source + " cannot be read: " + e.getMessage(), e);
    }
    Map<String, INDArray> arrays = NpzFile.read(file.resolveSibling(ModelExport.ARRAYS));
    try {
      ModelJson.configuration(description);
    } catch (DataException e) {
      throw new DataException(source + ": " + e.getMessage(), e);
    }
    return new ImportedModel(
        source,
        precision -> ModelJson.loadGraph(description, arrays, precision),
        Map.of(),
        List.of());
  }
}
