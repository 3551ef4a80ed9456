package org.robustgrid.core.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.core.leaderboard.Leaderboard.Flag;
import org.robustgrid.core.plan.ExecutionProfile;
import org.robustgrid.core.plan.GridPlan;
import org.robustgrid.core.plan.Grids;
import org.robustgrid.core.run.RunFolder;
import org.robustgrid.core.run.RunManifest;
import org.robustgrid.engine.MemoryBudget;
import org.robustgrid.engine.MicroBatchRows;

/** Results say where memory held fewer samples at once than the execution profile asks for. */
class ShortMemoryTest {

  private static final String ONE_MODEL =
      Grids.SMALL
          .replace("  - {norm: linf, epsilon: 0.3}\n", "")
          .replace("  - {id: plain, label: short, training: {epochs: 2}}\n", "")
          .replace("  - {id: step, label: step-3, parameters: {steps: 3}}\n", "");

  @TempDir private Path root;

  private Stream<Flag> flags(int microBatch) throws InterruptedException {
    GridPlan plan = Grids.plan(ONE_MODEL, root);
    RunFolder folder = new RunFolder(root.resolve("run"));
    ExecutionProfile profile = ExecutionProfile.forThisMachine().withMicroBatch(microBatch);
    RunOptions options =
        Runs.OPTIONS.withJavaOptions(
            List.of("-XX:TieredStopAtLevel=1", "-D" + MemoryBudget.PROPERTY + "=1"));

    new Coordinator(options, RunListener.NONE).run(RunManifest.of(plan, folder, profile), folder);

    return Runs.leaderboard(folder.root()).boards().get(0).rows().get(0).flags().stream()
        .filter(flag -> flag.kind().equals("short-memory"));
  }

  @Test
  void aProfileThatMemoryDoesNotHoldIsSaidOfEveryResult() throws InterruptedException {
    assertThat(flags(MicroBatchRows.MOST)).extracting(Flag::attack).contains("", "step");
  }

  @Test
  void aProfileThatMemoryHoldsNeedsNoWord() throws InterruptedException {
    assertThat(flags(8)).isEmpty();
  }
}
