package org.robustgrid.run.cell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.robustgrid.run.plan.CellKeys;
import org.robustgrid.run.plan.ExecutionProfile;
import org.robustgrid.run.plan.GridPlan;
import org.robustgrid.run.plan.Grids;
import org.robustgrid.run.plan.PlannedAttack;
import org.robustgrid.run.plan.PlannedDataset;
import org.robustgrid.run.plan.PlannedModel;
import org.robustgrid.run.plan.PlannedPlugin;
import org.robustgrid.run.plan.PlannedThreatModel;
import org.robustgrid.run.plan.Profiles;

class CellKeysTest {

  private static final ExecutionProfile PROFILE = Profiles.portable();

  private static String training(String yaml) {
    GridPlan plan = Grids.plan(yaml);
    return new TrainingCell(plan.models().get(0)).key(new CellKeys(plan, PROFILE));
  }

  private static String attack(String yaml) {
    GridPlan plan = Grids.plan(yaml);
    return new AttackCell(plan.models().get(0), plan.attacks().get(0), plan.threatModels().get(0))
        .key(new CellKeys(plan, PROFILE), "weights");
  }

  private static String certification(String yaml) {
    GridPlan plan = Grids.plan(yaml);
    return new CertificationCell(plan.models().get(0)).key(new CellKeys(plan, PROFILE), "weights");
  }

  private static String with(String old, String replacement) {
    assertThat(Grids.SMALL).contains(old);
    return Grids.SMALL.replace(old, replacement);
  }

  @Test
  void do_not_depend_on_labels_or_limits() {
    String renamed =
        with("  - plain\n", "  - {id: plain, label: other}\n")
            .replace("  - step\n", "  - {id: step, label: another}\n")
            .replace("name: small", "name: big\nlimits: {cell-minutes: 1}");
    assertThat(training(renamed)).isEqualTo(training(Grids.SMALL));
    assertThat(attack(renamed)).isEqualTo(attack(Grids.SMALL));
  }

  @Test
  void change_with_what_computes_convolutions() {
    GridPlan plan = Grids.plan(Grids.SMALL);
    PlannedModel model = plan.models().get(0);

    assertThat(
            new TrainingCell(model).key(new CellKeys(plan, PROFILE.with("convolutions", "direct"))))
        .isNotEqualTo(
            new TrainingCell(model)
                .key(new CellKeys(plan, PROFILE.with("convolutions", "winograd"))));
  }

  @Test
  void of_trainings_change_with_settings_seed_and_architecture() {
    String key = training(Grids.SMALL);
    assertThat(training(with("epochs: 4", "epochs: 5"))).isNotEqualTo(key);
    assertThat(training(with("seeds: [0]", "seeds: [1]"))).isNotEqualTo(key);
    assertThat(training(with("[dense]", "[{id: dense, parameters: {width: 9}}]")))
        .isNotEqualTo(key);
  }

  /** The same plan, its data read by other code. */
  private static GridPlan readOtherwise(GridPlan plan) {
    PlannedDataset data = plan.datasets().get(0);
    PlannedPlugin reader = data.plugin();
    PlannedPlugin other =
        new PlannedPlugin(
            reader.id(),
            reader.label(),
            reader.parameters(),
            reader.files(),
            reader.version(),
            "another hash");
    return with(plan, other, data.low());
  }

  /** The same plan, its data read by other code or in another domain. */
  private static GridPlan with(GridPlan plan, PlannedPlugin reader, double low) {
    PlannedDataset data = plan.datasets().get(0);
    return new GridPlan(
        plan.format(),
        plan.name(),
        plan.harness(),
        List.of(
            new PlannedDataset(
                reader,
                data.identity(),
                data.inputShape(),
                data.classNames(),
                low,
                data.high(),
                data.trainingSize(),
                data.radii(),
                data.labels())),
        plan.models(),
        plan.attacks(),
        plan.threatModels(),
        plan.certification(),
        plan.seeds(),
        plan.limits(),
        plan.notes(),
        plan.checks(),
        plan.analyses());
  }

  @Test
  void change_with_the_code_that_reads_the_data() {
    GridPlan plan = Grids.plan(Grids.SMALL);
    CellKeys keys = new CellKeys(plan, PROFILE);
    CellKeys others = new CellKeys(readOtherwise(plan), PROFILE);
    PlannedModel model = plan.models().get(0);
    PlannedThreatModel threat = plan.threatModels().get(0);
    PlannedAttack attack = plan.attacks().get(0);
    assertThat(new TrainingCell(model).key(others)).isNotEqualTo(new TrainingCell(model).key(keys));
    assertThat(new CleanCell(model).key(others, "w"))
        .isNotEqualTo(new CleanCell(model).key(keys, "w"));
    assertThat(new AttackCell(model, attack, threat).key(others, "w"))
        .isNotEqualTo(new AttackCell(model, attack, threat).key(keys, "w"));
  }

  @Test
  void of_trainings_do_not_depend_on_how_many_samples_are_attacked() {
    assertThat(training(with("samples: 40", "samples: 30"))).isEqualTo(training(Grids.SMALL));
  }

