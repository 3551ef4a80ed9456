package org.robustgrid.run.worker;

import java.util.HashMap;
import java.util.Map;
import org.robustgrid.run.plan.DatasetOpener;
import org.robustgrid.run.plan.GridPlan;
import org.robustgrid.run.plan.PlannedDataset;
import org.robustgrid.run.plugin.PluginRegistry;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.data.Dataset;

/** Opens each data set once per worker. */
final class OpenDatasets {

  private final GridPlan plan;
  private final PluginRegistry registry;
  private final Map<String, OpenDataset> open = new HashMap<>();

  OpenDatasets(GridPlan plan, PluginRegistry registry) {
    this.plan = plan;
    this.registry = registry;
  }

  /**
   * Opens a data set.
   *
   * @throws DataException when it is not what the plan was made with
   */
  OpenDataset get(String label) {
    return open.computeIfAbsent(label, this::open);
  }

  private OpenDataset open(String label) {
    PlannedDataset planned = plan.dataset(label);
    Dataset data = planned.of(DatasetOpener.open(registry, planned.plugin()));
    if (!data.identity().equals(planned.identity())) {
      throw new DataException(
          "data set '" + label + "' has changed since the run was planned; use another folder");
    }
    return new OpenDataset(planned, data);
  }

  /** Closes all that were opened. */
  void close() {
    open.values().forEach(dataset -> dataset.data().close());
    open.clear();
  }
}
