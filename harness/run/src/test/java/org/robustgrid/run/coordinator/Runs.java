package org.robustgrid.run.coordinator;

import java.nio.file.Path;
import java.util.List;
import org.robustgrid.leaderboard.Leaderboard;
import org.robustgrid.leaderboard.LeaderboardJson;
import org.robustgrid.run.folder.RunFolder;
import org.robustgrid.run.folder.RunManifest;
import org.robustgrid.run.plan.ExecutionProfile;
import org.robustgrid.run.plan.GridPlan;
import org.robustgrid.run.plan.Grids;
import org.robustgrid.run.scoring.LeaderboardBuilder;

/** Runs grids for tests, in worker processes of the test class path. */
public final class Runs {

  static final RunOptions OPTIONS =
      RunOptions.DEFAULT
          .withWorkers(1)
          .withGraceSeconds(1)
          .withJavaOptions(List.of("-XX:TieredStopAtLevel=1"));

  private Runs() {}

  /** Runs a grid with one worker. */
  public static RunOutcome run(String yaml, Path root) {
    return run(Grids.plan(yaml, root.toAbsolutePath().getParent()), root, OPTIONS);
  }

  /** Runs a plan. */
  public static RunOutcome run(GridPlan plan, Path root, RunOptions options) {
    return run(plan, root, options, RunListener.NONE);
  }

  /** Runs a plan and has its progress heard. */
  static RunOutcome run(GridPlan plan, Path root, RunOptions options, RunListener listener) {
    RunFolder folder = new RunFolder(root);
    ExecutionProfile profile = ExecutionProfile.forThisMachine().withBatch(16);
    try {
      return new Coordinator(options, listener).run(RunManifest.of(plan, folder, profile), folder);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** A run's leaderboard. */
  public static Leaderboard leaderboard(Path root) {
    return LeaderboardBuilder.build(new RunFolder(root));
  }

  /** A run's leaderboard as text, without the block that depends on the clock. */
  public static String withoutTiming(Path root) {
    return LeaderboardJson.write(leaderboard(root).withTiming(java.util.Map.of()));
  }
}