  @Test
  void of_attacks_change_with_samples_epsilon_and_parameters() {
    String key = attack(Grids.SMALL);
    assertThat(attack(with("samples: 40", "samples: 30"))).isNotEqualTo(key);
    assertThat(attack(with("epsilon: 0.1", "epsilon: 0.2"))).isNotEqualTo(key);
    assertThat(attack(with("  - step\n", "  - {id: step, parameters: {steps: 2}}\n")))
        .isNotEqualTo(key);
  }

  @Test
  void of_attacks_change_with_the_samples_of_their_row_or_their_attack_alike() {
    String fewer = attack(with("samples: 40", "samples: 30"));
    assertThat(attack(with("  - plain\n", "  - {id: plain, samples: 30}\n"))).isEqualTo(fewer);
    assertThat(attack(with("  - step\n", "  - {id: step, samples: 30}\n"))).isEqualTo(fewer);
    assertThat(attack(with("  - plain\n", "  - {id: plain, samples: 40}\n")))
        .isEqualTo(attack(Grids.SMALL));
  }

  @Test
  void of_evaluations_change_with_draws_and_judgements_and_of_trainings_do_not() {
    String plain = with("  - plain\n", "  - certifying\n");
    for (String other : new String[] {"draws: 2", "judgements: 3"}) {
      String changed = with("  - plain\n", "  - {id: certifying, " + other + "}\n");
      assertThat(attack(changed)).isNotEqualTo(attack(plain));
      assertThat(training(changed)).isEqualTo(training(plain));
      assertThat(certification(changed + "certification: {radii: [1]}\n"))
          .isEqualTo(certification(plain + "certification: {radii: [1]}\n"));
    }
  }

  @Test
  void of_certificates_change_with_their_samples_only() {
    String key = certification(Grids.SMALL + "certification: {radii: [0.5], samples: 9}\n");
    assertThat(certification(Grids.SMALL + "certification: {radii: [0.5], samples: 8}\n"))
        .isNotEqualTo(key);
    assertThat(certification(Grids.SMALL + "certification: {radii: [1, 2], samples: 9}\n"))
        .isEqualTo(key);
    assertThat(
            certification(
                with("samples: 40", "samples: 30") + "certification: {radii: [0.5], samples: 9}\n"))
        .isEqualTo(key);
  }

  /** The key of a check, given trained models and nothing else. */
  private static String check(GridPlan plan, String id) {
    ResultStore store = new TrainedStore();
    Cells cells = new Cells(plan, PROFILE, store);
    return cells.all().stream()
        .filter(cell -> cell.what().equals(id))
        .findFirst()
        .flatMap(cells::key)
        .orElseThrow();
  }

  private static GridPlan checked(String list, double low) {
    GridPlan plan = Grids.plan(with("checks: none", "checks: [" + list + "]"));
    return with(plan, plan.datasets().get(0).plugin(), low);
  }

  @Test
  void of_checks_do_not_depend_on_other_checks() {
    assertThat(check(checked("constant-model", 0), "constant-model"))
        .isEqualTo(check(checked("constant-model, softmax-output", 0), "constant-model"));
  }

  @Test
  void of_checks_change_with_the_domain_and_with_the_attacks_that_they_look_at() {
    String id = "survives-any-epsilon";
    String key = check(checked(id, 0), id);
    assertThat(check(checked(id, -1), id)).isNotEqualTo(key);
    String fewer = with("checks: none", "checks: [" + id + "]").replace("  - step\n", "");
    assertThat(check(Grids.plan(fewer), id)).isNotEqualTo(key);
  }

  /** Every training has a result, whose key it is asked by; nothing else has one. */
  private static final class TrainedStore implements ResultStore {

    @Override
    public boolean has(String key, Class<? extends CellResult> type) {
      return type == ModelResult.class;
    }

    @Override
    public <R extends CellResult> Optional<R> get(String key, Class<R> type) {
      return type == ModelResult.class
          ? Optional.of(
              type.cast(
                  new ModelResult(
                      key, "weights", "file", "", List.of(), Map.of(), false, false, 0)))
          : Optional.empty();
    }

    @Override
    public void put(CellResult result) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<CellFailure> failure(String key) {
      return Optional.empty();
    }

    @Override
    public void put(CellFailure failure) {
      throw new UnsupportedOperationException();
    }
  }

  @Test
  void change_with_the_execution_profile() {
    GridPlan plan = Grids.plan(Grids.SMALL);
    PlannedModel model = plan.models().get(0);
    assertThat(new TrainingCell(model).key(new CellKeys(plan, PROFILE.withThreads(2))))
        .isNotEqualTo(new TrainingCell(model).key(new CellKeys(plan, PROFILE)));
    assertThat(new TrainingCell(model).key(new CellKeys(plan, PROFILE.with("microBatch", "32"))))
        .isNotEqualTo(new TrainingCell(model).key(new CellKeys(plan, PROFILE)));
  }
}
