package org.robustgrid.run.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.engine.MemoryBudget;
import org.robustgrid.engine.MicroBatchRows;
import org.robustgrid.leaderboard.Leaderboard.Flag;
import org.robustgrid.run.audit.AuditReport;
import org.robustgrid.run.audit.RunAudit;
import org.robustgrid.run.audit.SampleChoice;
import org.robustgrid.run.cell.Cell;
import org.robustgrid.run.cell.TrainingCell;
import org.robustgrid.run.folder.RunFolder;
import org.robustgrid.run.folder.RunLock;
import org.robustgrid.run.folder.RunManifest;
import org.robustgrid.run.plan.ExecutionProfile;
import org.robustgrid.run.plan.GridPlan;
import org.robustgrid.run.plan.Grids;
import org.robustgrid.run.plugin.PluginRegistry;
import org.robustgrid.run.replay.Replay;
import org.robustgrid.run.replay.ReplayReport;

/** Results say where memory held fewer samples at once than the execution profile asks for. */
@Tag("process")
class ShortMemoryTest {

  private static final String GRID =
      Grids.SMALL
              .replace("  - {norm: linf, epsilon: 0.3}\n", "")
              .replace("  - {id: plain, label: short, training: {epochs: 2}}\n", "")
              .replace("  - {id: step, label: step-3, parameters: {steps: 3}}\n", "")
              .replace("  - plain\n", "  - certifying\n")
              .replace("checks: none", "checks: [zero-gradient]")
          + "certification: {radii: [0.05], samples: 4}\n";

  @TempDir static Path shared;
  private static RunFolder small;

  @TempDir Path root;

  @BeforeAll
  static void runInTooLittleMemory() throws InterruptedException {
    small = run(shared, MicroBatchRows.MOST);
  }

  private static RunFolder run(Path root, int microBatch) throws InterruptedException {
    GridPlan plan = Grids.plan(GRID, root);
    RunFolder folder = new RunFolder(root.resolve("run"));
    ExecutionProfile profile =
        ExecutionProfile.forThisMachine().with("microBatch", Integer.toString(microBatch));
    RunOptions options =
        Runs.OPTIONS.withJavaOptions(
            List.of("-XX:TieredStopAtLevel=1", "-D" + MemoryBudget.PROPERTY + "=1"));
    new Coordinator(options, RunListener.NONE).run(RunManifest.of(plan, folder, profile), folder);
    return folder;
  }

  private static Stream<Flag> flags(RunFolder folder) {
    return Runs.leaderboard(folder.root()).boards().get(0).rows().get(0).flags().stream()
        .filter(flag -> flag.kind().equals("short-memory"));
  }

  private AuditReport audit(RunFolder folder) throws InterruptedException {
    RunAudit audit = new RunAudit(folder);
    try (RunLock lock = RunLock.acquireToRead(folder)) {
      audit.checkFiles(lock);
      audit.checkResults(PluginRegistry.fromClassPath());
      audit.askModels(List.of(), new SampleChoice(1, 0), root.resolve("worker.log"));
    }
    return audit.report();
  }

  @Test
  void a_profile_that_memory_does_not_hold_is_said_of_evaluations_and_attacks() {
    assertThat(flags(small)).extracting(Flag::attack).contains("", "step");
  }

  @Test
  void a_profile_that_memory_does_not_hold_is_said_of_trainings_certificates_and_analyses() {
    assertThat(flags(small))
        .extracting(Flag::message)
        .anyMatch(message -> message.startsWith("seed 0: training: memory held no more than"))
        .anyMatch(message -> message.startsWith("seed 0: certificates: memory held no more than"))
        .anyMatch(message -> message.startsWith("seed 0: zero-gradient: memory held no more than"));
  }

  @Test
  void an_audit_in_other_memory_compares_no_answers_sample_by_sample() throws InterruptedException {
    // without attack, under attack, and under attack with fixed randomness
    assertThat(audit(small).notes())
        .anyMatch(note -> note.startsWith("the answers of 3 cells were not compared"));
  }

  @Test
  void a_replay_with_other_memory_reports_it_with_the_outcome() throws InterruptedException {
    try (RunLock lock = RunLock.acquireToRead(small)) {
      Replay replay = new Replay(small, lock);
      Cell training =
          replay.cells().stream().filter(TrainingCell.class::isInstance).findFirst().orElseThrow();

      ReplayReport report = replay.run(training, PluginRegistry.fromClassPath(), root);

      assertThat(report.differences()).isEmpty();
      assertThat(report.provenance())
          .anyMatch(text -> text.matches("samples that memory held at once: then .*, now 65536"));
    }
  }

  @Test
  void a_profile_that_memory_holds_needs_no_word() throws InterruptedException {
    RunFolder folder = run(root, 8);

    assertThat(flags(folder)).isEmpty();
    assertThat(audit(folder).notes()).isEmpty();
  }
}
