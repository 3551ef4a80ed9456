package org.robustgrid.analyses.energy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.analyses.reading.LogitTable;
import org.robustgrid.analyses.reading.Mean;
import org.robustgrid.analyses.reading.SampleParameters;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.attack.GradientSource;
import org.robustgrid.numerics.attack.ProjectedGradientDescent;
import org.robustgrid.numerics.attack.Start;
import org.robustgrid.numerics.energy.Energies;
import org.robustgrid.numerics.loss.CrossEntropy;
import org.robustgrid.numerics.summary.Moments;
import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.Passes;
import org.robustgrid.spi.analysis.Analysis;
import org.robustgrid.spi.analysis.AnalysisDescriptor;
import org.robustgrid.spi.analysis.AnalysisDescriptor.Subject;
import org.robustgrid.spi.analysis.AnalysisProvider;
import org.robustgrid.spi.analysis.AnalysisRequest;
import org.robustgrid.spi.analysis.AnalysisResult;
import org.robustgrid.spi.analysis.SampleSource;
import org.robustgrid.spi.analysis.Series;
import org.robustgrid.spi.attack.ThreatModel;
import org.robustgrid.spi.network.Network;

/**
 * {@code energy-by-epoch}: the change of the energies of training samples by an attack on the
 * network of each kept epoch, and the change of the attacked images' energies by the training up to
 * the next kept epoch (Zhu et al. 2021, figures 3, 9 and 10).
 */
public final class EnergyByEpoch implements AnalysisProvider {

  private static final int USUAL_EPOCHS = 10;

  private static final Parameter<Double> EPSILON =
      Parameter.real(
              "epsilon", 8.0 / 255, "radius of the attack's L∞ ball, in the data's own units")
          .above(0)
          .customaryRadius(Norm.LINF);

  private static final Parameter<Integer> STEPS =
      Parameter.integer(
              "steps", 10, "gradient steps of the attack, each of size 2.5 epsilon / steps")
          .atLeast(1)
          .atMost(10_000);

  @Override
  public AnalysisDescriptor descriptor() {
    return AnalysisDescriptor.builder(
            "energy-by-epoch", "Changes of energies by attacks and by training, for each epoch")
        .subject(Subject.TRAINING)
        .activations()
        .samples(SampleSource.TRAINING)
        .citation(EnergyParameters.CITATION)
        .parameters(SampleParameters.SAMPLES, EPSILON, STEPS)
        .build();
  }

  @Override
  public Passes estimate(Parameters parameters, DataDescription data, int samples) {
    double asked = (double) USUAL_EPOCHS * parameters.get(SampleParameters.SAMPLES);
    return Passes.forward((3.0 + 2.0 * parameters.get(STEPS)) * asked);
  }

  @Override
  public Analysis create(Parameters parameters) {
    int samples = parameters.get(SampleParameters.SAMPLES);
    double epsilon = parameters.get(EPSILON);
    int steps = parameters.get(STEPS);
    return request -> analyse(request, samples, epsilon, steps);
  }

  /** The energies of the same images, one of each kind for each sample. */
  private record Energy(double[] joint, double[] marginal) {

    static Energy of(Network network, INDArray images, int[] labels) {
      double[] logits = HostArrays.read(network.logits(images));
      return new Energy(
          Energies.joint(logits, labels), Energies.marginal(logits, logits.length / labels.length));
    }
  }

  /** The changes of one energy by one cause, [epoch][sample]. */
  private record Changes(List<Integer> epochs, List<List<Double>> values) {

    private Changes() {
      this(new ArrayList<>(), new ArrayList<>());
    }

    void add(int epoch, double[] after, double[] before) {
      if (epochs.isEmpty() || epochs.get(epochs.size() - 1) != epoch) {
        epochs.add(epoch);
        values.add(new ArrayList<>());
      }
      for (int i = 0; i < after.length; i++) {
        values.get(values.size() - 1).add(after[i] - before[i]);
      }
    }

