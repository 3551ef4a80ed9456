package org.robustgrid.run.worker;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.robustgrid.leaderboard.statistics.Bits;
import org.robustgrid.run.cell.CleanCell;
import org.robustgrid.run.cell.CleanResult;
import org.robustgrid.run.plan.ExecutionProfile;
import org.robustgrid.run.plan.PlannedModel;
import org.robustgrid.spi.Monitor;

/** Predicts the test samples without attack. */
final class CleanExecutor implements CellExecutor<CleanCell> {

  private final ExecutionProfile profile;

  CleanExecutor(ExecutionProfile profile) {
    this.profile = profile;
  }

  @Override
  public CleanResult execute(CleanCell cell, Subject subject) {
    PlannedModel planned = cell.model();
    LoadedModel model = subject.model();
    OpenDataset dataset = subject.dataset();
    Monitor monitor = subject.monitor();
    long start = System.nanoTime();
    BlockJudge judge = new BlockJudge(planned, model, dataset, profile);
    int total = planned.samplesOf(dataset.plan());
    List<Integer> predictions = new ArrayList<>();
    List<Double> agreement = new ArrayList<>();
    List<Integer> notFinite = new ArrayList<>();
    boolean[] correct = new boolean[total];
    for (int from = 0; from < total; from = judge.end(from)) {
      monitor.check();
      monitor.progress(from, total, "clean");
      Judgement judgement = judge.judge(from, Map.of());
      for (int row = 0; row < judgement.predictions().length; row++) {
        predictions.add(judgement.predictions()[row]);
        correct[from + row] = judgement.right()[row];
        if (!judgement.finite()[row]) {
          notFinite.add(from + row);
        }
      }
      Arrays.stream(judgement.agreement()).forEach(agreement::add);
    }
    return new CleanResult(
        subject.key(),
        predictions,
        Bits.of(correct),
        agreement,
        notFinite,
        (System.nanoTime() - start) / 1e9,
        model.fewerAtOnce());
  }
}
