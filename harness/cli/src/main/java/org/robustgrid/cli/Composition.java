package org.robustgrid.cli;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import org.robustgrid.cli.command.PluginPaths;
import org.robustgrid.cli.terminal.Terminal;
import org.robustgrid.run.plan.GridPlanner;
import org.robustgrid.run.plugin.PluginRegistry;

/** What the program is made of. Everything is made when it is first asked for. */
final class Composition extends AbstractModule {

  private final Terminal terminal;

  Composition(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  protected void configure() {
    bind(Terminal.class).toInstance(terminal);
  }

  @Provides
  @Singleton
  PluginRegistry registry(PluginPaths paths) {
    return paths.load();
  }

  @Provides
  GridPlanner planner(PluginRegistry registry) {
    return new GridPlanner(registry);
  }
}
