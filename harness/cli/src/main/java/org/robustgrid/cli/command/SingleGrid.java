package org.robustgrid.cli.command;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.robustgrid.base.yaml.Place;
import org.robustgrid.base.yaml.Values;
import org.robustgrid.run.grid.Grid;
import org.robustgrid.run.grid.Grid.AnalysesEntry;
import org.robustgrid.run.grid.Grid.AttackEntry;
import org.robustgrid.run.grid.Grid.ChecksEntry;
import org.robustgrid.run.grid.Grid.DatasetEntry;
import org.robustgrid.run.grid.Grid.DefenseEntry;
import org.robustgrid.run.grid.Grid.EvaluationEntry;
import org.robustgrid.run.grid.Grid.Limits;
import org.robustgrid.run.grid.Grid.PluginEntry;
import org.robustgrid.run.grid.Grid.ReadingEntry;
import org.robustgrid.run.grid.Grid.TargetEntry;
import org.robustgrid.run.grid.Grid.ThreatModelEntry;
import org.robustgrid.run.grid.PythonReference;

/** Grids of one model, as the commands {@code train} and {@code attack} need them. */
final class SingleGrid {

  private SingleGrid() {}

  /** A plugin named on the command line. */
  record Choice(String id, Map<String, Object> parameters) {
    PluginEntry entry(String option) {
      Place place = Place.none(option);
      Values values = new Values(parameters, Map.of(), place);
      return new PluginEntry(id, id, values, place);
    }
  }

  /** Trains one defense, and classifies every test sample by it; attacks nothing. */
  static Grid training(
      Choice defense,
      Choice architecture,
      Choice dataset,
      Map<String, Object> settings,
      long seed) {
    Place none = Place.none("training");
    return new Grid(
        "train",
        List.of(new DatasetEntry(dataset.entry("--dataset"), Optional.empty())),
        List.of(architecture.entry("--architecture")),
        new Values(settings, Map.of(), none),
        List.of(),
        List.of(
            new DefenseEntry(
                defense.entry("--defense"), Values.none(none), Optional.empty(), Optional.empty())),
        List.of(),
        Optional.empty(),
        List.of(seed),
        Limits.DEFAULT,
        List.of());
  }

  /**
   * Attacks one model file.
   *
   * @param reading how the file is read
   * @param threat the board
   * @param checks which signs of an unreliable evaluation are looked for; empty for all
   */
  static Grid attack(
      Path model,
      ReadingEntry reading,
      Choice attack,
      Choice dataset,
      Optional<Long> samples,
      ThreatModelEntry threat,
      Optional<ChecksEntry> checks,
      Limits limits,
      long seed) {
    Place none = Place.none("--model");
    Values unchanged = Values.none(none);
    PluginEntry deployed = new PluginEntry(PluginEntry.UNDEFENDED, name(model), unchanged, none);
    return new Grid(
        "attack",
        List.of(new DatasetEntry(dataset.entry("--dataset"), samples)),
        List.of(),
        Values.none(none),
        List.of(threat),
        List.of(
            new DefenseEntry(
                deployed,
                unchanged,
                Optional.of(
                    PythonReference.of(model.toString())
                        .map(code -> Path.of(code.file()))
                        .orElse(model)
                        .toAbsolutePath()
                        .toString()),
                Optional.empty(),
                EvaluationEntry.FULL,
                reading,
                Optional.empty())),
        List.of(new AttackEntry(attack.entry("--attack"), List.of(threat.norm()))),
        Optional.empty(),
        List.of(seed),
        limits,
        List.of(),
        new AnalysesEntry(List.of(), true),
        checks);
  }

  /**
   * A threat model of the command line.
   *
   * @param epsilon infinite where none is given
   * @param target a rule, or classes separated by commas; null without
   */
  static ThreatModelEntry threat(String norm, double epsilon, String goal, String target) {
    Place place = Place.none("--norm, --epsilon, --goal");
    Place targets = Place.none("--target");
    Optional<TargetEntry> entry =
        Optional.ofNullable(target)
            .map(
                text ->
                    text.matches("\\d{1,9}(,\\d{1,9})*")
                        ? new TargetEntry("", classes(text), targets)
                        : new TargetEntry(text, List.of(), targets));
    return new ThreatModelEntry(norm, epsilon, Optional.of(goal), entry, place);
  }

  private static List<Long> classes(String text) {
    return Arrays.stream(text.split(",")).map(Long::valueOf).toList();
  }

  /** A model file is called by its own name. */
  private static String name(Path model) {
    Path name = model.toAbsolutePath().normalize().getFileName();
    String given = name == null ? model.toString() : name.toString();
    return PythonReference.of(given).map(code -> code.file() + ":" + code.function()).orElse(given);
  }
}
