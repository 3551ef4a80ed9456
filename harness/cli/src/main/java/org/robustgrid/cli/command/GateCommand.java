package org.robustgrid.cli.command;

import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.robustgrid.base.UserException;
import org.robustgrid.base.files.AtomicFile;
import org.robustgrid.base.files.PrettyJson;
import org.robustgrid.cli.terminal.GateSummary;
import org.robustgrid.cli.terminal.Terminal;
import org.robustgrid.leaderboard.Leaderboard;
import org.robustgrid.leaderboard.LeaderboardFile;
import org.robustgrid.leaderboard.LeaderboardJson;
import org.robustgrid.leaderboard.gate.Gate;
import org.robustgrid.leaderboard.gate.GatePolicy;
import org.robustgrid.leaderboard.gate.PolicyFile;
import org.robustgrid.leaderboard.gate.Verdict;
import org.robustgrid.report.gate.GateMarkdown;
import org.robustgrid.report.gate.GithubAnnotations;
import org.robustgrid.report.gate.JunitReport;
import org.robustgrid.report.gate.SarifReport;
import org.robustgrid.run.scoring.LeaderboardSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Fails if robustness is worse than that of a baseline. */
@Command(
    name = "gate",
    mixinStandardHelpOptions = true,
    description = {
      "Fails if a run is worse than a baseline leaderboard beyond chance.",
      "Rows with the baseline's weights are compared sample by sample (McNemar's exact test); rows",
      "that were trained again are compared over their seeds (a permutation test with at least five",
      "on each side, otherwise the policy's margin). Every row's worst case is tested, at 5 %% for the",
      "whole run (Holm). Missing rows, attacks and boards fail, and so does a weaker evaluation: fewer",
      "steps, restarts, queries, draws, judgements or checks. Improvements and ties pass."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:passed, or accepted",
      "1:failed: something is worse, missing, evaluated more weakly or not comparable",
      "2:an error you can correct",
      "3:inconclusive: too few trainings for a test and no margin declared, checks not made, or",
      "  attacks with other settings, neither of which is the stronger"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  robustgrid gate --baseline baseline.json --candidate runs/mine",
      "  robustgrid gate --baseline baseline.json --candidate runs/mine --policy gate.yaml \\",
      "      --junit gate.xml --annotations",
      "  robustgrid gate --baseline baseline.json --candidate runs/mine --accept"
    })
public final class GateCommand implements Callable<Integer> {

  /** How to write a verdict. */
  enum Format {
    TEXT,
    JSON,
    MARKDOWN
  }

  private final Terminal terminal;

  @Option(
      names = "--baseline",
      paramLabel = "FILE",
      required = true,
      description = "The leaderboard.json that the candidate is compared with.")
  private Path baseline;

  @Option(
      names = "--candidate",
      paramLabel = "RUN|FILE",
      required = true,
      description = "The folder of a run, or a leaderboard.json.")
  private Path candidate;

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description =
          "What to gate in addition to the worst case, margins, and what may differ from the baseline's"
              + " evaluation, as YAML (default: nothing).")
  private Path policy;

  @Option(
      names = "--accept",
      description = "Make the candidate the new baseline, whatever the verdict.")
  private boolean accept;

  @Option(
      names = "--format",
      paramLabel = "text|json|markdown",
      defaultValue = "text",
      description = "How to write the verdict (default: ${DEFAULT-VALUE}).")
  private Format format;

  @Option(
      names = "--junit",
      paramLabel = "FILE",
      description = "Write the verdict as JUnit XML, too.")
  private Path junit;

  @Option(
      names = "--sarif",
      paramLabel = "FILE",
      description = "Write the verdict as SARIF 2.1.0, too, as code scanning reads it.")
  private Path sarif;

  @Option(
      names = "--summary",
      paramLabel = "FILE",
      description = "Write the verdict as Markdown, too, as for $GITHUB_STEP_SUMMARY.")
  private Path summary;

  @Option(
      names = "--annotations",
      description = "Print annotations of GitHub Actions (default: where GITHUB_ACTIONS is true).")
  private boolean annotations;

  @Inject
  GateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    GatePolicy rules = policy == null ? GatePolicy.DEFAULT : PolicyFile.read(policy);
    Leaderboard after = LeaderboardSource.read(candidate);
    if (accept) {
      return accept(after, rules);
    }
    if (!Files.exists(baseline)) {
      throw new UserException(
          "there is no baseline "
              + baseline
              + "; correct the path, or make the candidate the first one with --accept");
    }
    Verdict verdict = Gate.judge(LeaderboardSource.read(baseline), after, rules);
    write(verdict);
    return switch (verdict.status()) {
      case FAILED -> ExitCode.FAILED;
      case INCONCLUSIVE -> ExitCode.INCOMPLETE;
      default -> ExitCode.OK;
    };
  }

  private int accept(Leaderboard after, GatePolicy rules) {
    Gate.requireFinished(after);
    Path file = Files.isDirectory(baseline) ? baseline.resolve(LeaderboardFile.NAME) : baseline;
    if (Files.exists(file)) {
      try {
        write(Gate.judge(LeaderboardSource.read(file), after, rules));
      } catch (UserException e) {
        // what is replaced need not be readable: a new format is a reason to accept
        terminal.note("not compared with the baseline before: " + e.getMessage());
      }
    }
    AtomicFile.write(file, LeaderboardJson.write(after));
    terminal.note("accepted: " + candidate + " is the baseline " + file + " from now on");
    return ExitCode.OK;
  }

  private void write(Verdict verdict) {
    switch (format) {
      case JSON -> terminal.text(PrettyJson.write(verdict));
      case MARKDOWN -> terminal.text(GateMarkdown.write(verdict));
      default -> GateSummary.print(verdict, terminal);
    }
    if (annotations || "true".equals(System.getenv("GITHUB_ACTIONS"))) {
      for (String line : GithubAnnotations.lines(verdict)) {
        if (format == Format.TEXT) {
          terminal.line(line);
        } else {
          terminal.note(line);
        }
      }
    }
    if (junit != null) {
      AtomicFile.write(junit, JunitReport.write(verdict));
    }
    if (sarif != null) {
      AtomicFile.write(sarif, SarifReport.write(verdict, candidate.toString()));
    }
    if (summary != null) {
      AtomicFile.write(summary, GateMarkdown.write(verdict));
    }
  }
}
