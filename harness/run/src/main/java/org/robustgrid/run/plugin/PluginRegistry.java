package org.robustgrid.run.plugin;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.robustgrid.base.Nearest;
import org.robustgrid.base.UserException;

/**
 * The plugins of this process, by kind and id.
 *
 * <p>Ids are checked when a plugin is found. Ids of bundled plugins cannot be used again. If two
 * dropped-in plugins have the same id, neither is used, because a leaderboard must not depend on
 * the order of jars.
 */
public final class PluginRegistry {

  /** Reserved words of boards, reports and options. */
  private static final Set<String> RESERVED = Set.of("all", "none", "clean", "worst", "certified");

  private final Map<PluginKind, TreeMap<String, Plugin>> plugins = new EnumMap<>(PluginKind.class);
  private final Map<PluginKind, TreeMap<String, String>> ambiguous =
      new EnumMap<>(PluginKind.class);
  private final Set<PluginProblem> problems = new LinkedHashSet<>();

  private PluginRegistry() {
    for (PluginKind kind : PluginKind.values()) {
      plugins.put(kind, new TreeMap<>());
      ambiguous.put(kind, new TreeMap<>());
    }
  }

  /** The plugins of the class path: the bundled ones. */
  public static PluginRegistry fromClassPath() {
    return of(List.of(PluginSource.classPath()));
  }

  /**
   * The bundled plugins and those of jars.
   *
   * @param places jars, and folders of jars or of folders of jars
   */
  public static PluginRegistry withPlugins(List<Path> places) {
    PluginPath path = PluginPath.find(places);
    PluginRegistry registry = fromClassPath();
    registry.problems.addAll(path.problems());
    path.plugins().forEach(files -> registry.load(PluginSource.of(files)));
    return registry;
  }

  /**
   * The bundled plugins and those at locations that a registry reported, unless they have changed.
   *
   * @param locations each the jar or the folder of one plugin
   * @param contentHashes of the plugins that were planned with
   */
  public static PluginRegistry unchanged(List<Path> locations, Collection<String> contentHashes) {
    PluginRegistry registry = fromClassPath();
    for (Path location : locations) {
      try {
        if (contentHashes.contains(CodeHash.of(location))) {
          registry.load(PluginSource.of(PluginFiles.at(location)));
        } else {
          registry.leaveOut(location, "was changed since the run was planned; run it again");
        }
      } catch (UserException e) {
        registry.leaveOut(location, e.getMessage());
      }
    }
    return registry;
  }

  /** The plugins of several sources, the class path first. */
  public static PluginRegistry of(List<PluginSource> sources) {
    PluginRegistry registry = new PluginRegistry();
    sources.forEach(registry::load);
    return registry;
  }

  private void leaveOut(Path location, String reason) {
    problems.add(new PluginProblem(location.toString(), reason));
  }

  private void load(PluginSource source) {
    int before = problems.size();
    List<Plugin> found = new ProviderSearch(source, problems::add).run();
    found.forEach(plugin -> register(plugin, source));
    if (found.isEmpty() && problems.size() == before && !source.bundled()) {
      problems.add(
          new PluginProblem(
              source.name(),
              "its service files name no class; write the full name of each provider in"
                  + " META-INF/services/ and the name of the interface it implements"));
    }
  }

  private void register(Plugin plugin, PluginSource source) {
    PluginKind kind = plugin.kind();
    String id = plugin.id();
    if (RESERVED.contains(id)) {
      refuse(plugin, source, "is reserved; give it another id");
      return;
    }
    Plugin earlier = plugins.get(kind).get(id);
    if (source.bundled()
        && earlier != null
        && earlier.provider().getClass() == plugin.provider().getClass()) {
      // one jar, twice on the class path
      return;
    }
    String place = earlier == null ? ambiguous.get(kind).get(id) : earlier.origin().where();
    if (place == null) {
      plugins.get(kind).put(id, plugin);
    } else if (earlier != null && earlier.origin().bundled() && !source.bundled()) {
      refuse(
          plugin,
          source,
          "is that of a bundled plugin, in "
              + place
              + ", which stays; the one in "
              + source.name()
              + " is left out. Give it another id");
    } else {
      refuse(
          plugin,
          source,
          "is used twice, in "
              + place
              + " and in "
              + plugin.origin().where()
              + "; neither is used. Remove one of them, or give one another id");
      ambiguous.get(kind).put(id, place);
      plugins.get(kind).remove(id);
    }
  }

  private void refuse(Plugin plugin, PluginSource source, String why) {
    problems.add(
        new PluginProblem(source.name(), plugin.kind().id() + " id '" + plugin.id() + "' " + why));
  }

  /** The plugins of a kind, by id. */
  public List<Plugin> all(PluginKind kind) {
    return List.copyOf(plugins.get(kind).values());
  }

  /**
   * The plugin that declares something; of several a bundled one, then the first by id.
   *
   * @param declares what its descriptor is asked
   */
  public Optional<Plugin> declaring(PluginKind kind, Predicate<Plugin> declares) {
    return plugins.get(kind).values().stream()
        .filter(declares)
        .min(
            Comparator.comparing((Plugin plugin) -> !plugin.origin().bundled())
                .thenComparing(Plugin::id));
  }

  /** Plugins that were found but cannot be used. */
  public List<PluginProblem> problems() {
    return List.copyOf(problems);
  }

  /**
   * Finds a plugin.
   *
   * @throws UserException when there is none, listing what exists and what was left out
   */
  public Plugin find(PluginKind kind, String id) {
    Plugin plugin = plugins.get(kind).get(id);
    if (plugin != null) {
      return plugin;
    }
    List<String> text = new ArrayList<>();
    if (ambiguous.get(kind).containsKey(id)) {
      text.add(kind.id() + " '" + id + "' was found in two places and is not used");
    } else {
      String known =
          plugins.get(kind).isEmpty()
              ? "there is none at all"
              : "there are " + String.join(", ", plugins.get(kind).keySet());
      String meant = Nearest.question(id, plugins.get(kind).keySet());
      text.add("unknown " + kind.id() + " '" + id + "': " + known + meant);
    }
    problems.forEach(p -> text.add("left out: " + p.source() + ": " + p.message()));
    throw new UserException(String.join("\n    ", text));
  }
}
