package org.robustgrid.run.plugin;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.robustgrid.base.UserException;

/**
 * The files of one plugin: a jar, or a folder of jars that belong together.
 *
 * @param location the jar or the folder
 * @param jars one or more, by name
 */
public record PluginFiles(Path location, List<Path> jars) {

  public PluginFiles {
    jars = List.copyOf(jars);
  }

  /** The plugin at a location, as {@link #location} gave it. */
  public static PluginFiles at(Path location) {
    return Files.isDirectory(location)
        ? new PluginFiles(location, jarsIn(location))
        : new PluginFiles(location, List.of(location));
  }

  /**
   * The jars of a folder, by name, without hidden files.
   *
   * @throws UserException when the folder cannot be read
   */
  static List<Path> jarsIn(Path folder) {
    return list(folder).stream().filter(PluginFiles::isNamedJar).toList();
  }

  /** The entries of a folder, by name, without hidden files. */
  static List<Path> list(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> !file.getFileName().toString().startsWith(".")).sorted().toList();
    } catch (IOException e) {
      throw new UserException(
          "cannot be read (" + e.getMessage() + "); allow it to be read, or leave it out", e);
    }
  }

  static boolean isNamedJar(Path file) {
    return file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".jar")
        && !Files.isDirectory(file);
  }

  /** The first thing that is wrong with the files, before any class of them is loaded. */
  Optional<String> problem() {
    List<JarContent> contents = new ArrayList<>();
    for (Path jar : jars) {
      JarContent content;
      try {
        content = JarContent.read(jar);
      } catch (UserException e) {
        return Optional.of(e.getMessage());
      }
      Optional<String> problem = content.problem(jars);
      if (problem.isPresent()) {
        return problem;
      }
      contents.add(content);
    }
    if (contents.stream().noneMatch(JarContent::hasProviders)) {
      Optional<String> former =
          contents.stream().map(JarContent::formerService).flatMap(Optional::stream).findFirst();
      if (former.isPresent()) {
        return former;
      }
      return Optional.of(
          "holds no plugin: there is no META-INF/services/org.robustgrid.spi.attack.AttackProvider (or"
              + " DefenseProvider, ArchitectureProvider, DatasetProvider) in it; a library belongs"
              + " beside its plugin's jar in a folder of their own, and the plugin path names the"
              + " folder above");
    }
    return Optional.empty();
  }

  /** A class loader over the jars that hides the harness except for its public packages. */
  ClassLoader loader(ClassLoader harness) {
    URL[] urls = new URL[jars.size()];
    for (int i = 0; i < urls.length; i++) {
      try {
        urls[i] = jars.get(i).toUri().toURL();
      } catch (MalformedURLException e) {
        throw new IllegalStateException("a file has no URL: " + jars.get(i), e);
      }
    }
    return new URLClassLoader(
        LoadFailure.LOADER + location.getFileName(), urls, new SharedClasses(harness));
  }
}
