package org.robustgrid.report.html;

import java.nio.file.Path;
import java.util.List;
import org.robustgrid.base.files.AtomicFile;
import org.robustgrid.report.ReportContent;
import org.robustgrid.report.ReportWriter;

/**
 * Writes a leaderboard as one HTML page: style, script and images are inside, nothing is loaded.
 */
public final class HtmlReport implements ReportWriter {

  /** The file's name. */
  public static final String FILE = "index.html";

  @Override
  public List<Path> write(ReportContent content, Path folder) {
    Path file = folder.resolve(FILE);
    AtomicFile.write(file, draw(content));
    return List.of(file);
  }

  /** The whole page. */
  public static String draw(ReportContent content) {
    return Pages.render("page", Page.of(content));
  }
}
