package org.example.plugin;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
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
        .access(Access.SCORES)
        .samples(SampleSource.TEST)
        .images()
        .build();
  }

  @Override
  public Analysis create(Parameters parameters) {
    return PredictionEntropyProvider::analyse;
  }

  private static AnalysisResult analyse(AnalysisRequest request) {
    AnalysisResult.Builder result = AnalysisResult.of("Entropy of predictions");
    DataView test = request.samples(SampleSource.TEST);
    SortedMap<Integer, float[]> clean = new TreeMap<>();
    for (int sample = 0; sample < test.size(); sample++) {
      float[] image = new float[(int) Arrays.stream(request.inputShape()).reduce(1, (a, b) -> a * b)];
      test.read(new int[] {sample}, image, new int[1]);
      clean.put(sample, image);
    }
    result.figure("without attack", entropy(clean, request), "nats");
    for (AttackedBoard board : request.boards()) {
      for (AttackOutcome outcome : board.outcomes()) {
        if (!outcome.images().isEmpty()) {
          String name = outcome.label() + " under " + board.name();
          result.figure(name, entropy(outcome.images(), request), "nats");
        }
      }
    }
    return result.note("Figures under attack are over the images that the run kept.").build();
  }

  /** The mean of −Σ p ln p over the images, p the softmax of the logits. */
  private static double entropy(SortedMap<Integer, float[]> images, AnalysisRequest request) {
    double sum = 0;
    List<Integer> samples = new ArrayList<>(images.keySet());
    for (int sample : samples) {
      Query query = new Query(new long[] {sample}, request.random());
      double[] logits =
          request.model().classifier().logits(request.batch(images.get(sample)), query).toDoubleVector();
      double largest = Arrays.stream(logits).max().orElseThrow();
      double mass = Arrays.stream(logits).map(z -> Math.exp(z - largest)).sum();
      for (double z : logits) {
        double p = Math.exp(z - largest) / mass;
        sum -= p == 0 ? 0 : p * Math.log(p);
      }
    }
    return sum / samples.size();
  }
}
