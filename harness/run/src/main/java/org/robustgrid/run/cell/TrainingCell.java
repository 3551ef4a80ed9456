package org.robustgrid.run.cell;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.robustgrid.run.grid.Grid.Limits;
import org.robustgrid.run.plan.CellKeys;
import org.robustgrid.run.plan.CostEstimate;
import org.robustgrid.run.plan.GridPlan;
import org.robustgrid.run.plan.PlannedDataset;
import org.robustgrid.run.plan.PlannedModel;

/** Trains a model, or reads one from a file. */
public record TrainingCell(PlannedModel model) implements Cell {

  @Override
  public String name() {
    return (model.isFile() ? "reading the file of " : "training ") + model.id();
  }

  @Override
  public String what() {
    return "training";
  }

  @Override
  public Class<ModelResult> resultType() {
    return ModelResult.class;
  }

  @Override
  public CostEstimate cost(GridPlan plan) {
    return CostEstimate.training(model, plan.dataset(model.dataset()));
  }

  @Override
  public Optional<String> key(Cells cells) {
    return Optional.of(key(cells.keys()));
  }

  /** The key, which is known before anything runs. */
  public String key(CellKeys keys) {
    Map<String, Object> parts = keys.base("training");
    PlannedDataset dataset = keys.dataset(model);
    parts.put("defense", model.defense().identity());
    Map<String, String> teachers = new TreeMap<>();
    model
        .models()
        .forEach(
            (name, id) -> teachers.put(name, new TrainingCell(keys.plan().model(id)).key(keys)));
    parts.put("models", teachers);
    parts.put("data", dataset.source());
    if (model.isFile()) {
      parts.put("file", model.fileHash());
      model.readAs().identity().ifPresent(reading -> parts.put("reading", reading));
      if (model.architecture() != null) {
        parts.put("architecture", model.architecture().identity());
      }
    } else {
      parts.put("architecture", model.architecture().identity());
      parts.put("training", model.training());
      parts.put("seed", model.seed());
      // a training that left behind other epochs has to run again
      if (model.keptEpochs() != null) {
        parts.put("keep-epochs", model.keptEpochs().epochs());
      }
    }
    return CellKeys.hash(parts);
  }

  /** The trainings of the models that it learns from. */
  @Override
  public List<Cell> needs(Cells cells) {
    List<Cell> teachers = new ArrayList<>();
    model.models().values().forEach(id -> teachers.add(new TrainingCell(cells.plan().model(id))));
    return teachers;
  }

  @Override
  public int stage() {
    return 0;
  }

  @Override
  public double minutes(Limits limits) {
    return limits.trainingMinutes();
  }
}
