package org.robustgrid.run.plan;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.robustgrid.base.UserException;
import org.robustgrid.base.files.CanonicalJson;
import org.robustgrid.base.files.Sha256;
import org.robustgrid.base.yaml.Fraction;
import org.robustgrid.base.yaml.Place;
import org.robustgrid.base.yaml.Problems;
import org.robustgrid.base.yaml.Values;
import org.robustgrid.run.grid.Grid.PluginEntry;
import org.robustgrid.run.plugin.LoadFailure;
import org.robustgrid.run.plugin.Plugin;
import org.robustgrid.run.plugin.PluginKind;
import org.robustgrid.run.plugin.PluginRegistry;
import org.robustgrid.spi.Descriptor;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.data.ContentHash;
import org.robustgrid.spi.data.DataException;

/**
 * Looks up plugins by id and resolves their parameters; errors are added to the grid's problems.
 */
final class PluginResolver {

  private final PluginRegistry registry;
  private final Path folder;
  private final Problems problems;

  PluginResolver(PluginRegistry registry, Path folder, Problems problems) {
    this.registry = registry;
    this.folder = folder;
    this.problems = problems;
  }

  /** Finds an entry's plugin, if it exists. */
  Optional<Plugin> find(PluginKind kind, PluginEntry entry) {
    if (kind == PluginKind.DEFENSE && entry.id().equals(PluginEntry.UNDEFENDED)) {
      Optional<Plugin> plugin =
          registry.declaring(PluginKind.DEFENSE, found -> found.defense().undefended());
      if (plugin.isEmpty()) {
        problems.add(
            entry.place(),
            "no defense that is loaded declares to be undefended, and could deploy a model file;"
                + " name a defense by its 'id'");
      }
      return plugin;
    }
    try {
      return Optional.of(registry.find(kind, entry.id()));
    } catch (UserException e) {
      problems.add(entry.place(), e.getMessage());
      return Optional.empty();
    }
  }

  /** Resolves an entry's parameters and lets the plugin validate their combination. */
  PlannedPlugin resolve(Plugin plugin, PluginEntry entry) {
    PlannedPlugin planned = resolveWithoutCreating(plugin, entry);
    if (plugin.descriptor().parameters().size() == planned.parameters().size()) {
      judge(plugin, entry, planned.parameters());
    }
    return planned;
  }

  /** Resolves an entry's parameters only. */
  PlannedPlugin resolveWithoutCreating(Plugin plugin, PluginEntry entry) {
    Map<String, Object> resolved =
        new LinkedHashMap<>(values(plugin.descriptor(), entry.parameters()));
    locate(plugin.descriptor(), entry, resolved);
    // a data set's own identity covers what it reads, and keys hold that
    Map<String, String> files =
        plugin.kind() == PluginKind.DATASET
            ? Map.of()
            : contents(plugin.descriptor(), entry, resolved);
    return new PlannedPlugin(
        plugin.id(),
        entry.label(),
        resolved,
        files,
        plugin.origin().version(),
        plugin.origin().contentHash());
  }

  /** Resolves values against declarations, and reports each error at the place of its value. */
  Map<String, Object> values(Descriptor descriptor, Values given) {
    List<String> errors = new ArrayList<>();
    Map<String, Object> resolved =
        Parameters.resolve(descriptor, withoutFractions(descriptor, given.plain()), errors).asMap();
    errors.forEach(error -> problems.add(placeOf(error, given), error));
    return resolved;
  }

  /** The values with fractions as numbers where numbers are expected: keys hold the double only. */
  private static Map<String, Object> withoutFractions(
      Descriptor descriptor, Map<String, Object> given) {
    Map<String, Object> values = new LinkedHashMap<>(given);
    for (Parameter<?> declaration : descriptor.parameters()) {
      if (declaration.type() == Parameter.Type.NUMBER) {
        values.computeIfPresent(declaration.name(), (name, value) -> withoutFraction(value));
      } else if (declaration.type() == Parameter.Type.NUMBERS) {
        values.computeIfPresent(declaration.name(), (name, value) -> eachWithoutFraction(value));
      }
    }
    return values;
  }

  private static Object withoutFraction(Object value) {
    return value instanceof String text && Fraction.parse(text).isPresent()
        ? (Object) Fraction.parse(text).getAsDouble()
        : value;
  }

  /** On the command line a list is a text with commas. */
  private static Object eachWithoutFraction(Object value) {
    if (value instanceof String text && text.contains("/")) {
      return Stream.of(text.split(",")).map(PluginResolver::withoutFraction).toList();
    }
    return value instanceof List<?> list
        ? list.stream().map(PluginResolver::withoutFraction).toList()
        : value;
  }

  private static Place placeOf(String error, Values given) {
    return given.plain().keySet().stream()
        .filter(name -> error.contains("parameter '" + name + "'"))
        .findFirst()
        .map(given::place)
        .orElse(given.place());
  }

