package org.robustgrid.analyses;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.robustgrid.analyses.reading.LogitTable;
import org.robustgrid.spi.Access;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.analysis.Analysis;
import org.robustgrid.spi.analysis.AnalysisDescriptor;
import org.robustgrid.spi.analysis.AnalysisProvider;
import org.robustgrid.spi.analysis.AnalysisRequest;
import org.robustgrid.spi.analysis.AnalysisResult;
import org.robustgrid.spi.analysis.Evidence;
import org.robustgrid.spi.analysis.SampleSource;
import org.robustgrid.spi.attack.Goal;
import org.robustgrid.spi.data.DataView;
import org.robustgrid.spi.network.Classifier;
import org.robustgrid.spi.random.RandomKey;
import org.robustgrid.spi.random.RandomStream;

/**
 * {@code constant-model}: the model predicts one class for all inputs: all test samples, the middle
 * and the ends of the domain, and noise. No attack can change its predictions, and its gradients
 * and logits say nothing about the attacks.
 */
public final class ConstantModel implements AnalysisProvider {

  static final String ID = "constant-model";

  /** Number of inputs that are not samples: three constant ones, the others noise. */
  private static final int PROBES = 16;

  /** Number of missed samples of other classes that is needed: 0.5⁷ is below 1 %. */
  private static final int BEYOND_DOUBT = 7;

  @Override
  public AnalysisDescriptor descriptor() {
    return AnalysisDescriptor.builder(ID, "The model predicts one class for all inputs")
        .check()
        .access(Access.DECISIONS)
        .samples(SampleSource.TEST)
        .goals(Goal.Kind.values())
        .build();
  }

  @Override
  public Analysis create(Parameters parameters) {
    return ConstantModel::analyse;
  }

  /**
   * Whether the check found a constant model. A model that is right on each sample of another class
   * with probability one half or more misses all of them with a probability of at most 1 %.
   */
  static boolean found(AnalysisResult result) {
    return result.evidence().get(0).samples().size() >= BEYOND_DOUBT;
  }

  private static AnalysisResult analyse(AnalysisRequest request) {
    int[] predictions = request.model().predictions();
    int decision = predictions[0];
    boolean constant =
        decision != Classifier.ABSTAIN
            && Arrays.stream(predictions).allMatch(other -> other == decision)
            && decidesOnProbes(decision, request);
    int asked = request.checkSamples();
    DataView test = request.samples(SampleSource.TEST);
    List<Integer> missed = Samples.first(asked, i -> constant && test.label(i) != decision);
    return AnalysisResult.of("Constant model")
        .evidence(
            Evidence.of("class " + decision, asked, missed)
                .trials(missed.size())
                .tolerated(0.5)
                .figuresHold()
                .message(
                    "the model decides for class "
                        + decision
                        + " on all inputs: test samples, grey, noise. Of "
                        + asked
                        + " samples it misses all "
                        + missed.size()
                        + " of other classes. Its robust samples are those of that class, which is no"
                        + " defense; check the training")
                .build())
        .build();
  }

  private static boolean decidesOnProbes(int decision, AnalysisRequest request) {
    Domain domain = request.domain();
    if (!Double.isFinite(domain.low()) || !Double.isFinite(domain.high())) {
      return true;
    }
    int length = LogitTable.length(request);
    float[] values = new float[PROBES * length];
    for (int probe = 0; probe < PROBES; probe++) {
      RandomStream stream = RandomKey.of(0).with("probe").with(probe).stream();
      for (int i = 0; i < length; i++) {
        double share = probe < 3 ? probe / 2.0 : stream.nextDouble();
        values[probe * length + i] =
            (float) (domain.low() + share * (domain.high() - domain.low()));
      }
    }
    int[] classes = new int[PROBES];
    Arrays.fill(classes, decision);
    boolean[] same =
        request
            .model()
            .judge(
                request.batch(values), IntStream.range(0, PROBES).asLongStream().toArray(), classes)
            .right();
    return IntStream.range(0, PROBES).allMatch(i -> same[i]);
  }
}
