package org.robustgrid.analyses.energy;

import java.util.stream.IntStream;
import org.robustgrid.analyses.reading.LogitTable;
import org.robustgrid.analyses.reading.Mean;
import org.robustgrid.analyses.reading.Median;
import org.robustgrid.numerics.energy.FisherScore;
import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.Passes;
import org.robustgrid.spi.analysis.Analysis;
import org.robustgrid.spi.analysis.AnalysisDescriptor;
import org.robustgrid.spi.analysis.AnalysisProvider;
import org.robustgrid.spi.analysis.AnalysisRequest;
import org.robustgrid.spi.analysis.AnalysisResult;
import org.robustgrid.spi.analysis.SampleSource;
import org.robustgrid.spi.network.Network;

/**
 * {@code fisher-scores}: joint and marginal Fisher scores ½‖∇ₓE‖² − tr ∇ₓ²E over test samples (Zhu
 * et al. 2021, equations 23 and 24, table 2). For a piecewise linear network the closed form needs
 * one gradient for each class; the exact trace needs one tangent for each coordinate of the input.
 */
public final class FisherScores implements AnalysisProvider {

  private static final Parameter<Integer> SAMPLES =
      Parameter.integer("samples", 200, "test samples, the first ones")
          .atLeast(2)
          .atMost(10_000_000);

  /** Samples at which the network's second derivatives are looked at. */
  private static final int LOOKED_AT = 8;

  private static final Parameter<Boolean> EXACT =
      Parameter.flag(
          "exact-trace",
          false,
          "compute the trace of second derivatives, with one tangent per coordinate, on any network;"
              + " without it, on those that are not piecewise linear (such as ReLU and max pooling)");

  @Override
  public AnalysisDescriptor descriptor() {
    return AnalysisDescriptor.builder(
            "fisher-scores", "Joint and marginal Fisher scores of the energies")
        .activations()
        .samples(SampleSource.TEST)
        .citation(EnergyParameters.CITATION)
        .parameters(SAMPLES, EXACT)
        .build();
  }

  @Override
  public Passes estimate(Parameters parameters, DataDescription data, int samples) {
    int asked = Math.min(samples, parameters.get(SAMPLES));
    double coordinates = 1;
    for (long side : data.inputShape()) {
      coordinates *= side;
    }
    return Passes.gradients(
        asked * (parameters.get(EXACT) ? 2 * coordinates : data.classes() + 2.0));
  }

  @Override
  public Analysis create(Parameters parameters) {
    int samples = parameters.get(SAMPLES);
    boolean exact = parameters.get(EXACT);
    return request -> analyse(request, samples, exact);
  }

  private static AnalysisResult analyse(AnalysisRequest request, int most, boolean asked) {
    Network network = request.model().network();
    int samples = Math.min(most, request.samples(SampleSource.TEST).size());
    boolean curved = !asked && !isPiecewiseLinear(request, network);
    boolean exact = asked || curved;
    double[] joint = new double[samples];
    double[] marginal = new double[samples];
    int length = LogitTable.length(request);
    for (int from = 0; from < samples; from += request.batchSize()) {
      request.monitor().check();
      request.monitor().progress(from, samples, "samples");
      int[] rows = IntStream.range(from, Math.min(samples, from + request.batchSize())).toArray();
      float[] images = new float[rows.length * length];
      int[] labels = new int[rows.length];
      request.samples(SampleSource.TEST).read(rows, images, labels);
      double[] first =
          exact
              ? FisherScore.joint(network, request.batch(images), labels)
              : FisherScore.jointOfPiecewiseLinear(network, request.batch(images), labels);
      double[] second =
          exact
              ? FisherScore.marginal(network, request.batch(images))
              : FisherScore.marginalOfPiecewiseLinear(network, request.batch(images));
      System.arraycopy(first, 0, joint, from, rows.length);
      System.arraycopy(second, 0, marginal, from, rows.length);
    }
    AnalysisResult.Builder result = AnalysisResult.of("Fisher scores");
    add("joint Fisher score", joint, result);
    add("marginal Fisher score", marginal, result);
    return result
        .note(
            "The first "
                + samples
                + " test samples; a lower score is a better fit to the data's density. "
                + words(asked, curved, length))
        .build();
  }

  private static String words(boolean asked, boolean curved, int coordinates) {
    if (curved) {
      return "Traces are exact, as the network is not piecewise linear: "
          + 2 * coordinates
          + " passes for each sample.";
    }
    return asked
        ? "Traces are exact."
        : "Computed by the closed form for piecewise linear networks.";
  }

  private static boolean isPiecewiseLinear(AnalysisRequest request, Network network) {
    int rows = Math.min(LOOKED_AT, request.samples(SampleSource.TEST).size());
    float[] images = new float[rows * LogitTable.length(request)];
    request
        .samples(SampleSource.TEST)
        .read(IntStream.range(0, rows).toArray(), images, new int[rows]);
    return FisherScore.isPiecewiseLinear(
        network, request.batch(images), request.random().with("curvature"));
  }

  private static void add(String name, double[] scores, AnalysisResult.Builder result) {
    Mean.of(scores).add(name, "", result);
    result.figure(name + ", median", Median.of(scores), "");
  }
}
