package org.robustgrid.run.plugin;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import org.robustgrid.spi.Descriptor;
import org.robustgrid.spi.Provider;

/**
 * Finds the providers of one source and asks each for its descriptor; a failing one does not affect
 * the others.
 */
final class ProviderSearch {

  /** A service file can be broken in ways that repeat for ever. */
  private static final int MOST_BROKEN = 100;

  private final PluginSource source;
  private final Consumer<PluginProblem> problems;

  ProviderSearch(PluginSource source, Consumer<PluginProblem> problems) {
    this.source = source;
    this.problems = problems;
  }

  /** The source's plugins of all kinds; ids are not checked yet. */
  List<Plugin> run() {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(source.loader());
    try {
      List<Plugin> found = new ArrayList<>();
      for (PluginKind kind : PluginKind.values()) {
        find(kind, found);
      }
      return found;
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private void find(PluginKind kind, List<Plugin> found) {
    Iterator<? extends Provider<?>> providers =
        ServiceLoader.load(kind.service(), source.loader()).iterator();
    for (int broken = 0; broken < MOST_BROKEN; ) {
      try {
        if (!providers.hasNext()) {
          return;
        }
        describe(kind, providers.next()).ifPresent(found::add);
      } catch (Throwable e) {
        LoadFailure.passOnFatal(e);
        broken++;
        // the iterator continues after a broken provider: the others stay usable
        leaveOut("a provider of kind " + kind.id(), LoadFailure.describe(e));
      }
    }
  }

  private Optional<Plugin> describe(PluginKind kind, Provider<?> provider) {
    String name = kind.id() + " " + provider.getClass().getName();
    Descriptor descriptor;
    try {
      descriptor = provider.descriptor();
    } catch (Throwable e) {
      LoadFailure.passOnFatal(e);
      leaveOut(name, LoadFailure.describe(e));
      return Optional.empty();
    }
    if (descriptor == null) {
      leaveOut(name, "it has no descriptor");
      return Optional.empty();
    }
    PluginOrigin origin = source.origin(provider.getClass());
    Object called = source.bundled() ? provider : PluginContext.wrap(provider, source.loader());
    return Optional.of(new Plugin(kind, descriptor, (Provider<?>) called, origin));
  }

  private void leaveOut(String what, String reason) {
    problems.accept(new PluginProblem(source.name(), what + " is left out: " + reason));
  }
}
