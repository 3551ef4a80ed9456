package org.robustgrid.cli.command;

import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** The option of every command that looks up plugins. */
final class PluginPathOption {

  private final PluginPaths paths;

  @Inject
  PluginPathOption(PluginPaths paths) {
    this.paths = paths;
  }

  @Option(
      names = "--plugin-path",
      paramLabel = "DIR|JAR",
      description =
          "Where to find further plugins: a jar, or a folder in which every jar and every folder"
              + " of jars is a plugin. May be given several times. A plugin is code you run.")
  void places(List<Path> places) {
    paths.add(places);
  }
}