    private double[] at(int index) {
      return values.get(index).stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** Each sample's mean over the epochs. */
    private double[] overall() {
      double[] means = new double[values.get(0).size()];
      values.forEach(epoch -> Arrays.setAll(means, i -> means[i] + epoch.get(i) / values.size()));
      return means;
    }

    void add(String energy, String cause, AnalysisResult.Builder result) {
      List<Double> x = epochs.stream().map(Integer::doubleValue).toList();
      List<Moments> moments =
          IntStream.range(0, values.size()).mapToObj(i -> Moments.of(at(i))).toList();
      result.series(
          new Series(cause, "epoch", "change of " + energy + ", mean", x, means(moments)));
      result.series(
          new Series(
              cause,
              "epoch",
              "change of " + energy + ", variance",
              x,
              moments.stream().map(Moments::variance).toList()));
      Mean.of(overall()).add("change of " + energy + " " + cause, "", result);
    }

    private static List<Double> means(List<Moments> moments) {
      return moments.stream().map(Moments::mean).toList();
    }
  }

  private static AnalysisResult analyse(
      AnalysisRequest request, int most, double epsilon, int steps) {
    int count = Math.min(most, request.samples(SampleSource.TRAINING).size());
    ProjectedGradientDescent attack =
        ProjectedGradientDescent.builder(new ThreatModel(Norm.LINF, epsilon))
            .domain(request.domain())
            .steps(steps)
            .stepSize(2.5 * epsilon / steps)
            .randomStart(true)
            .build();
    Map<String, Changes> joint = new LinkedHashMap<>();
    Map<String, Changes> marginal = new LinkedHashMap<>();
    List<Integer> epochs = request.model().epochs();
    for (int i = 0; i < epochs.size(); i++) {
      Network network = request.model().network(epochs.get(i));
      Network next = i + 1 < epochs.size() ? request.model().network(epochs.get(i + 1)) : null;
      try {
        measure(request, attack, count, epochs.get(i), network, next, joint, marginal);
      } finally {
        network.close();
        if (next != null) {
          next.close();
        }
      }
    }
    AnalysisResult.Builder result = AnalysisResult.of("Energies by epoch");
    joint.forEach((cause, changes) -> changes.add("E(x, y)", cause, result));
    marginal.forEach((cause, changes) -> changes.add("E(x)", cause, result));
    return result
        .note("The first " + count + " training samples, attacked by PGD at each kept epoch.")
        .note("By training: from a kept epoch to the next one; the paper measures single updates.")
        .build();
  }

  private static void measure(
      AnalysisRequest request,
      ProjectedGradientDescent attack,
      int count,
      int epoch,
      Network network,
      Network next,
      Map<String, Changes> joint,
      Map<String, Changes> marginal) {
    int size = request.batchSize();
    for (int from = 0; from < count; from += size) {
      request.monitor().check();
      int[] rows = IntStream.range(from, Math.min(count, from + size)).toArray();
      int[] labels = new int[rows.length];
      float[] values = new float[rows.length * LogitTable.length(request)];
      request.samples(SampleSource.TRAINING).read(rows, values, labels);
      INDArray images = request.batch(values);
      Energy clean = Energy.of(network, images, labels);
      INDArray found =
          attack
              .run(
                  GradientSource.of(network),
                  images,
                  Arrays.stream(rows).asLongStream().toArray(),
                  new CrossEntropy(labels),
                  Start.random(request.random().with("energies").with(epoch), 0))
              .iterates();
      Energy attacked = Energy.of(network, found, labels);
      add("by the attack", epoch, attacked, clean, joint, marginal);
      if (next != null) {
        add("by training", epoch, Energy.of(next, found, labels), attacked, joint, marginal);
      }
    }
  }

  private static void add(
      String cause,
      int epoch,
      Energy after,
      Energy before,
      Map<String, Changes> joint,
      Map<String, Changes> marginal) {
    joint.computeIfAbsent(cause, c -> new Changes()).add(epoch, after.joint(), before.joint());
    marginal
        .computeIfAbsent(cause, c -> new Changes())
        .add(epoch, after.marginal(), before.marginal());
  }
}
