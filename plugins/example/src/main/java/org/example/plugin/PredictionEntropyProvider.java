package org.example.plugin;

import java.util.Arrays;
import org.robustgrid.numerics.loss.Softmax;
import org.robustgrid.spi.Access;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.analysis.Analysis;
import org.robustgrid.spi.analysis.AnalysisDescriptor;
import org.robustgrid.spi.analysis.AnalysisProvider;
import org.robustgrid.spi.analysis.AnalysisRequest;
import org.robustgrid.spi.analysis.AnalysisResult;
import org.robustgrid.spi.analysis.AttackOutcome;
import org.robustgrid.spi.analysis.AttackedBoard;
import org.robustgrid.spi.analysis.SampleSource;
import org.robustgrid.spi.data.DataView;
import org.robustgrid.spi.network.Query;

/** {@code prediction-entropy}: the mean entropy of predictions on clean and attacked images. */
public final class PredictionEntropyProvider implements AnalysisProvider {

  @Override
  public AnalysisDescriptor descriptor() {
    return AnalysisDescriptor.builder("prediction-entropy", "Entropy of predictions, under attack")
        .access(Access.SCORES).samples(SampleSource.TEST).images().build();
  }

  @Override
  public Analysis create(Parameters parameters) {
    return PredictionEntropyProvider::analyse;
  }

  private static AnalysisResult analyse(AnalysisRequest request) {
    AnalysisResult.Builder result = AnalysisResult.of("Entropy of predictions");
    DataView test = request.samples(SampleSource.TEST);
    float[] image = new float[(int) Arrays.stream(request.inputShape()).reduce(1, (a, b) -> a * b)];
    double sum = 0;
    for (int sample = 0; sample < test.size(); sample++) {
      test.read(new int[] {sample}, image, new int[1]);
      sum += entropy(sample, image, request);
    }
    result.figure("without attack", sum / test.size(), "nats");
    for (AttackedBoard board : request.boards()) {
      for (AttackOutcome outcome : board.outcomes()) {
        String name = outcome.label() + " under " + board.name();
        outcome.images().entrySet().stream()
            .mapToDouble(kept -> entropy(kept.getKey(), kept.getValue(), request))
            .average().ifPresent(mean -> result.figure(name, mean, "nats"));
      }
    }
    return result.note("Figures under attack are over the images that the run kept.").build();
  }

  /** The entropy −Σ p ln p of a prediction, p the softmax of the logits. */
  private static double entropy(int sample, float[] image, AnalysisRequest request) {
    Query query = new Query(new long[] {sample}, request.random());
    double[] z = request.model().classifier().logits(request.batch(image), query).toDoubleVector();
    Softmax.logProbabilities(z, 0, z.length, z);
    return -Arrays.stream(z).map(logP -> Math.exp(logP) * logP).sum();
  }
}
