package org.robustgrid.cli.command;

import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.List;
import org.robustgrid.base.UserException;
import org.robustgrid.base.files.AtomicFile;
import org.robustgrid.base.files.PrettyJson;
import org.robustgrid.cli.terminal.ComparisonSummary;
import org.robustgrid.cli.terminal.RunComparisonSummary;
import org.robustgrid.cli.terminal.Terminal;
import org.robustgrid.leaderboard.compare.Comparison;
import org.robustgrid.leaderboard.compare.LeaderboardComparison;
import org.robustgrid.report.csv.ComparisonCsv;
import org.robustgrid.report.html.ComparisonPage;
import org.robustgrid.report.markdown.ComparisonMarkdown;
import org.robustgrid.report.runs.RunComparison;
import org.robustgrid.run.scoring.LeaderboardSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compares defenses sample by sample. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    description = {
      "Compares rows of a leaderboard on the same samples: in the worst case, under each attack,",
      "without attack, and by certified accuracy at each radius if two rows are certified.",
      "Shows each difference with its 95 %% interval, McNemar's exact p-value, the p-value after",
      "Holm's correction over the pairs of a column, and how many samples only one of the two",
      "classifies correctly. With several training seeds the test is over seeds and samples together,",
      "and the spread between trainings is shown separately from the sampling error.",
      "With --against, compares the common rows of two runs instead."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  robustgrid compare runs/mine                                 who is better than how many",
      "  robustgrid compare runs/mine --all                           all pairs",
      "  robustgrid compare runs/mine trades standard --samples       two rows, with the samples",
      "  robustgrid compare leaderboard.json --format csv > pairs.csv",
      "  robustgrid compare runs/new --against runs/old --html comparison.html"
    })
public final class CompareCommand implements Runnable {

  /** How to write a comparison. */
  enum Format {
    TEXT,
    JSON,
    MARKDOWN,
    CSV
  }

  private final Terminal terminal;

  @Parameters(
      index = "0",
      paramLabel = "RUN|FILE",
      description = "The folder of a run, or a leaderboard.json.")
  private Path source;

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "ROW",
      description = "Labels of the rows to compare, at least two (default: all pairs of all rows).")
  private List<String> rows = List.of();

  @Option(
      names = "--format",
      paramLabel = "text|json|markdown|csv",
      defaultValue = "text",
      description = "The format (default: ${DEFAULT-VALUE}).")
  private Format format;

  @Option(
      names = "--samples",
      description = "List the samples that differ; json and csv always do.")
  private boolean samples;

  @Option(
      names = "--all",
      description =
          "List every pair in every column; by default the text only counts, for each row, the rows"
              + " that are worse and better.")
  private boolean all;

  @Option(
      names = "--against",
      paramLabel = "RUN|FILE",
      description = "Another run: compare the rows of both by worst case and clean accuracy.")
  private Path against;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Also write the comparison of two runs as a page.")
  private Path html;

  @Inject
  CompareCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    if (against != null) {
      runs();
      return;
    }
    if (html != null) {
      throw new UserException("--html draws two runs: name the other one by --against");
    }
    Comparison comparison = LeaderboardComparison.of(LeaderboardSource.read(source), rows);
    switch (format) {
      case JSON -> terminal.text(PrettyJson.write(comparison));
      case MARKDOWN -> terminal.text(ComparisonMarkdown.write(comparison, samples));
      case CSV -> terminal.text(ComparisonCsv.write(comparison));
      default -> {
        if (rows.isEmpty() && !all && !samples) {
          ComparisonSummary.printBriefly(comparison, terminal);
        } else {
          ComparisonSummary.print(comparison, samples, terminal);
        }
      }
    }
  }

  private void runs() {
    if (!rows.isEmpty() || format != Format.TEXT || samples) {
      throw new UserException(
          "--against compares all rows of two runs, as text or by --html as a page; leave out "
              + (rows.isEmpty() ? "--format and --samples" : String.join(" ", rows)));
    }
    RunComparison comparison =
        RunComparison.of(
            source.toString(),
            LeaderboardSource.read(source),
            against.toString(),
            LeaderboardSource.read(against));
    if (html != null) {
      AtomicFile.write(html, ComparisonPage.write(comparison));
    }
    RunComparisonSummary.print(comparison, terminal);
    if (html != null) {
      terminal.line(html.toString());
    }
  }
}
