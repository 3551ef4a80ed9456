package org.robustgrid.cli;

import java.io.UncheckedIOException;
import org.robustgrid.base.UserException;
import org.robustgrid.cli.command.ExitCode;
import org.robustgrid.cli.terminal.Terminal;
import org.robustgrid.spi.data.DataException;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns exceptions into messages and exit codes; traces go to the log file only. */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {

  private final Terminal terminal;

  Failures(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int handleParseException(ParameterException e, String[] arguments) {
    CommandLine command = e.getCommandLine();
    terminal.note("robustgrid: " + e.getMessage());
    UnmatchedArgumentException.printSuggestions(e, command.getErr());
    terminal.note("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    return ExitCode.USER_ERROR;
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult arguments) {
    if (e instanceof UserException || e instanceof DataException) {
      terminal.note("robustgrid: " + e.getMessage());
      return ExitCode.USER_ERROR;
    }
    if (e instanceof UncheckedIOException io) {
      terminal.note("robustgrid: " + io.getMessage() + " (" + io.getCause().getMessage() + ")");
      return ExitCode.USER_ERROR;
    }
    if (e instanceof InterruptedException) {
      terminal.note("robustgrid: interrupted; finished cells are kept");
      return ExitCode.INCOMPLETE;
    }
    return bug(e, arguments.originalArgs().toArray(String[]::new));
  }

  /** Handles an unexpected error: a line for the user, the trace for the log. */
  int bug(Throwable e, String... arguments) {
    if (e instanceof OutOfMemoryError) {
      return outOfMemory(e, arguments);
    }
    LoggerFactory.getLogger(Failures.class).error("bug in '{}'", String.join(" ", arguments), e);
    terminal.note("robustgrid: this is a bug: " + e);
    terminal.note("The trace is in " + LogFile.location());
    return ExitCode.BUG;
  }

  private int outOfMemory(Throwable e, String... arguments) {
    String command = String.join(" ", arguments);
    LoggerFactory.getLogger(Failures.class).error("out of memory in '{}'", command, e);
    long mebibytes = Runtime.getRuntime().maxMemory() >> 20;
    terminal.note(
        "robustgrid: out of memory ("
            + e.getMessage()
            + "): this command may use "
            + mebibytes
            + " MiB; allow more with ROBUSTGRID_JAVA_OPTS=-Xmx"
            + 2 * mebibytes
            + "m");
    return ExitCode.USER_ERROR;
  }
}