  /** Makes the paths of files and folders absolute, and reports those that do not exist. */
  private void locate(Descriptor descriptor, PluginEntry entry, Map<String, Object> resolved) {
    for (Parameter<?> declaration : descriptor.parameters()) {
      String name = declaration.name();
      Object value = resolved.get(name);
      Place place = entry.parameters().place(name);
      switch (declaration.type()) {
        case FILE, FOLDER, FILES -> {
          List<Path> paths = paths(value).map(folder::resolve).toList();
          String kind = declaration.type() == Parameter.Type.FOLDER ? "folder" : "file";
          paths.stream()
              .filter(path -> !exists(declaration, path))
              .map(path -> "parameter '%s': there is no %s %s".formatted(name, kind, path))
              .forEach(message -> problems.add(place, message));
          if (value instanceof List<?>) {
            resolved.put(name, paths.stream().map(Path::toString).toList());
          } else if (!paths.isEmpty()) {
            resolved.put(name, paths.get(0).toString());
          }
        }
        case DATASET -> {
          if (value != null) {
            inner(DatasetOpener.map(value), place).ifPresent(map -> resolved.put(name, map));
          }
        }
        default -> {}
      }
    }
  }

  /** The hashes of the contents of files and folders that exist, by parameter. */
  private Map<String, String> contents(
      Descriptor descriptor, PluginEntry entry, Map<String, Object> resolved) {
    Map<String, String> hashes = new LinkedHashMap<>();
    for (Parameter<?> declaration : descriptor.parameters()) {
      String name = declaration.name();
      Place place = entry.parameters().place(name);
      switch (declaration.type()) {
        case FILE, FOLDER, FILES -> {
          List<Path> paths =
              paths(resolved.get(name))
                  .map(Path::of)
                  .filter(path -> exists(declaration, path))
                  .toList();
          if (!paths.isEmpty()) {
            content(declaration, paths, place).ifPresent(hash -> hashes.put(name, hash));
          }
        }
        default -> {}
      }
    }
    return hashes;
  }

  private Optional<String> content(Parameter<?> declaration, List<Path> paths, Place place) {
    return switch (declaration.type()) {
      case FILE -> Optional.of(hash(paths.get(0), place));
      case FOLDER -> hashOfFolder(declaration, paths.get(0), place);
      default ->
          Optional.of(
              Sha256.of(
                  paths.stream()
                      .map(file -> hash(file, place) + "\n")
                      .collect(Collectors.joining())));
    };
  }

  private static boolean exists(Parameter<?> declaration, Path path) {
    return declaration.type() == Parameter.Type.FOLDER
        ? Files.isDirectory(path)
        : Files.isRegularFile(path);
  }

  /** The paths that a value names. */
  private static Stream<String> paths(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(String::valueOf);
    }
    return value instanceof String text && !text.isEmpty() ? Stream.of(text) : Stream.of();
  }

  /** The data set that another one is made of, resolved as if it stood alone. */
  private Optional<Map<String, Object>> inner(Map<String, Object> named, Place place) {
    String id = String.valueOf(named.get(DatasetOpener.ID));
    Values given = new Values(DatasetOpener.nested(named), Map.of(), place);
    PluginEntry entry = new PluginEntry(id, id, given, place);
    return find(PluginKind.DATASET, entry)
        .map(plugin -> resolveWithoutCreating(plugin, entry))
        .map(
            planned ->
                Map.of(
                    DatasetOpener.ID,
                    planned.id(),
                    DatasetOpener.PARAMETERS,
                    planned.parameters(),
                    DatasetOpener.CODE,
                    planned.contentHash()));
  }

  /** The plugins that entries are looked up in. */
  PluginRegistry registry() {
    return registry;
  }

  /** The hash of a folder's files, by their names within it, in the order of these. */
  private Optional<String> hashOfFolder(Parameter<?> parameter, Path named, Place place) {
    Map<String, String> hashes = new TreeMap<>();
    try (Stream<Path> files = Files.walk(named)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        String within = named.relativize(file).toString().replace(File.separatorChar, '/');
        hashes.put(within, hash(file, place));
      }
    } catch (IOException | UncheckedIOException e) {
      problems.add(
          place,
          "parameter '" + parameter.name() + "': " + named + " cannot be read: " + e.getMessage());
      return Optional.empty();
    }
    return Optional.of(CanonicalJson.key(hashes));
  }

  /** A file's hash, or a problem. */
  String hash(Path file, Place place) {
    try {
      return ContentHash.of(file);
    } catch (DataException e) {
      problems.add(place, e.getMessage());
      return "";
    }
  }

  private void judge(Plugin plugin, PluginEntry entry, Map<String, Object> resolved) {
    try {
      plugin.provider().create(Parameters.of(plugin.descriptor(), resolved));
    } catch (IllegalArgumentException e) {
      problems.add(entry.parameters().place(), plugin.id() + ": " + e.getMessage());
    } catch (RuntimeException | LinkageError e) {
      problems.add(
          entry.place(),
          plugin.kind().id()
              + " '"
              + plugin.id()
              + "', from "
              + plugin.origin().where()
              + ", cannot be created: "
              + LoadFailure.describe(e));
    }
  }
}
