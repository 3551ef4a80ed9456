package org.robustgrid.core.plugin;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.TreeSet;
import org.robustgrid.core.UserException;
import org.robustgrid.spi.Descriptor;
import org.robustgrid.spi.Provider;

/**
 * The plugins of this process, by kind and id.
 *
 * <p>Ids are checked when a plugin is found. Of two plugins with one id neither is used, because a
 * leaderboard must not depend on which jar came first.
 */
public final class PluginRegistry {

  private static final int MOST_BROKEN = 100;

  private final Map<PluginKind, TreeMap<String, Plugin>> plugins = new EnumMap<>(PluginKind.class);
  private final Map<PluginKind, TreeSet<String>> ambiguous = new EnumMap<>(PluginKind.class);
  private final List<PluginProblem> problems = new ArrayList<>();

  private PluginRegistry() {
    for (PluginKind kind : PluginKind.values()) {
      plugins.put(kind, new TreeMap<>());
      ambiguous.put(kind, new TreeSet<>());
    }
  }

  /** The plugins of the class path: the bundled ones. */
  public static PluginRegistry fromClassPath() {
    return of(List.of(PluginSource.classPath()));
  }

  /** The plugins of several places. */
  public static PluginRegistry of(List<PluginSource> sources) {
    PluginRegistry registry = new PluginRegistry();
    for (PluginSource source : sources) {
      for (PluginKind kind : PluginKind.values()) {
        registry.load(kind, source);
      }
    }
    return registry;
  }

  private void load(PluginKind kind, PluginSource source) {
    Iterator<? extends Provider<?>> found =
        ServiceLoader.load(kind.service(), source.loader()).iterator();
    // a service file can be broken in ways that repeat for ever
    for (int broken = 0; broken < MOST_BROKEN; ) {
      try {
        if (!found.hasNext()) {
          return;
        }
        register(kind, found.next());
      } catch (ServiceConfigurationError | LinkageError e) {
        broken++;
        // the iterator goes on behind a broken provider: its neighbours stay usable
        problems.add(new PluginProblem(source.name(), "broken " + kind.id() + ": " + reason(e)));
      }
    }
  }

  private void register(PluginKind kind, Provider<?> provider) {
    PluginOrigin origin = PluginOrigin.of(provider.getClass());
    Descriptor descriptor;
    try {
      descriptor = provider.descriptor();
    } catch (RuntimeException | LinkageError e) {
      problems.add(
          new PluginProblem(
              origin.where(),
              kind.id() + " " + provider.getClass().getName() + " is left out: " + reason(e)));
      return;
    }
    if (descriptor == null) {
      problems.add(
          new PluginProblem(
              origin.where(),
              kind.id()
                  + " "
                  + provider.getClass().getName()
                  + " is left out: it has no descriptor"));
      return;
    }
    String id = descriptor.id();
    Plugin earlier = plugins.get(kind).get(id);
    if (earlier != null && earlier.provider().getClass() == provider.getClass()) {
      return;
    }
    if (earlier != null || ambiguous.get(kind).contains(id)) {
      problems.add(duplicate(kind, id, earlier, origin));
      ambiguous.get(kind).add(id);
      plugins.get(kind).remove(id);
      return;
    }
    plugins.get(kind).put(id, new Plugin(kind, descriptor, provider, origin));
  }

  private static PluginProblem duplicate(
      PluginKind kind, String id, Plugin earlier, PluginOrigin origin) {
    String first = earlier == null ? "another place" : earlier.origin().where();
    return new PluginProblem(
        origin.where(),
        kind.id()
            + " id '"
            + id
            + "' is used twice, in "
            + first
            + " and in "
            + origin.where()
            + "; neither is used. Remove one of them, or give one another id");
  }

  private static String reason(Throwable e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }

  /** The plugins of a kind, by id. */
  public List<Plugin> all(PluginKind kind) {
    return List.copyOf(plugins.get(kind).values());
  }

  /** What was found but cannot be used. */
  public List<PluginProblem> problems() {
    return Collections.unmodifiableList(problems);
  }

  /**
   * Finds a plugin.
   *
   * @throws UserException when there is none, listing what exists
   */
  public Plugin find(PluginKind kind, String id) {
    Plugin plugin = plugins.get(kind).get(id);
    if (plugin != null) {
      return plugin;
    }
    if (ambiguous.get(kind).contains(id)) {
      throw new UserException(
          kind.id() + " '" + id + "' was found in two places and is not used; see its problems");
    }
    String known =
        plugins.get(kind).isEmpty()
            ? "there is none at all"
            : "there are " + String.join(", ", plugins.get(kind).keySet());
    String broken =
        problems.isEmpty()
            ? ""
            : "; left out: "
                + String.join("; ", problems.stream().map(PluginProblem::message).toList());
    throw new UserException("unknown " + kind.id() + " '" + id + "': " + known + broken);
  }
}
