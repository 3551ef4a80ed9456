package org.robustgrid.testkit.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.robustgrid.engine.Networks;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.network.Network;

/** Runs a folder of reference vectors. */
public final class GoldenSuite {

  private GoldenSuite() {}

  /**
   * The names of a folder's cases: those of {@code index.json} in its order, then every other sub
   * folder with a {@code case.json}.
   *
   * @throws DataException when the folder cannot be read or holds no case
   */
  public static List<String> cases(Path folder) {
    Set<String> names = new LinkedHashSet<>();
    Path index = folder.resolve("index.json");
    try (Stream<Path> entries = Files.list(folder)) {
      if (Files.exists(index)) {
        for (JsonNode name : new ObjectMapper().readTree(Files.readAllBytes(index)).path("cases")) {
          names.add(name.asText());
        }
      }
      entries
          .filter(entry -> Files.exists(entry.resolve("case.json")))
          .map(entry -> entry.getFileName().toString())
          .sorted()
          .forEach(names::add);
    } catch (IOException e) {
      throw new DataException(folder + ": cannot be read as reference vectors: " + e, e);
    }
    if (names.isEmpty()) {
      throw new DataException(
          folder + ": holds no reference vectors; expected sub folders with a case.json");
    }
    return List.copyOf(names);
  }

  /**
   * Runs every case; a failure does not stop the others.
   *
   * @param precision {@link DataType#DOUBLE}, or {@link DataType#FLOAT} with relative tolerances;
   *     there trajectories must only stay finite
   * @throws DataException when the folder cannot be read or holds no case
   */
  public static List<GoldenOutcome> run(Path folder, DataType precision) {
    List<GoldenOutcome> outcomes = new ArrayList<>();
    run(folder, precision, outcomes::add);
    return outcomes;
  }

  /** As {@link #run(Path, DataType)}, telling each outcome as soon as it is known. */
  public static void run(Path folder, DataType precision, Consumer<GoldenOutcome> listener) {
    run(folder, precision, Networks::of, listener);
  }

  /**
   * As {@link #run(Path, DataType)}, on networks of another executor.
   *
   * @param networks makes a network over a graph, whose parameters it shares
   */
  public static void run(
      Path folder,
      DataType precision,
      Function<ComputationGraph, Network> networks,
      Consumer<GoldenOutcome> listener) {
    for (String name : cases(folder)) {
      listener.accept(runCase(folder.resolve(name), precision, networks));
    }
    RefusedFiles.run(folder, listener);
  }

  /** Runs one case; whatever goes wrong becomes a failed outcome. */
  public static GoldenOutcome runCase(Path folder, DataType precision) {
    return runCase(folder, precision, Networks::of);
  }

  /**
   * As {@link #runCase(Path, DataType)}, on networks of another executor.
   *
   * @param networks makes a network over a graph, whose parameters it shares
   */
  public static GoldenOutcome runCase(
      Path folder, DataType precision, Function<ComputationGraph, Network> networks) {
    String name = folder.getFileName().toString();
    String kind = "?";
    try {
      JsonNode description = GoldenCase.describe(folder);
      kind = description.path("kind").asText();
      if (kind.equals("import")) {
        return ImportCase.run(folder, description, precision, networks);
      }
      GoldenKind known = GoldenKind.ALL.get(kind);
      if (known == null) {
        return failed(
            name,
            kind,
            "kind '"
                + kind
                + "' is not known here; known are "
                + String.join(", ", GoldenKind.ALL.keySet())
                + " and import");
      }
      GoldenCase golden = GoldenCase.open(folder, description, precision, networks);
      double tolerance =
          precision == DataType.DOUBLE
              ? golden.number("tolerance", known.tolerance(precision))
              : known.tolerance(precision);
      Comparison comparison = new Comparison(tolerance, precision);
      known.check().run(golden, comparison);
      String message = comparison.message();
      if (message.isEmpty() && known.tolerance(precision) == Double.POSITIVE_INFINITY) {
        message = "a trajectory: in float only finite values were asked for";
      }
      return new GoldenOutcome(name, kind, comparison.passed(), comparison.largest(), message);
    } catch (RuntimeException e) {
      return failed(name, kind, e.getMessage() == null ? e.toString() : e.getMessage());
    }
  }

  private static GoldenOutcome failed(String name, String kind, String message) {
    return new GoldenOutcome(name, kind, false, Double.NaN, message);
  }
}
