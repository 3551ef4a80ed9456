package org.robustgrid.analyses;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.robustgrid.spi.Access;
import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.Passes;
import org.robustgrid.spi.analysis.Analysis;
import org.robustgrid.spi.analysis.AnalysisDescriptor;
import org.robustgrid.spi.analysis.AnalysisProvider;
import org.robustgrid.spi.analysis.AnalysisRequest;
import org.robustgrid.spi.analysis.AnalysisResult;
import org.robustgrid.spi.analysis.Evidence;
import org.robustgrid.spi.analysis.SampleSource;
import org.robustgrid.spi.attack.Goal;
import org.robustgrid.spi.network.Query;

/** {@code softmax-output}: the classifier returns probabilities as logits. */
public final class SoftmaxOutput implements AnalysisProvider {

  private static final String ID = "softmax-output";

  /** Tolerance of equal sums in half precision, relative to the spread of the logits. */
  private static final double ONE_SUM = 1e-3;

  /** Logits with a smaller spread, relative to their sum, count as constant. */
  private static final double CONSTANT = 1e-6;

  @Override
  public AnalysisDescriptor descriptor() {
    return AnalysisDescriptor.builder(ID, "The classifier returns probabilities as logits")
        .check()
        .access(Access.SCORES)
        .samples(SampleSource.TEST)
        .goals(Goal.Kind.values())
        .after(ConstantModel.ID)
        .build();
  }

  @Override
  public Passes estimate(Parameters parameters, DataDescription data, int samples) {
    return Passes.forward(Math.min(samples, 100));
  }

  @Override
  public Analysis create(Parameters parameters) {
    return SoftmaxOutput::analyse;
  }

  private static AnalysisResult analyse(AnalysisRequest request) {
    List<double[]> logits = new ArrayList<>();
    List<Integer> samples = new ArrayList<>();
    for (CleanBatch batch : CleanBatch.first(request)) {
      Query query = new Query(batch.samples(), request.random().with("softmax"));
      logits.addAll(
          List.of(
              request.model().classifier().logits(batch.images().dup(), query).toDoubleMatrix()));
      Arrays.stream(batch.samples()).forEach(sample -> samples.add((int) sample));
    }
    boolean[] probabilities = probabilities(logits);
    List<Integer> found = Samples.first(samples.size(), row -> probabilities[row]);
    Evidence.Builder evidence = Evidence.of("logits", samples.size(), found);
    if (!ConstantModel.found(request.result(ConstantModel.ID))) {
      evidence
          .tolerated(Samples.TOLERATED)
          .message(
              "the logits of "
                  + found.size()
                  + " of "
                  + samples.size()
                  + " samples are never negative and always have the same sum. They are"
                  + " probabilities: a loss that applies softmax again has hardly any gradient");
    }
    return AnalysisResult.of("Logits that are probabilities").evidence(evidence.build()).build();
  }

  /**
   * Which rows look like probabilities up to a common factor: they are never negative, and their
   * sum varies far less than the logits do. Logits with a large common offset, which softmax
   * cancels, are never negative either; their sums vary as the logits do.
   */
  static boolean[] probabilities(List<double[]> logits) {
    double[] sums = logits.stream().mapToDouble(row -> Arrays.stream(row).sum()).toArray();
    double[] sorted = sums.clone();
    Arrays.sort(sorted);
    boolean[] found = new boolean[sums.length];
    for (int row = 0; row < found.length; row++) {
      double sum = sorted[sorted.length / 2];
      double spread = spread(logits, row);
      found[row] =
          Arrays.stream(logits.get(row)).allMatch(value -> value >= 0)
              && spread > CONSTANT * sum
              && Math.abs(sums[row] - sum) <= ONE_SUM * spread;
    }
    return found;
  }

  /**
   * The largest difference between a logit of the row and the same class's logit of another row.
   */
  private static double spread(List<double[]> logits, int row) {
    double spread = 0;
    for (double[] other : logits) {
      for (int c = 0; c < other.length; c++) {
        spread = Math.max(spread, Math.abs(other[c] - logits.get(row)[c]));
      }
    }
    return spread;
  }
}
