package org.robustgrid.cli.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.robustgrid.cli.terminal.Durations;
import org.robustgrid.cli.terminal.Terminal;
import org.robustgrid.cli.terminal.TextTable;
import org.robustgrid.leaderboard.Board;
import org.robustgrid.leaderboard.Distance;
import org.robustgrid.leaderboard.Leaderboard;
import org.robustgrid.leaderboard.Leaderboard.Flag;
import org.robustgrid.leaderboard.Row;
import org.robustgrid.report.text.Distances;
import org.robustgrid.report.text.Footnotes;
import org.robustgrid.report.text.Numerals;
import org.robustgrid.report.text.Parts;
import org.robustgrid.report.text.Targets;
import org.robustgrid.report.text.ThreatModels;
import org.robustgrid.run.plan.GridPlan;
import org.robustgrid.run.plan.PlannedAttack;
import org.robustgrid.run.plan.PlannedModel;

/**
 * What the attack on one model file found, in words and as JSON.
 *
 * @param model the file, as given
 * @param leaderboard of one board and one row
 * @param seconds wall-clock time
 */
record AttackAnswer(Path model, GridPlan plan, Leaderboard leaderboard, double seconds) {

  private Board board() {
    return leaderboard.boards().get(0);
  }

  private Row row() {
    return board().rows().get(0);
  }

  /** Prints a line for each figure, and what stands against believing them. */
  void print(Terminal terminal) {
    TextTable table = new TextTable(terminal.width(), "");
    PlannedAttack attack = plan.attacks().get(0);
    table.row("model", model + ", deployed by the defense " + defense());
    table.row(
        "samples", "the first " + board().samples() + " test samples of " + board().dataset());
    table.row("attack", attack.label() + parameters(attack));
    table.row("threat model", ThreatModels.name(board().threatModel()));
    table.row("clean accuracy", Numerals.rate(row().clean()));
    String bound = row().unreliable() ? Numerals.AT_MOST : "";
    if (board().threatModel().minimumDistance()) {
      Distance distance = Distances.worst(row());
      table.row("median distance", Distances.medianInWords(distance, row()));
      table.row("mean distance", Distances.meanInWords(distance, row()));
    } else {
      table.row("robust accuracy", bound + Numerals.rate(row().worst()));
    }
    if (board().threatModel().targeted()) {
      table.row("targets reached", Targets.words(row(), attack.label()));
    }
    if (Parts.attacks(board()).contains(attack.label())) {
      table.row("broken by part", Parts.words(row(), attack.label()));
    }
    table.row(
        "passes per sample",
        Numerals.count(row().passes().forward())
            + " forward, "
            + Numerals.count(row().passes().backward())
            + " backward");
    table.row("checks", checks());
    table.row("time", Durations.words(seconds));
    table.print(terminal);
    // the model and its attack may have the same to say
    new Footnotes(board())
        .all().stream()
            .map(note -> "  ! " + note.flag().kind() + ": " + note.text())
            .distinct()
            .forEach(terminal::line);
  }

  private String defense() {
    return plan.rows().get(0).defense().id();
  }

  private static String parameters(PlannedAttack attack) {
    Map<String, Object> shown = attack.plugin().shown();
    return shown.isEmpty()
        ? ""
        : shown.entrySet().stream()
            .map(value -> value.getKey() + "=" + value.getValue())
            .collect(Collectors.joining(", ", " (", ")"));
  }

  private String checks() {
    if (!board().threatModel().untargeted()) {
      return "none: they are for untargeted attacks";
    }
    List<String> checks = checksMade();
    if (plan.checks().names().isEmpty()) {
      return "none (--checks none): it is not known whether the attack could work at all";
    }
    long flags = row().flags().stream().filter(Flag::concernsEvaluation).count();
    return flags == 0
        ? made(checks) + ", no sign that the attack could not work"
        : flags + (flags == 1 ? " flag" : " flags") + ": see below before you rely on the figures";
  }

  /** Ids of the checks that the model gives enough for. */
  private List<String> checksMade() {
    PlannedModel model = plan.rows().get(0);
    return plan.checks().names().stream()
        .filter(
            id ->
                plan.analyses().stream()
                    .filter(analysis -> analysis.plugin().id().equals(id))
                    .allMatch(analysis -> analysis.canAsk(model)))
        .toList();
  }

  private String made(List<String> checks) {
    int all = plan.checks().names().size();
    return checks.size() == all
        ? all + " made"
        : checks.size() + " of " + all + " made, as the model gives no more";
  }

  /** The same as one JSON object, with the outcome of each sample. */
  String json() {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("model", model.toString());
    result.put("defense", defense());
    result.put("attack", leaderboard.provenance().attacks().get(plan.attacks().get(0).label()));
    result.put("dataset", leaderboard.dataset());
    result.put("threatModel", board().threatModel());
    result.put("samples", board().samples());
    result.put("clean", row().clean());
    result.put("robust", row().worst());
    if (row().distances() != null) {
      result.put("distances", row().distances());
      result.put("sampleDistances", row().perSeed().get(0).distances());
    }
    result.put("passes", row().passes());
    result.put("outcomes", row().perSeed().get(0).worst());
    result.put("checks", checksMade());
    result.put("flags", row().flags());
    result.put("interval", leaderboard.provenance().interval());
    result.put("profile", leaderboard.provenance().profile());
    result.put("seconds", seconds);
    try {
      return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(result);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the result cannot be written as JSON", e);
    }
  }
}
