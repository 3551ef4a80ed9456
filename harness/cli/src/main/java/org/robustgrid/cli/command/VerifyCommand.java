package org.robustgrid.cli.command;

import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.robustgrid.base.UserException;
import org.robustgrid.cli.terminal.Terminal;
import org.robustgrid.run.executor.Executor;
import org.robustgrid.run.executor.ExecutorProvider;
import org.robustgrid.run.executor.Executors;
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
      "Compares this program with reference vectors, for every case in a folder.",
      "Prints one line per case: ok or FAIL, its name and its largest error. Cases of kind import are",
      "networks of other frameworks, in every format of their folder; each file in refuse/ must be",
      "refused with a message."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  robustgrid verify golden                      in double, to 1e-6 … 1e-9",
      "  robustgrid verify golden --precision float    in float, to 1e-3 … 1e-4 of each array",
      "  robustgrid verify golden --executor torch --device cuda:0    by PyTorch, on a GPU"
    })
public final class VerifyCommand implements Callable<Integer> {

  /** Arithmetic to verify in. */
  enum Precision {
    DOUBLE,
    FLOAT
  }

  private final Terminal terminal;

  @Parameters(paramLabel = "DIR", description = "A folder with one folder per case.")
  private Path folder;

  @Option(
      names = "--precision",
      paramLabel = "double|float",
      defaultValue = "double",
      description = "Arithmetic to verify in (default: ${DEFAULT-VALUE}).")
  private Precision precision;

  @Option(
      names = "--executor",
      paramLabel = "ID",
      defaultValue = Executors.STANDARD,
      description = "What runs the networks (default: ${DEFAULT-VALUE}).")
  private String executor;

  @Option(
      names = "--device",
      paramLabel = "NAME",
      description = "The device of the executor, for example cuda:0 (default: its choice).")
  private String device;

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
    ExecutorProvider provider = provider();
    SortedMap<String, String> settings = provider.choose(asked(), Optional.empty(), terminal::note);
    Backend.start();
    try (Executor computing = started(provider, settings)) {
      return verify(computing);
    }
  }

  private ExecutorProvider provider() {
    return Executors.find(executor)
        .orElseThrow(
            () ->
                new UserException(
                    "--executor: '"
                        + executor
                        + "' is not installed; installed are "
                        + Executors.known()));
  }

  private Map<String, String> asked() {
    Map<String, String> asked = new TreeMap<>();
    asked.put(ExecutorProvider.PRECISION, precision.name().toLowerCase(Locale.ROOT));
    if (device != null) {
      asked.put(ExecutorProvider.DEVICE, device);
    }
    return asked;
  }

  private static Executor started(ExecutorProvider provider, SortedMap<String, String> settings) {
    try {
      return provider.start(settings);
    } catch (IllegalStateException e) {
      throw new UserException(e.getMessage(), e);
    }
  }

  private int verify(Executor computing) {
    AtomicInteger passed = new AtomicInteger();
    AtomicInteger failed = new AtomicInteger();
    GoldenSuite.run(
        folder,
        computing.precision(),
        computing::over,
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
