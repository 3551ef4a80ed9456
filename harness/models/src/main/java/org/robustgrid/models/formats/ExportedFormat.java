package org.robustgrid.models.formats;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.robustgrid.engine.model.ModelExport;
import org.robustgrid.engine.model.ModelJson;
import org.robustgrid.engine.model.NpzFile;
import org.robustgrid.models.ImportSettings;
import org.robustgrid.models.ImportedModel;
import org.robustgrid.models.ModelFormat;
import org.robustgrid.models.graph.Signature;
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
  public List<Path> files(Path file) {
    Path arrays = file.resolveSibling(ModelExport.ARRAYS);
    return Files.isRegularFile(arrays) ? List.of(file, arrays) : List.of(file);
  }

  @Override
  public ImportedModel read(Path file, ImportSettings settings) {
    String source = "model file " + file;
    JsonNode description;
    try {
      description = new ObjectMapper().readTree(Files.readAllBytes(file));
      requireNetwork(description, file);
      ModelJson.configuration(description);
    } catch (JsonProcessingException e) {
      throw new DataException(source + " is not JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new DataException(source + " cannot be read: " + e.getMessage(), e);
    } catch (DataException e) {
      throw new DataException(source + ": " + e.getMessage(), e);
    }
    Path arrays = file.resolveSibling(ModelExport.ARRAYS);
    if (!Files.isRegularFile(arrays)) {
      throw new DataException(
          source + " needs its weights beside it, in " + arrays + ", which does not exist");
    }
    Signature signature = signature(description);
    long[] shape = signature.inputShape().stream().mapToLong(Long::longValue).toArray();
    return new ImportedModel(
        source,
        Preprocessed.source(
            source,
            precision -> ModelJson.loadGraph(description, NpzFile.read(arrays), precision),
            Optional.of(shape),
            settings),
        Map.of(),
        List.of(),
        Optional.of(signature));
  }

  /** A run keeps a record of each training under the same name, beside the network. */
  private static void requireNetwork(JsonNode description, Path file) {
    if (!description.has("input") && !description.has("layers")) {
      Path network = file.resolveSibling("model.zip");
      throw new DataException(
          "describes no network: it has neither 'input' nor 'layers', which 'robustgrid export'"
              + " writes"
              + (Files.isRegularFile(network) ? "; give " + network + " beside it" : ""));
    }
  }

  private static Signature signature(JsonNode description) {
    List<Long> shape = new ArrayList<>();
    description.path("input").forEach(size -> shape.add(size.asLong()));
    return new Signature(shape, description.path("classes").asInt());
  }
}
