package org.robustgrid.cli.command;

import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.nd4j.linalg.api.buffer.DataType;
import org.robustgrid.base.UserException;
import org.robustgrid.cli.terminal.Terminal;
import org.robustgrid.testkit.golden.GoldenOutcome;
import org.robustgrid.testkit.golden.GoldenSuite;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks this machine's numbers against reference vectors. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Runs every case of a folder of reference vectors through this program's own classes.",
      "Prints a line a case: ok or FAIL, its name and its largest error. Cases of kind import are",
      "networks of other frameworks, in every format of their folder; of files in refuse/ each must",
      "be refused in words."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  robustgrid verify golden                      in double, to 1e-6 … 1e-9",
      "  robustgrid verify golden --precision float    in float, to 1e-3 … 1e-4 of each array"
    })
public final class VerifyCommand implements Callable<Integer> {

  /** Arithmetic to verify in. */
  enum Precision {
    DOUBLE,
    FLOAT
  }

  private final Terminal terminal;

  @Parameters(paramLabel = "DIR", description = "A folder of cases, each a folder of its own.")
  private Path folder;

  @Option(
      names = "--precision",
      paramLabel = "double|float",
      defaultValue = "double",
      description = "Arithmetic to verify in (default: ${DEFAULT-VALUE}).")
  private Precision precision;

  @Inject
  VerifyCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (!Files.isDirectory(folder)) {
      throw new UserException(
          "there is no folder "
              + folder
              + "; give a folder of reference vectors: sub folders with a case.json each");
    }
    Backend.start();
    AtomicInteger passed = new AtomicInteger();
    AtomicInteger failed = new AtomicInteger();
    GoldenSuite.run(
        folder,
        precision == Precision.FLOAT ? DataType.FLOAT : DataType.DOUBLE,
        outcome -> {
          (outcome.passed() ? passed : failed).incrementAndGet();
          terminal.line(line(outcome));
        });
    terminal.note(passed + " ok, " + failed + " failed");
    return failed.get() == 0 ? ExitCode.OK : ExitCode.FAILED;
  }

  static String line(GoldenOutcome outcome) {
    String error =
        Double.isNaN(outcome.largestError())
            ? "no number"
            : String.format(Locale.ROOT, "%.2e", outcome.largestError());
    String message = outcome.message().isEmpty() ? "" : "  " + outcome.message();
    return (outcome.passed() ? "ok    " : "FAIL  ") + outcome.name() + "  " + error + message;
  }
}
