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
    Map<String, String> files = files(plugin.descriptor(), entry, resolved);
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

  /** Makes the paths of files and folders absolute; returns hashes of their contents. */
  private Map<String, String> files(
      Descriptor descriptor, PluginEntry entry, Map<String, Object> resolved) {
    Map<String, String> hashes = new LinkedHashMap<>();
    for (Parameter<?> declaration : descriptor.parameters()) {
      String name = declaration.name();
      Object value = resolved.get(name);
      Place place = entry.parameters().place(name);
      switch (declaration.type()) {
        case FILE -> {
          if (value instanceof String text && !text.isEmpty()) {
            Path file = folder.resolve(text);
            resolved.put(name, file.toString());
            hash(declaration, file, place).ifPresent(hash -> hashes.put(name, hash));
          }
        }
        case FOLDER -> {
          if (value instanceof String text && !text.isEmpty()) {
            Path named = folder.resolve(text);
            resolved.put(name, named.toString());
            hashOfFolder(declaration, named, place).ifPresent(hash -> hashes.put(name, hash));
          }
        }
        case FILES -> {
          if (value instanceof List<?> list && !list.isEmpty()) {
            List<Path> files = list.stream().map(text -> folder.resolve((String) text)).toList();
            resolved.put(name, files.stream().map(Path::toString).toList());
            StringBuilder content = new StringBuilder();
            for (Path file : files) {
              hash(declaration, file, place).ifPresent(hash -> content.append(hash).append('\n'));
            }
            hashes.put(name, Sha256.of(content.toString()));
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
    return hashes;
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

  private Optional<String> hash(Parameter<?> parameter, Path file, Place place) {
    if (Files.isRegularFile(file)) {
      return Optional.of(hash(file, place));
    }
    problems.add(place, "parameter '" + parameter.name() + "': there is no file " + file);
    return Optional.empty();
  }

  /** The hash of a folder's files, by their names within it, in the order of these. */
  private Optional<String> hashOfFolder(Parameter<?> parameter, Path named, Place place) {
    if (!Files.isDirectory(named)) {
      problems.add(place, "parameter '" + parameter.name() + "': there is no folder " + named);
      return Optional.empty();
    }
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
