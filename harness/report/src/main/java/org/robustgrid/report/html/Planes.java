package org.robustgrid.report.html;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.robustgrid.leaderboard.Board;
import org.robustgrid.leaderboard.Leaderboard;
import org.robustgrid.leaderboard.analysis.AnalysisResult;
import org.robustgrid.leaderboard.analysis.Plane;
import org.robustgrid.report.text.AnalysisText;
import org.robustgrid.report.text.ThreatModels;

/**
 * The plane results of one analysis for the rows of a board.
 *
 * @param results that hold planes, all of one analysis
 * @param boards of the data set
 * @param anchor where it stands on the page
 * @param title of the analysis; after the data set's label if the leaderboard has several
 */
record Planes(List<AnalysisResult> results, List<Board> boards, String anchor, String title) {

  /** Those of a board, by analysis. */
  static List<Planes> of(Leaderboard leaderboard, Board board) {
    Map<String, List<AnalysisResult>> analyses = new LinkedHashMap<>();
    AnalysisText.of(board).stream()
        .filter(result -> !result.planes().isEmpty())
        .forEach(r -> analyses.computeIfAbsent(r.title(), title -> new ArrayList<>()).add(r));
    List<Board> boards =
        leaderboard.boards().stream().filter(b -> b.dataset().equals(board.dataset())).toList();
    boolean several = leaderboard.boards().size() > boards.size();
    List<Planes> planes = new ArrayList<>();
    analyses.forEach(
        (title, results) ->
            planes.add(
                new Planes(
                    results,
                    boards,
                    ThreatModels.anchor(board) + "-planes-" + (planes.size() + 1),
                    several ? board.dataset() + ": " + title : title)));
    return planes;
  }

  private List<Plane> all() {
    return results.stream().flatMap(result -> result.planes().stream()).toList();
  }

  /** The classes that are shown. */
  List<Integer> classes() {
    TreeSet<Integer> classes = new TreeSet<>();
    all().forEach(plane -> classes.addAll(plane.present()));
    return List.copyOf(classes);
  }

  /** How the plots are read, in words. */
  String explanation() {
    boolean sure = all().stream().allMatch(plane -> plane.confidence().isEmpty());
    return "The tint of a place is the class that is decided there"
        + (sure ? "" : ", paler where the confidence is low")
        + (marked()
            ? "; marks are samples by their label, outlined where another class is decided."
                + balls()
            : ".");
  }

  private boolean marked() {
    return all().stream().anyMatch(plane -> !plane.points().isEmpty());
  }

  /** What the dashed lines are; empty if there are none. */
  private String balls() {
    String balls =
        boards.stream()
            .filter(PlanePlot::hasBall)
            .map(PlanePlot::ball)
            .distinct()
            .collect(Collectors.joining(", "));
    return balls.isEmpty()
        ? ""
        : " Dashed: everything within "
            + balls
            + " of one sample; a model is robust at a sample where no boundary comes so close.";
  }

  /** A plot for each plane, on the same axes. */
  List<Markup> plots() {
    PlanePlot plot = new PlanePlot(boards, PlaneFrame.around(all()));
    List<Markup> plots = new ArrayList<>();
    for (AnalysisResult result : results) {
      for (Plane plane : result.planes()) {
        String name = result.planes().size() > 1 ? plane.name() : "";
        plots.add(plot.draw(anchor + "-" + (plots.size() + 1), title, result, plane, name));
      }
    }
    return plots;
  }
}
