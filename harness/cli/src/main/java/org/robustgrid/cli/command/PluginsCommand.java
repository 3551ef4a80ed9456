package org.robustgrid.cli.command;

import jakarta.inject.Inject;
import jakarta.inject.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.robustgrid.cli.terminal.Terminal;
import org.robustgrid.cli.terminal.TextTable;
import org.robustgrid.core.UserException;
import org.robustgrid.core.plugin.Plugin;
import org.robustgrid.core.plugin.PluginKind;
import org.robustgrid.core.plugin.PluginOrigin;
import org.robustgrid.core.plugin.PluginProblem;
import org.robustgrid.core.plugin.PluginRegistry;
import org.robustgrid.spi.Descriptor;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.ParameterDeclaration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lists plugins, and describes one. */
@Command(
    name = "plugins",
    mixinStandardHelpOptions = true,
    description = "Lists the plugins that were found, where they come from and what is unusable.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  robustgrid plugins                  attacks, defenses, architectures, data sets",
      "  robustgrid plugins describe trades  parameters, defaults and citations of one"
    })
public final class PluginsCommand implements Runnable {

  private final Provider<PluginRegistry> registry;
  private final Terminal terminal;

  @Inject
  PluginsCommand(Provider<PluginRegistry> registry, Terminal terminal) {
    this.registry = registry;
    this.terminal = terminal;
  }

  @Override
  public void run() {
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
  }

  private void list(PluginKind kind, String origin, List<Plugin> plugins) {
    terminal.line(kind.id() + ", from " + origin);
    TextTable table = new TextTable(terminal.width(), "  ");
    plugins.forEach(plugin -> table.row(plugin.id(), plugin.descriptor().summary()));
    table.print(terminal);
  }

  private static String origin(PluginOrigin origin) {
    return origin.location().map(place -> place.getFileName().toString()).orElse(origin.where());
  }

  @Command(
      name = "describe",
      mixinStandardHelpOptions = true,
      description = "Describes a plugin: summary, citations, parameters with defaults and ranges.",
      footerHeading = "%nExamples:%n",
      footer = {"  robustgrid plugins describe apgd", "  robustgrid plugins describe small-cnn"})
  void describe(@Parameters(paramLabel = "ID", description = "A plugin's id.") String id) {
    PluginRegistry plugins = registry.get();
    List<Plugin> found = new ArrayList<>();
    for (PluginKind kind : PluginKind.values()) {
      plugins.all(kind).stream().filter(plugin -> plugin.id().equals(id)).forEach(found::add);
    }
    if (found.isEmpty()) {
      throw new UserException(
          "there is no plugin '" + id + "'; 'robustgrid plugins' lists those there are");
    }
    found.forEach(this::describe);
  }

  private void describe(Plugin plugin) {
    Descriptor descriptor = plugin.descriptor();
    terminal.line(plugin.kind().id() + " " + plugin.id());
    TextTable table = new TextTable(terminal.width(), "  ");
    table.row("summary", descriptor.summary());
    descriptor.citations().forEach(citation -> table.row("citation", citation));
    if (!descriptor.norms().isEmpty()) {
      String norms = descriptor.norms().stream().map(Norm::id).collect(Collectors.joining(", "));
      table.row("norms", norms);
    }
    if (!descriptor.capabilities().isEmpty()) {
      table.row(
          "capabilities",
          descriptor.capabilities().stream()
              .map(c -> c.name().toLowerCase(Locale.ROOT).replace('_', ' '))
              .collect(Collectors.joining(", ")));
    }
    table.row("origin", plugin.origin().where() + ", version " + plugin.origin().version());
    table.print(terminal);
    if (descriptor.parameters().isEmpty()) {
      terminal.line("  no parameters");
      return;
    }
    terminal.line("  parameters");
    TextTable parameters = new TextTable(terminal.width(), "    ");
    for (ParameterDeclaration parameter : descriptor.parameters()) {
      parameters.row(
          parameter.name(),
          parameter.type().name().toLowerCase(Locale.ROOT),
          parameter.defaultValue().map(value -> "default " + value).orElse("required"),
          parameter.range(),
          parameter.documentation());
    }
    parameters.print(terminal);
  }
}
