package org.robustgrid.run.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Orders models so that each comes after those it learns from. */
final class TopologicalOrder {

  /**
   * The outcome.
   *
   * @param ordered all models that can be ordered
   * @param cyclic those that wait for each other
   */
  record Result(List<PlannedModel> ordered, List<PlannedModel> cyclic) {}

  private TopologicalOrder() {}

  static Result of(List<PlannedModel> models) {
    Map<String, PlannedModel> waiting = new LinkedHashMap<>();
    models.forEach(m -> waiting.put(m.id(), m));
    List<PlannedModel> ordered = new ArrayList<>();
    boolean moved = true;
    while (moved) {
      moved = false;
      for (PlannedModel model : List.copyOf(waiting.values())) {
        Set<String> pending = waiting.keySet();
        if (model.models().values().stream().noneMatch(pending::contains)) {
          ordered.add(model);
          waiting.remove(model.id());
          moved = true;
        }
      }
    }
    return new Result(ordered, List.copyOf(waiting.values()));
  }
}
