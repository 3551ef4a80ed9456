package org.robustgrid.run.plugins;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.robustgrid.spi.Access;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.analysis.Analysis;
import org.robustgrid.spi.analysis.AnalysisDescriptor;
import org.robustgrid.spi.analysis.AnalysisProvider;
import org.robustgrid.spi.analysis.AnalysisRequest;
import org.robustgrid.spi.analysis.AnalysisResult;
import org.robustgrid.spi.analysis.AttackOutcome;
import org.robustgrid.spi.analysis.AttackedBoard;
import org.robustgrid.spi.analysis.ImageSet;
import org.robustgrid.spi.analysis.SampleSource;
import org.robustgrid.spi.analysis.Series;
import org.robustgrid.spi.network.Query;

/** Measures what can be compared with a leaderboard's own numbers, or misbehaves. */
public final class MeasuringProvider implements AnalysisProvider {

  private static final Parameter<String> WAY =
      Parameter.choice(
          "way",
          List.of(
              "good",
              "nan",
              "throws",
              "hangs",
              "twice",
              "nothing",
              "gradients",
              "undeclared",
              "networks"),
          "how it behaves");

  @Override
  public AnalysisDescriptor descriptor() {
    return AnalysisDescriptor.builder("measuring", "Counts survivors")
        .access(Access.SCORES)
        .samples(SampleSource.TEST, SampleSource.TRAINING)
        .images()
        .parameters(WAY)
        .build();
  }

  @Override
  public Analysis create(Parameters parameters) {
    String way = parameters.get(WAY);
    return request -> analyse(request, way);
  }

  private static AnalysisResult analyse(AnalysisRequest request, String way) {
    AnalysisResult.Builder result = AnalysisResult.of("Survivors");
    switch (way) {
      case "nan" -> result.figure("broken", Double.NaN, "");
      case "throws" -> throw new IllegalStateException("nothing works");
      case "hangs" -> hang();
      case "twice" -> result.figure("same", 1, "").figure("same", 2, "");
      case "nothing" -> {
        return null;
      }
      case "gradients" -> request.model().classifier().lossGradient(first(request), query(), null);
      case "networks" -> request.model().network("second");
      case "undeclared" -> request.samples(SampleSource.VALIDATION);
      default -> measure(request, result);
    }
    return result.build();
  }

  private static void hang() {
    while (!Thread.currentThread().isInterrupted()) {
      Thread.onSpinWait();
    }
  }

  private static org.nd4j.linalg.api.ndarray.INDArray first(AnalysisRequest request) {
    return request.batch(new float[(int) request.inputShape()[0]]);
  }

  private static Query query() {
    return new Query(new long[] {0}, org.robustgrid.spi.random.RandomKey.of(0));
  }

  private static void measure(AnalysisRequest request, AnalysisResult.Builder result) {
    boolean[] correct = request.model().correct();
    result.figure(
        "correct", IntStream.range(0, correct.length).filter(i -> correct[i]).count(), "");
    result.figure("trained on", request.samples(SampleSource.TRAINING).size(), "samples");
    double logit = request.model().classifier().logits(first(request), query()).getDouble(0);
    result.figure("logit at the origin", logit, logit - 1, logit + 1, "");
    for (AttackedBoard board : request.boards()) {
      for (AttackOutcome outcome : board.outcomes()) {
        boolean[] robust = outcome.robust();
        long survivors = IntStream.range(0, robust.length).filter(i -> robust[i]).count();
        double epsilon = board.threatModel().epsilon();
        result.series(
            new Series(
                outcome.label() + " " + epsilon,
                "epsilon",
                "survivors",
                List.of(epsilon),
                List.of((double) survivors)));
        result.figure(
            "kept by " + outcome.label() + " at " + epsilon, outcome.images().size(), "images");
      }
    }
    result.imageSet(
        new ImageSet(
            "origins",
            "The origin, twice",
            List.of(request.inputShape()[0]),
            new float[2 * (int) request.inputShape()[0]],
            List.of(-1, -1),
            Collections.nCopies(2, 0)));
  }
}
