package org.robustgrid.report.html;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.robustgrid.base.files.AtomicFile;
import org.robustgrid.leaderboard.Leaderboard;
import org.robustgrid.report.ReportContent;

/**
 * A page over the pages of several runs, each in a folder beside it.
 *
 * @param title heading of the page
 * @param runs in the order in which they are shown
 */
public record FrontPage(String title, List<Run> runs) {

  /**
   * A run.
   *
   * @param name of the folder that holds the run's page, below that of the front page
   * @param leaderboard its results
   */
  public record Run(String name, Leaderboard leaderboard) {

    Page page() {
      return Page.of(new ReportContent(leaderboard));
    }

    /** Where its page, or a board on it, is; relative to the front page. */
    String link(String fragment) {
      String folder = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
      return folder + "/" + HtmlReport.FILE + (fragment.isEmpty() ? "" : "#" + fragment);
    }
  }

  /**
   * Writes the page.
   *
   * @param folder that holds the runs' folders
   * @return the file written
   */
  public Path write(Path folder) {
    Path file = folder.resolve(HtmlReport.FILE);
    AtomicFile.write(file, draw());
    return file;
  }

  /** The whole page. */
  public String draw() {
    return Pages.render("front", this);
  }
}
