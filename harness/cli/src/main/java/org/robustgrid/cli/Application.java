package org.robustgrid.cli;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Stage;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.robustgrid.cli.command.RobustgridCommand;
import org.robustgrid.cli.terminal.Terminal;
import picocli.CommandLine;

/** The program without the process around it: arguments in, exit code out. */
public final class Application {

  private final Terminal terminal;

  public Application(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Runs one command and returns the exit code. */
  public int run(String... arguments) {
    Failures failures = new Failures(terminal);
    CommandLine commands =
        commands().setParameterExceptionHandler(failures).setExecutionExceptionHandler(failures);
    try {
      return commands.execute(arguments);
    } catch (Error e) {
      // picocli hands over exceptions only; the JVM's own exit code would mean a failed gate
      return failures.bug(e, arguments);
    }
  }

  /** The commands with their options, which the documents are tested against. */
  CommandLine commands() {
    Injector injector = Guice.createInjector(Stage.DEVELOPMENT, new Composition(terminal));
    return new CommandLine(RobustgridCommand.class, new Commands(injector))
        .registerConverter(Path.class, new PathConverter())
        .setOut(new PrintWriter(terminal.out(), true))
        .setErr(new PrintWriter(terminal.err(), true))
        .setUsageHelpAutoWidth(false)
        .setUsageHelpWidth(Math.min(100, Math.max(80, terminal.width())))
        .setCaseInsensitiveEnumValuesAllowed(true);
  }

  /** Gets commands from Guice, and picocli's own classes from picocli. */
  private record Commands(Injector injector) implements CommandLine.IFactory {
    @Override
    public <K> K create(Class<K> type) throws Exception {
      return type.getName().startsWith("org.robustgrid.")
          ? injector.getInstance(type)
          : CommandLine.defaultFactory().create(type);
    }
  }
}
