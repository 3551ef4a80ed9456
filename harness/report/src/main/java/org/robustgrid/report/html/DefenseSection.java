package org.robustgrid.report.html;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.robustgrid.leaderboard.Leaderboard;
import org.robustgrid.leaderboard.Leaderboard.Board;
import org.robustgrid.leaderboard.Leaderboard.Row;
import org.robustgrid.leaderboard.Leaderboard.SeedResult;
import org.robustgrid.leaderboard.confusion.Confusion;
import org.robustgrid.leaderboard.confusion.Confusions;
import org.robustgrid.leaderboard.example.Examples;
import org.robustgrid.report.ReportContent;
import org.robustgrid.report.text.ThreatModels;

/**
 * Each defense by itself, to be unfolded: its settings, its accuracy under every attack of every
 * board, what it takes the classes for, and its adversarial examples.
 */
final class DefenseSection {

  private final Leaderboard leaderboard;
  private final Examples examples;
  private final Confusions confusions;
  private final Series series;
  private final DefenseAnchors anchors;

  DefenseSection(ReportContent content, Series series, DefenseAnchors anchors) {
    this.leaderboard = content.leaderboard();
    this.examples = content.examples();
    this.confusions = content.confusions();
    this.series = series;
    this.anchors = anchors;
  }

  /** All of them, in the order of the boards. */
  Markup draw() {
    Markup out = new Markup();
    anchors.labels().forEach(label -> defense(out, label, BoardRow.of(leaderboard, label)));
    return out;
  }

  private void defense(Markup out, String label, List<BoardRow> rows) {
    Row first = rows.get(0).row();
    out.open("details", "class", "defense", "id", anchors.of(label), "data-row", label);
    out.open("summary").append(series.swatch(label)).leaf("h3", label).close();
    settings(out, first);
    new DefenseTable(leaderboard, rows).draw(out, label);
    confusions(out, rows);
    for (BoardRow at : rows) {
      out.append(ExampleGallery.draw(at.board(), title(at.board()), at.row(), examples));
    }
    out.close();
  }

  private String title(Board board) {
    return ThreatModels.title(leaderboard, board);
  }

  private static void settings(Markup out, Row row) {
    out.open("details").leaf("summary", "Settings and seeds").open("dl");
    out.leaf("dt", "defense").leaf("dd", row.defense());
    out.leaf("dt", "architecture").leaf("dd", row.architecture());
    new TreeMap<>(row.parameters())
        .forEach(
            (name, value) -> {
              boolean both = name.equals("architecture");
              out.leaf("dt", both ? "its parameters" : name);
              String text = SettingText.of(value);
              out.leaf("dd", text.isEmpty() ? "–" : text);
            });
    for (SeedResult seed : row.perSeed()) {
      out.leaf("dt", "seed " + seed.seed());
      out.leaf("dd", "weights " + (seed.weightHash() == null ? "none" : seed.weightHash()));
    }
    if (row.figures() != null) {
      new TreeSet<>(row.figures().keySet())
          .forEach(
              name -> out.leaf("dt", name).leaf("dd", SettingText.of(row.figures().get(name))));
    }
    out.close().close();
  }

  private void confusions(Markup out, List<BoardRow> rows) {
    Markup tables = new Markup();
    int drawn = 0;
    for (BoardRow at : rows) {
      Optional<Confusion> confusion = confusions.of(at.board(), at.row());
      if (confusion.isPresent()) {
        tables.append(ConfusionTable.draw(confusion.get(), title(at.board())));
        drawn++;
      }
    }
    if (drawn > 0) {
      out.leaf("h4", "What the classes are taken for in the worst case");
      out.leaf(
          "p",
          "Counts of test samples"
              + (rows.get(0).row().perSeed().size() > 1 ? " over all seeds" : "")
              + ". The diagonal survives every attack; elsewhere it is what the strongest attack"
              + " that broke a sample made of it.",
          "class",
          "muted explained");
      out.open("div", "class", "confusions").append(tables).close();
    } else if (rows.stream().anyMatch(at -> at.row().worst() != null)) {
      out.leaf(
          "p",
          "What its classes are taken for under attack is not shown: predictions are in the folder"
              + " of the run, not in leaderboard.json.",
          "class",
          "muted");
    }
  }
}
