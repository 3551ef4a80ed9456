package org.robustgrid.cli.command;

import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.List;
import org.robustgrid.cli.terminal.ComparisonSummary;
import org.robustgrid.cli.terminal.Terminal;
import org.robustgrid.core.compare.Comparison;
import org.robustgrid.core.compare.LeaderboardComparison;
import org.robustgrid.core.leaderboard.LeaderboardFile;
import org.robustgrid.core.store.PrettyJson;
import org.robustgrid.report.csv.ComparisonCsv;
import org.robustgrid.report.markdown.ComparisonMarkdown;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compares defenses sample by sample. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    description = {
      "Compares rows of a leaderboard on the same samples: in the worst case, under each attack,",
      "without attack, and by certified accuracy at each radius where two rows are certified.",
      "Shows each difference with its 95 %% interval, McNemar's exact p-value, the same corrected",
      "by Holm over the pairs of a column, and how many samples only one of the two gets right.",
      "With several training seeds the test is over seeds and samples at once, and the spread",
      "between trainings is shown apart from the sampling error."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  robustgrid compare runs/mine                                 all pairs",
      "  robustgrid compare runs/mine trades standard --samples       two rows, with the samples",
      "  robustgrid compare leaderboard.json --format csv > pairs.csv"
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
      description = "How to write (default: ${DEFAULT-VALUE}).")
  private Format format;

  @Option(
      names = "--samples",
      description = "List the samples that differ; json and csv always do.")
  private boolean samples;

  @Inject
  CompareCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    Comparison comparison = LeaderboardComparison.of(LeaderboardFile.read(source), rows);
    switch (format) {
      case JSON -> terminal.text(PrettyJson.write(comparison));
      case MARKDOWN -> terminal.text(ComparisonMarkdown.write(comparison, samples));
      case CSV -> terminal.text(ComparisonCsv.write(comparison));
      default -> ComparisonSummary.print(comparison, samples, terminal);
    }
  }
}
