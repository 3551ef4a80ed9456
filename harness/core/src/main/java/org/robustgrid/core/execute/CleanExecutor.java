package org.robustgrid.core.execute;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.core.plan.ExecutionProfile;
import org.robustgrid.core.plan.PlannedModel;
import org.robustgrid.core.run.CleanResult;
import org.robustgrid.core.worker.WorkUnit;
import org.robustgrid.spi.Monitor;
import org.robustgrid.spi.RandomKey;

/** Predicts the test samples without attack. */
final class CleanExecutor {

  private final ExecutionProfile profile;

  CleanExecutor(ExecutionProfile profile) {
    this.profile = profile;
  }

  CleanResult execute(
      WorkUnit unit,
      PlannedModel planned,
      LoadedModel model,
      OpenDataset dataset,
      Monitor monitor) {
    long start = System.nanoTime();
    Judge judge =
        new Judge(
            model.classifier(),
            model.plain(),
            planned.under(profile).judgements(),
            RandomKey.of(planned.seed()).with("judge").with("clean"));
    int[] labels =
        dataset.plan().labels().stream()
            .limit(planned.samplesOf(dataset.plan()))
            .mapToInt(Integer::intValue)
            .toArray();
    List<Integer> predictions = new ArrayList<>();
    List<Double> agreement = new ArrayList<>();
    List<Integer> notFinite = new ArrayList<>();
    StringBuilder correct = new StringBuilder();
    for (int from = 0; from < labels.length; from += profile.batch()) {
      monitor.check();
      monitor.progress(from, labels.length, "clean");
      int[] samples =
          IntStream.range(from, Math.min(labels.length, from + profile.batch())).toArray();
      INDArray images = dataset.batch(dataset.testImages(samples), model.network().precision());
      int[] truth = Arrays.copyOfRange(labels, from, from + samples.length);
      Judgement judgement =
          judge.judge(images, Arrays.stream(samples).asLongStream().toArray(), truth);
      for (int i = 0; i < samples.length; i++) {
        predictions.add(judgement.predictions()[i]);
        correct.append(judgement.right()[i] ? '1' : '0');
        if (!judgement.finite()[i]) {
          notFinite.add(samples[i]);
        }
      }
      Arrays.stream(judgement.agreement()).forEach(agreement::add);
    }
    Optional<DecisionPlane> plane = DecisionPlane.of(dataset, labels.length);
    return new CleanResult(
        unit.key(),
        predictions,
        correct.toString(),
        agreement,
        notFinite,
        (System.nanoTime() - start) / 1e9,
        plane.map(DecisionPlane::inputs).orElse(null),
        plane
            .flatMap(
                p ->
                    p.regions(
                        model.classifier(), model.plain(), model.network().precision(), monitor))
            .orElse(null),
        model.fewerAtOnce());
  }
}
