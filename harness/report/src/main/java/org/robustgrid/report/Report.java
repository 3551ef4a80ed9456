package org.robustgrid.report;

import java.nio.file.Path;
import java.util.List;
import org.robustgrid.base.files.AtomicFile;
import org.robustgrid.leaderboard.Leaderboard;
import org.robustgrid.leaderboard.LeaderboardJson;
import org.robustgrid.report.confusion.Confusions;
import org.robustgrid.report.csv.CsvReport;
import org.robustgrid.report.example.Examples;
import org.robustgrid.report.html.HtmlReport;
import org.robustgrid.report.markdown.MarkdownReport;

/** Writes every report of a leaderboard into a folder. */
public final class Report {

  /** The source of truth. */
  public static final String JSON = "leaderboard.json";

  public static final String MARKDOWN = "leaderboard.md";
  public static final String CSV = "leaderboard.csv";
  public static final String HTML = "index.html";

  private Report() {}

  /**
   * Writes all reports; each file is replaced in one step, {@value #JSON} last.
   *
   * <p>The reports are drawn from the leaderboard as it reads back from JSON, so that drawing them
   * again from the file gives the same bytes.
   *
   * @param folder created where it does not exist
   * @return the files written
   * @throws org.robustgrid.base.UserException when a file cannot be written
   */
  public static List<Path> write(
      Leaderboard leaderboard, Examples examples, Confusions confusions, Path folder) {
    String json = LeaderboardJson.write(leaderboard);
    Leaderboard stored = LeaderboardJson.read(json);
    Path html = folder.resolve(HTML);
    Path markdown = folder.resolve(MARKDOWN);
    Path csv = folder.resolve(CSV);
    AtomicFile.write(html, HtmlReport.write(stored, examples, confusions));
    AtomicFile.write(markdown, MarkdownReport.write(stored));
    AtomicFile.write(csv, CsvReport.write(stored));
    AtomicFile.write(folder.resolve(JSON), json);
    return List.of(html, markdown, csv, folder.resolve(JSON));
  }
}
