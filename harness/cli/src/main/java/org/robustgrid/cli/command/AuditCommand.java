package org.robustgrid.cli.command;

import jakarta.inject.Inject;
import jakarta.inject.Provider;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.robustgrid.base.UserException;
import org.robustgrid.cli.terminal.AuditSummary;
import org.robustgrid.cli.terminal.Terminal;
import org.robustgrid.leaderboard.LeaderboardFile;
import org.robustgrid.report.html.HtmlReport;
import org.robustgrid.run.audit.AuditReport;
import org.robustgrid.run.audit.RunAudit;
import org.robustgrid.run.audit.SampleChoice;
import org.robustgrid.run.folder.RunFolder;
import org.robustgrid.run.folder.RunLock;
import org.robustgrid.run.plan.PlannedCode;
import org.robustgrid.run.plugin.PluginRegistry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks a finished run again, from its files alone. */
@Command(
    name = "audit",
    mixinStandardHelpOptions = true,
    description = {
      "Verifies a finished run from its files alone, and changes nothing in its folder.",
      "Compares every file with the seal of the run and every result with its own hash, checks",
      "outcomes against labels, kept adversarial images against their originals (norm, domain),",
      "writes the reports again, intervals included, and compares them byte for byte.",
      "Then evaluates the stored models: on every clean sample; on the kept images, as they are and",
      "rounded to 8 bits; and by each attack again on a random share of the samples without a kept",
      "image (--rerun). Lists what was not verified.",
      "Each finding names the file, what is wrong and what to do: exit code 1. A run that has not",
      "ended but has no finding: exit code 3."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  robustgrid audit runs/quick-start",
      "  robustgrid audit runs/quick-start --rerun 100    every attack on every such sample",
      "  robustgrid audit runs/quick-start --fast         hashes and files only: no model is evaluated"
    })
public final class AuditCommand implements Callable<Integer> {

  private final Terminal terminal;
  private final RunReport report;
  private final Provider<PluginRegistry> registry;

  @Parameters(paramLabel = "RUN", description = "The folder of a run.")
  private Path folder;

  @Option(
      names = "--fast",
      description = "Check hashes, files and reports only: evaluate no model, start no ND4J.")
  private boolean fast;

  @Option(
      names = "--rerun",
      paramLabel = "PERCENT",
      defaultValue = "2",
      description =
          "Share of each attack's samples without a kept image that is attacked again, at least 3"
              + " samples (default: ${DEFAULT-VALUE}). 0: none.")
  private String rerun;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description =
          "Seed of the choice of those samples (default: a random one, which is printed).")
  private Long seed;

  @Mixin private PluginPathOption pluginPath;

  @Inject
  AuditCommand(Terminal terminal, RunReport report, Provider<PluginRegistry> registry) {
    this.terminal = terminal;
    this.report = report;
    this.registry = registry;
  }

  @Override
  public Integer call() throws InterruptedException {
    SampleChoice choice = choice();
    RunFolder run = new RunFolder(folder);
    RunAudit audit = new RunAudit(run);
    try (RunLock lock = RunLock.acquireToRead(run)) {
      audit.checkFiles(lock);
      audit.checkResults(registry.get());
      if (audit.readable()) {
        checkReports(audit, run);
        if (!fast) {
          askModels(audit, choice);
        }
      }
    }
    AuditReport result = audit.report();
    AuditSummary.print(result, terminal);
    if (!result.findings().isEmpty()) {
      return ExitCode.FAILED;
    }
    return result.missing().isEmpty() ? ExitCode.OK : ExitCode.INCOMPLETE;
  }

  /** A forger who knew the default seed would know which samples are safe to forge. */
  private SampleChoice choice() {
    long from = seed == null ? new SecureRandom().nextInt(Integer.MAX_VALUE) : seed;
    try {
      double percent = Double.parseDouble(rerun.replace("%", "").strip());
      return new SampleChoice(percent / 100, from);
    } catch (IllegalArgumentException e) {
      throw new UserException(
          "--rerun: expected a percentage from 0 to 100, such as 2, found '" + rerun + "'", e);
    }
  }

  private void askModels(RunAudit audit, SampleChoice choice) throws InterruptedException {
    List<Path> plugins = PlannedCode.locations(audit.plan(), registry.get());
    Path elsewhere = TemporaryFolder.create("audit");
    try {
      audit.askModels(plugins, choice, elsewhere.resolve("worker.log"));
    } finally {
      RunFolder.delete(elsewhere);
    }
  }

  private void checkReports(RunAudit audit, RunFolder run) {
    Path elsewhere = TemporaryFolder.create("audit");
    try {
      List<String> notes = new ArrayList<>();
      List<Path> drawn = report.writeElsewhere(run.root(), timing(run), elsewhere, notes::add);
      if (!notes.isEmpty()) {
        // without its examples the page cannot be what it was
        drawn = drawn.stream().filter(file -> !file.endsWith(HtmlReport.FILE)).toList();
        notes.forEach(audit::note);
        audit.note(
            HtmlReport.FILE + " was not written again, because it shows examples of that data");
      }
      audit.checkReports(elsewhere, drawn);
    } finally {
      RunFolder.delete(elsewhere);
    }
  }

  /** The timings; a leaderboard that cannot be read is compared without them. */
  private static Map<String, Object> timing(RunFolder run) {
    try {
      return LeaderboardFile.read(run.root()).timing();
    } catch (UserException e) {
      return Map.of();
    }
  }
}
