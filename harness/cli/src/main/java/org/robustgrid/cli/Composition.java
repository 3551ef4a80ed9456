package org.robustgrid.cli;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.multibindings.Multibinder;
import jakarta.inject.Provider;
import java.util.Set;
import org.robustgrid.cli.command.PluginPaths;
import org.robustgrid.cli.terminal.Terminal;
import org.robustgrid.report.Report;
import org.robustgrid.report.ReportWriter;
import org.robustgrid.report.csv.CsvReport;
import org.robustgrid.report.html.HtmlReport;
import org.robustgrid.report.json.JsonReport;
import org.robustgrid.report.markdown.MarkdownReport;
import org.robustgrid.run.plan.GridPlanner;
import org.robustgrid.run.plan.ModelReader;
import org.robustgrid.run.plugin.PluginRegistry;
import org.robustgrid.run.scoring.RunExamples;

/** The composition root of the program. Objects are created on first use. */
final class Composition extends AbstractModule {

  private final Terminal terminal;

  Composition(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  protected void configure() {
    bind(Terminal.class).toInstance(terminal);
    Multibinder<ReportWriter> writers = Multibinder.newSetBinder(binder(), ReportWriter.class);
    writers.addBinding().to(HtmlReport.class);
    writers.addBinding().to(MarkdownReport.class);
    writers.addBinding().to(CsvReport.class);
    writers.addBinding().to(JsonReport.class);
  }

  /** The set holds the writers in the order of their bindings. */
  @Provides
  Report report(Set<ReportWriter> writers) {
    return new Report(writers);
  }

  @Provides
  RunExamples examples(Provider<PluginRegistry> registry) {
    return new RunExamples(registry::get);
  }

  @Provides
  @Singleton
  PluginRegistry registry(PluginPaths paths) {
    return paths.load();
  }

  @Provides
  ModelReader modelReader(Provider<PluginRegistry> registry) {
    return new ModelReader(registry::get);
  }

  @Provides
  GridPlanner planner(PluginRegistry registry) {
    return new GridPlanner(registry);
  }
}
