package org.robustgrid.testkit.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.nd4j.linalg.api.buffer.DataType;
import org.robustgrid.models.ImportSettings;
import org.robustgrid.models.formats.ModelFormats;
import org.robustgrid.models.graph.Refused;
import org.robustgrid.models.weights.StateDict;
import org.robustgrid.models.weights.WeightsFile;
import org.robustgrid.spi.data.DataException;

/** Files that must be refused in words, with nothing in them run. */
final class RefusedFiles {

  private RefusedFiles() {}

  /** Tries every file that a folder's {@code refuse/index.json} lists, if there is one. */
  static void run(Path folder, Consumer<GoldenOutcome> listener) {
    Path refuse = folder.resolve("refuse");
    Path index = refuse.resolve("index.json");
    if (!Files.exists(index)) {
      return;
    }
    JsonNode listed;
    try {
      listed = new ObjectMapper().readTree(Files.readAllBytes(index));
    } catch (IOException e) {
      throw new DataException(index + ": cannot be read: " + e.getMessage(), e);
    }
    Path marker = Path.of(listed.path("marker").asText("none"));
    for (JsonNode entry : listed.path("files")) {
      listener.accept(outcome(refuse, entry, marker));
    }
  }

  private static GoldenOutcome outcome(Path refuse, JsonNode entry, Path marker) {
    String file = entry.path("file").asText();
    String message = attempt(refuse, entry);
    String fault = "";
    if (Files.exists(marker)) {
      fault = "was executed: " + marker.toAbsolutePath() + " exists";
    } else if (message == null) {
      fault = "was read without an error: " + entry.path("why").asText();
    } else if (!names(message, entry.path("message_names_one_of"))
        || !message.contains(refuse.resolve(file).getFileName().toString())) {
      fault = "was refused with another reason: " + message;
    }
    return new GoldenOutcome(
        "refuse/" + file,
        "refuse",
        fault.isEmpty(),
        fault.isEmpty() ? 0 : Double.NaN,
        fault.isEmpty() ? message : fault);
  }

  private static String attempt(Path refuse, JsonNode entry) {
    Path file = refuse.resolve(entry.path("file").asText());
    try {
      if (WeightsFile.recognises(file)) {
        loadInto(file, refuse.resolveSibling(entry.path("network").asText()));
      } else {
        ModelFormats.read(file, ImportSettings.NONE).network(DataType.DOUBLE).close();
      }
      return null;
    } catch (DataException e) {
      return e.getMessage();
    }
  }

  private static void loadInto(Path file, Path network) {
    StateDict weights = WeightsFile.read(file);
    try {
      weights.requireFits(ImportCase.shapes(GoldenCase.describe(network)), Set.of());
    } catch (Refused e) {
      throw WeightsFile.refused(file, e);
    }
  }

  private static boolean names(String message, JsonNode words) {
    String lower = message.toLowerCase(Locale.ROOT);
    for (JsonNode word : words) {
      if (lower.contains(word.asText().toLowerCase(Locale.ROOT))) {
        return true;
      }
    }
    return false;
  }
}
