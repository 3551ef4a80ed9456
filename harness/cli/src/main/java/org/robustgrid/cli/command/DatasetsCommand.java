package org.robustgrid.cli.command;

import jakarta.inject.Inject;
import jakarta.inject.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.robustgrid.cli.terminal.Terminal;
import org.robustgrid.cli.terminal.TextTable;
import org.robustgrid.run.plugin.Plugin;
import org.robustgrid.run.plugin.PluginKind;
import org.robustgrid.run.plugin.PluginRegistry;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.data.Dataset;
import org.robustgrid.spi.data.DatasetProvider;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists data sets with their sizes, opening each that needs no parameters. */
@Command(
    name = "datasets",
    mixinStandardHelpOptions = true,
    description = "Lists the data sets, their sizes, shapes and whether their files are intact.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  robustgrid datasets",
      "  robustgrid plugins describe idx     parameters of a reader of your own files"
    })
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
    try (Dataset dataset = ((DatasetProvider) plugin.provider()).create(parameters)) {
      String shape =
          LongStream.of(dataset.inputShape())
              .mapToObj(Long::toString)
              .collect(Collectors.joining("×"));
      table.row("inputs", shape + ", " + dataset.classes() + " classes");
      table.row(
          "samples", dataset.training().size() + " training, " + dataset.test().size() + " test");
      table.row("identity", dataset.identity());
    } catch (RuntimeException e) {
      table.row("unusable", e.getMessage() == null ? e.toString() : e.getMessage());
    }
  }
}
