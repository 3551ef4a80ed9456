package org.robustgrid.run.plan;

import java.util.Map;
import java.util.TreeMap;
import org.robustgrid.base.files.CanonicalJson;

/**
 * What content keys of cells are made of: hashes of data and the code that reads them, resolved
 * parameters, weights, plugins, profile and the code of SPI, numerics and executor; not of labels,
 * paths, the number of workers or limits. A change to how answers are judged must raise the format
 * version, which stands for the rest of the harness.
 */
public final class CellKeys {

  private final GridPlan plan;
  private final ExecutionProfile profile;

  public CellKeys(GridPlan plan, ExecutionProfile profile) {
    this.plan = plan;
    this.profile = profile;
  }

  public GridPlan plan() {
    return plan;
  }

  public ExecutionProfile profile() {
    return profile;
  }

  /** The data set of a model. */
  public PlannedDataset dataset(PlannedModel model) {
    return plan.dataset(model.dataset());
  }

  /** The key of parts. */
  public static String hash(Map<String, Object> parts) {
    return CanonicalJson.key(parts);
  }

  /** What every key holds. */
  public Map<String, Object> base(String kind) {
    Map<String, Object> parts = new TreeMap<>();
    parts.put("kind", kind);
    parts.put("format", plan.format());
    parts.put("code", HarnessCode.of(plan.harness(), profile.executor()));
    parts.put("profile", profile);
    return parts;
  }

  /** What the key of every evaluation of a trained model holds. */
  public Map<String, Object> evaluation(
      String kind, PlannedModel model, String weightHash, int samples) {
    Map<String, Object> parts = base(kind);
    parts.put("profile", model.under(profile));
    parts.put("data", dataset(model).source());
    parts.put("samples", samples);
    parts.put("weights", weightHash);
    parts.put("defense", model.defense().identity());
    parts.put("seed", model.seed());
    return parts;
  }
}
