package org.robustgrid.run.plan;

import java.util.Map;
import java.util.TreeMap;
import org.robustgrid.base.files.CanonicalJson;
import org.robustgrid.leaderboard.Check;

/**
 * Content keys of cells: hashes of data and the code that reads them, resolved parameters, weights,
 * plugins, profile and the code of SPI, numerics and engine; not of labels, paths, the number of
 * workers or limits. A change to how answers are judged must raise the format version, which stands
 * for the rest of the harness.
 */
public final class CellKeys {

  private final GridPlan plan;
  private final ExecutionProfile profile;

  public CellKeys(GridPlan plan, ExecutionProfile profile) {
    this.plan = plan;
    this.profile = profile;
  }

  private Map<String, Object> base(String kind) {
    Map<String, Object> parts = new TreeMap<>();
    parts.put("kind", kind);
    parts.put("format", plan.format());
    parts.put("code", plan.harness().get("code"));
    parts.put("profile", profile);
    return parts;
  }

  /** The key of a model's training, known before anything runs. */
  public String training(PlannedModel model) {
    Map<String, Object> parts = base("training");
    PlannedDataset dataset = plan.dataset(model.dataset());
    parts.put("defense", model.defense().identity());
    Map<String, String> teachers = new TreeMap<>();
    model.models().forEach((name, id) -> teachers.put(name, training(plan.model(id))));
    parts.put("models", teachers);
    parts.put("data", dataset.source());
    if (model.isFile()) {
      parts.put("file", model.fileHash());
    } else {
      parts.put("architecture", model.architecture().identity());
      parts.put("training", model.training());
      parts.put("seed", model.seed());
    }
    return CanonicalJson.key(parts);
  }

  /** The key of a trained model's evaluation without attack. */
  public String clean(PlannedModel model, String weightHash) {
    return CanonicalJson.key(
        evaluation("clean", model, weightHash, model.samplesOf(dataset(model))));
  }

  /** The key of an attack on a trained model under a threat model. */
  public String attack(
      PlannedModel model, String weightHash, PlannedAttack attack, PlannedThreatModel threat) {
    int samples = attack.samplesOf(model, dataset(model));
    Map<String, Object> parts = evaluation("attack", model, weightHash, samples);
    parts.put("attack", attack.plugin().identity());
    parts.put("access", attack.access());
    parts.put("threat-model", threat);
    parts.put("passes", plan.limits().passes());
    return CanonicalJson.key(parts);
  }

  /**
   * The key of a model's certificates. Radii are not part of it: a certificate is as large as it
   * can be proven, whatever is counted afterwards. Nor are the draws of attacks and judgements.
   */
  public String certification(PlannedModel model, String weightHash) {
    int samples = plan.certification().samplesOf(model, dataset(model));
    Map<String, Object> parts = evaluation("certification", model, weightHash, samples);
    parts.put("profile", profile);
    return CanonicalJson.key(parts);
  }

  /**
   * The key of a model's checks under a norm.
   *
   * @param threat the unit's
   * @param images hash of the kept adversarial images by attack key, as far as checks look at them
   */
  public String checks(
      PlannedModel model,
      String weightHash,
      PlannedThreatModel threat,
      Map<String, String> images) {
    PlannedChecks checks = plan.checks();
    int samples = checks.samplesOf(model, dataset(model));
    Map<String, Object> parts = evaluation("checks", model, weightHash, samples);
    parts.put("checks", checks.checks().stream().filter(Check::asksTheModel).toList());
    if (checks.gradient() != null) {
      parts.put("gradient", checks.gradient().plugin().identity());
    }
    if (checks.blackBox() != null) {
      parts.put("black-box", checks.blackBox().plugin().identity());
    }
    parts.put("threat-model", threat);
    parts.put("passes", plan.limits().passes());
    parts.put("images", images);
    PlannedDataset data = dataset(model);
    boolean unit = data.low() == 0 && data.high() == 1;
    if (!unit && threat.norm().equals("linf") && checks.has(Check.SURVIVES_ANY_EPSILON)) {
      // it was half of the range once, as it still is for images
      parts.put("any-epsilon", "range");
    }
    return CanonicalJson.key(parts);
  }

  private PlannedDataset dataset(PlannedModel model) {
    return plan.dataset(model.dataset());
  }

  private Map<String, Object> evaluation(
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
