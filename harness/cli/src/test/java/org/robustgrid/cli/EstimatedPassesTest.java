package org.robustgrid.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.run.cell.AttackCell;
import org.robustgrid.run.cell.AttackCellResult;
import org.robustgrid.run.cell.Cells;
import org.robustgrid.run.folder.FolderStore;
import org.robustgrid.run.folder.RunManifest;
import org.robustgrid.run.plan.CostEstimate;
import org.robustgrid.run.plan.GridPlan;
import org.robustgrid.run.plan.PlannedAttack;
import org.robustgrid.run.plan.PlannedDataset;
import org.robustgrid.run.plan.PlannedModel;

/** What a dry run says an attack will cost, and what it cost. */
@Tag("process")
class EstimatedPassesTest {

  private static final String ATTACKS =
      """
      attacks:
        - {id: pgd, parameters: {steps: 10}}
        - {id: apgd-ce, parameters: {steps: 10}}
        - {id: fab, parameters: {steps: 3}}
        - {id: fab, label: fab-2, parameters: {steps: 3, rivals: 2}}
        - {id: square, parameters: {queries: 5}}
      checks: none
      """;

  @TempDir Path folder;

  @Test
  void the_passes_of_each_attack_are_estimated_to_a_fifth() throws IOException {
    FinishedRun finished = new FinishedRun(folder, ATTACKS);
    RunManifest manifest = RunManifest.read(finished.folder());
    GridPlan plan = manifest.plan();
    PlannedModel model = plan.models().get(0);
    PlannedDataset dataset = plan.dataset(model.dataset());
    Cells cells = new Cells(plan, manifest.profile(), new FolderStore(finished.folder()));
    for (PlannedAttack attack : plan.attacks()) {
      AttackCell cell = new AttackCell(model, attack, plan.threatModels().get(0));
      AttackCellResult counted = cells.result(cell, AttackCellResult.class).orElseThrow();
      CostEstimate estimated = CostEstimate.attack(attack, model, dataset);
      // samples that the model gets wrong are not attacked
      double attacked = counted.attacked() / (double) dataset.samples();
      assertThat(List.of(counted.forward(), counted.backward()))
          .as("forward and backward passes of %s", attack.label())
          .satisfiesExactly(
              forward ->
                  assertThat(forward.doubleValue())
                      .isCloseTo(estimated.forward() * attacked, withinPercentage(20)),
              backward ->
                  assertThat(backward.doubleValue())
                      .isCloseTo(estimated.backward() * attacked, withinPercentage(20)));
    }
  }
}
