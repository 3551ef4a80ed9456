package org.robustgrid.cli.command;

import jakarta.inject.Inject;
import jakarta.inject.Provider;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.robustgrid.cli.terminal.Terminal;
import org.robustgrid.cli.terminal.TextTable;
import org.robustgrid.run.fetch.ByteCount;
import org.robustgrid.run.fetch.DatasetFiles;
import org.robustgrid.run.plugin.Plugin;
import org.robustgrid.run.plugin.PluginKind;
import org.robustgrid.run.plugin.PluginRegistry;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.data.Dataset;
import org.robustgrid.spi.data.DatasetProvider;
import org.robustgrid.spi.data.Download;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * Lists data sets with their sizes, opening each that needs no parameters; of one whose files are
 * not there, what is missing, where it may lie, and how it is fetched.
 */
@Command(
    name = "datasets",
    mixinStandardHelpOptions = true,
    description = {
      "Lists the data sets, their sizes and shapes, and whether their files are intact. If files of",
      "a public data set are missing, says how to get them and where to put them."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  robustgrid datasets",
      "  robustgrid datasets fetch fashion-mnist",
      "  robustgrid plugins describe idx     parameters of a reader of your own files"
    },
    subcommands = DatasetsFetchCommand.class)
public final class DatasetsCommand implements Runnable {

  private final Provider<PluginRegistry> registry;
  private final Terminal terminal;

  @Mixin private PluginPathOption pluginPath;

  @Inject
  DatasetsCommand(Provider<PluginRegistry> registry, Terminal terminal) {
    this.registry = registry;
    this.terminal = terminal;
  }

  @Override
  public void run() {
    for (Plugin plugin : registry.get().all(PluginKind.DATASET)) {
      terminal.line(plugin.id());
      TextTable table = new TextTable(terminal.width(), "  ");
      table.row("summary", plugin.descriptor().summary());
      describe(plugin, table);
      table.print(terminal);
    }
  }

  private static void describe(Plugin plugin, TextTable table) {
    List<String> missing = new ArrayList<>();
    Parameters parameters = Parameters.resolve(plugin.descriptor(), Map.of(), missing);
    if (!missing.isEmpty()) {
      table.row("needs", String.join("; ", missing));
      return;
    }
    List<DatasetFiles> files = DatasetFiles.of(plugin.dataset());
    try (Dataset dataset = ((DatasetProvider) plugin.provider()).create(parameters)) {
      String shape =
          LongStream.of(dataset.inputShape())
              .mapToObj(Long::toString)
              .collect(Collectors.joining("×"));
      table.row("inputs", shape + ", " + dataset.classes() + " classes");
      table.row(
          "samples", dataset.training().size() + " training, " + dataset.test().size() + " test");
      table.row("identity", dataset.identity());
      files.stream()
          .filter(place -> !place.there().isEmpty())
          .findFirst()
          .ifPresent(place -> table.row("files", "in " + place.folder()));
    } catch (RuntimeException e) {
      boolean nowhere = files.stream().allMatch(place -> place.there().isEmpty());
      if (plugin.dataset().downloads().isEmpty() || !nowhere) {
        table.row("unusable", e.getMessage() == null ? e.toString() : e.getMessage());
      }
      if (!plugin.dataset().downloads().isEmpty()) {
        missing(plugin, files, table);
      }
    }
  }

  /** What lies where, and how the rest is got. */
  private static void missing(Plugin plugin, List<DatasetFiles> files, TextTable table) {
    for (DatasetFiles place : files) {
      if (!place.there().isEmpty()) {
        table.row("there", String.join(", ", place.there()) + " in " + place.folder());
      }
    }
    DatasetFiles fullest =
        files.stream()
            .reduce((a, b) -> b.missing().size() < a.missing().size() ? b : a)
            .orElseThrow();
    if (!fullest.missing().isEmpty()) {
      table.row("missing", String.join(", ", fullest.missing()));
    }
    table.row(
        "fetch",
        "robustgrid datasets fetch "
            + plugin.id()
            + ": "
            + plugin.dataset().downloads().stream()
                .map(DatasetsCommand::described)
                .collect(Collectors.joining("; ")));
    table.row(
        "or put into",
        files.stream()
            .map(DatasetFiles::folder)
            .map(Path::toString)
            .collect(Collectors.joining(", ")));
  }

  /** A download's address, size and what is known of its content. */
  static String described(Download download) {
    List<String> parts = new ArrayList<>();
    download.size().ifPresent(size -> parts.add(ByteCount.words(size)));
    parts.add(
        download.sha256().isPresent()
            ? "SHA-256 known"
            : download.md5().isPresent() ? "MD5 known" : "no hash known");
    download.optional().ifPresent(parts::add);
    return download.address() + " (" + String.join(", ", parts) + ")";
  }
}
