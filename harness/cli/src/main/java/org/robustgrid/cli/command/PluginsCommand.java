package org.robustgrid.cli.command;

import jakarta.inject.Inject;
import jakarta.inject.Provider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.robustgrid.base.Nearest;
import org.robustgrid.base.UserException;
import org.robustgrid.cli.terminal.Terminal;
import org.robustgrid.cli.terminal.TextTable;
import org.robustgrid.run.plugin.Plugin;
import org.robustgrid.run.plugin.PluginKind;
import org.robustgrid.run.plugin.PluginOrigin;
import org.robustgrid.run.plugin.PluginProblem;
import org.robustgrid.run.plugin.PluginRegistry;
import org.robustgrid.spi.Descriptor;
import org.robustgrid.spi.Parameter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lists plugins, and describes one. */
@Command(
    name = "plugins",
    mixinStandardHelpOptions = true,
    description = {
      "Lists the plugins that were found, where they come from and what is unusable.",
      "Exit code 2 if something is unusable, so it can check a folder of jars."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  robustgrid plugins                  attacks, defenses, architectures, data sets",
      "  robustgrid plugins describe trades  parameters, defaults and citations of one",
      "  robustgrid plugins --plugin-path jars/     with the plugins of a folder"
    })
public final class PluginsCommand implements Callable<Integer> {

  private final Provider<PluginRegistry> registry;
  private final Terminal terminal;

  @Mixin private PluginPathOption pluginPath;

  @Inject
  PluginsCommand(Provider<PluginRegistry> registry, Terminal terminal) {
    this.registry = registry;
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    PluginRegistry plugins = registry.get();
    for (PluginKind kind : PluginKind.values()) {
      Map<String, List<Plugin>> byOrigin =
          plugins.all(kind).stream()
              .collect(
                  Collectors.groupingBy(
                      plugin -> origin(plugin.origin()), TreeMap::new, Collectors.toList()));
      byOrigin.forEach((origin, group) -> list(kind, origin, group));
    }
    for (PluginProblem problem : plugins.problems()) {
      terminal.line("unusable: " + problem.source() + ": " + problem.message());
    }
    return plugins.problems().isEmpty() ? ExitCode.OK : ExitCode.USER_ERROR;
  }

  private void list(PluginKind kind, String origin, List<Plugin> plugins) {
    terminal.line(kind.id() + ", from " + origin);
    TextTable table = new TextTable(terminal.width(), "  ");
    plugins.forEach(plugin -> table.row(plugin.id(), plugin.descriptor().summary()));
    table.print(terminal);
  }

  private static String origin(PluginOrigin origin) {
    if (!origin.bundled()) {
      return origin.where() + ", version " + origin.version();
    }
    return origin.location().map(place -> place.getFileName().toString()).orElse(origin.where());
  }

  @Command(
      name = "describe",
      mixinStandardHelpOptions = true,
      description = "Describes a plugin: summary, citations, parameters with defaults and ranges.",
      footerHeading = "%nExamples:%n",
      footer = {"  robustgrid plugins describe apgd", "  robustgrid plugins describe small-cnn"})
  void describe(
      @Mixin PluginPathOption described,
      @Parameters(paramLabel = "ID", description = "A plugin's id.") String id) {
    PluginRegistry plugins = registry.get();
    List<Plugin> found = new ArrayList<>();
    for (PluginKind kind : PluginKind.values()) {
      plugins.all(kind).stream().filter(plugin -> plugin.id().equals(id)).forEach(found::add);
    }
    if (found.isEmpty()) {
      throw new UserException(
          "there is no plugin '"
              + id
              + "'; 'robustgrid plugins' lists those there are"
              + Nearest.question(id, ids(plugins))
              + plugins.problems().stream()
                  .map(p -> "\n    left out: " + p.source() + ": " + p.message())
                  .collect(Collectors.joining()));
    }
    found.forEach(this::describe);
  }

  private static Set<String> ids(PluginRegistry plugins) {
    return Arrays.stream(PluginKind.values())
        .flatMap(kind -> plugins.all(kind).stream())
        .map(Plugin::id)
        .collect(Collectors.toSet());
  }

  private void describe(Plugin plugin) {
    Descriptor descriptor = plugin.descriptor();
    terminal.line(plugin.kind().id() + " " + plugin.id());
    TextTable table = new TextTable(terminal.width(), "  ");
    table.row("summary", descriptor.summary());
    descriptor.citations().forEach(citation -> table.row("citation", citation));
    descriptor.details().forEach(table::row);
    table.row("origin", plugin.origin().where() + ", version " + plugin.origin().version());
    table.row("content", "sha256 " + plugin.origin().contentHash());
    table.print(terminal);
    if (descriptor.parameters().isEmpty()) {
      terminal.line("  no parameters");
      return;
    }
    terminal.line("  parameters");
    TextTable parameters = new TextTable(terminal.width(), "    ");
    for (Parameter<?> parameter : descriptor.parameters()) {
      parameters.row(
          parameter.name(),
          parameter.type().name().toLowerCase(Locale.ROOT),
          parameter.defaultValue().map(value -> "default " + value).orElse("required")
              + (parameter.followsData() ? ", or what is customary on the data" : ""),
          parameter.range(),
          parameter.documentation());
    }
    parameters.print(terminal);
  }
}
