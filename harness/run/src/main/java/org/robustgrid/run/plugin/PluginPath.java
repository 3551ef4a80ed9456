package org.robustgrid.run.plugin;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.robustgrid.base.UserException;
import org.robustgrid.base.files.RealPath;

/**
 * The plugins at the places a user names: a jar is one plugin; in a folder every jar, and every
 * folder of jars, is one. A folder with a single jar of providers is a plugin with its libraries.
 *
 * @param plugins what was found, each once, whose class loaders may be asked
 * @param problems what cannot be used, and why
 */
record PluginPath(List<PluginFiles> plugins, List<PluginProblem> problems) {

  /** Searches places in their order; opens jars but loads no class. */
  static PluginPath find(List<Path> places) {
    // a plugin named twice, by the command line and by the grid, is still one
    Map<Path, PluginFiles> found = new LinkedHashMap<>();
    List<PluginProblem> problems = new ArrayList<>();
    for (Path place : places) {
      try {
        for (PluginFiles files : at(tidy(place))) {
          found.putIfAbsent(RealPath.of(files.location()), files);
        }
      } catch (UserException e) {
        problems.add(new PluginProblem(place.toString(), e.getMessage()));
      }
    }
    List<PluginFiles> usable = new ArrayList<>();
    for (PluginFiles files : found.values()) {
      files
          .problem()
          .ifPresentOrElse(
              problem -> problems.add(new PluginProblem(files.location().toString(), problem)),
              () -> usable.add(files));
    }
    return new PluginPath(usable, problems);
  }

  private static List<PluginFiles> at(Path place) {
    if (!Files.exists(place)) {
      throw new UserException(
          "there is no such file or folder; correct --plugin-path, or 'plugins' in the grid");
    }
    if (!Files.isDirectory(place)) {
      return List.of(PluginFiles.at(place));
    }
    List<PluginFiles> plugins = new ArrayList<>();
    List<Path> jars = PluginFiles.jarsIn(place);
    if (isOnePlugin(jars)) {
      plugins.add(new PluginFiles(place, jars));
    } else {
      jars.forEach(jar -> plugins.add(PluginFiles.at(jar)));
    }
    for (Path folder : PluginFiles.list(place)) {
      if (Files.isDirectory(folder) && !PluginFiles.jarsIn(folder).isEmpty()) {
        plugins.add(PluginFiles.at(folder));
      }
    }
    if (plugins.isEmpty()) {
      throw new UserException(
          "holds neither a jar nor a folder of jars; classes must be packed first ('mvn package')");
    }
    return plugins;
  }

  /** Whether the user named the folder of one plugin: libraries can be nobody else's there. */
  private static boolean isOnePlugin(List<Path> jars) {
    int libraries = 0;
    try {
      for (Path jar : jars) {
        libraries += JarContent.read(jar).hasProviders() ? 0 : 1;
      }
    } catch (UserException e) {
      // reported for the jar itself
      return false;
    }
    return libraries > 0 && libraries == jars.size() - 1;
  }

  /** Keeps the name that the user gave, unless it leads up and down again. */
  private static Path tidy(Path place) {
    Path absolute = place.toAbsolutePath();
    return absolute.equals(absolute.normalize()) ? absolute : RealPath.of(absolute);
  }
}
