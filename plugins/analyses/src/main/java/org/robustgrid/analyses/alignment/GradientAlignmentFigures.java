package org.robustgrid.analyses.alignment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.analyses.reading.ClassPools;
import org.robustgrid.analyses.reading.LogitTable;
import org.robustgrid.analyses.reading.Mean;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.loss.CrossEntropy;
import org.robustgrid.numerics.loss.TargetClassMax;
import org.robustgrid.numerics.objective.AlignmentScore;
import org.robustgrid.spi.Access;
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
import org.robustgrid.spi.network.Loss;
import org.robustgrid.spi.network.Query;

/**
 * {@code gradient-alignment}: the cosine of a classifier's input gradients with the directions from
 * a sample to images of the classes, and pictures of the gradients (Ganz et al. 2023, equations 4
 * to 6 and figure 7).
 */
public final class GradientAlignmentFigures implements AnalysisProvider {

  /** The function that is differentiated. */
  enum Function {
    LOGIT,
    LOG_PROBABILITY
  }

  private static final Parameter<Integer> SAMPLES =
      Parameter.integer("samples", 100, "test samples, the first ones")
          .atLeast(1)
          .atMost(1_000_000);

  private static final Parameter<Integer> CLASSES =
      Parameter.integer("classes", 10, "classes whose gradients are computed, the first ones")
          .atLeast(1)
          .atMost(1000);

  private static final Parameter<Function> FUNCTION =
      Parameter.choice(
          "gradient-of",
          Function.class,
          "function that is differentiated with respect to the image");

  private record Settings(int samples, int classes, int pool, Function function) {}

  @Override
  public AnalysisDescriptor descriptor() {
    return AnalysisDescriptor.builder(
            "gradient-alignment",
            "Cosine of input gradients with directions to images of the classes")
        .access(Access.GRADIENTS)
        .samples(SampleSource.TEST, SampleSource.TRAINING)
        .citation(SampleRows.CITATION)
        .parameters(SAMPLES, CLASSES, ClassPools.POOL, FUNCTION)
        .build();
  }

  @Override
  public Passes estimate(Parameters parameters, DataDescription data, int samples) {
    double asked = Math.min(samples, parameters.get(SAMPLES));
    return Passes.gradients(asked * Math.min(parameters.get(CLASSES), data.classes()));
  }

  @Override
  public Analysis create(Parameters parameters) {
    Settings settings =
        new Settings(
            parameters.get(SAMPLES),
            parameters.get(CLASSES),
            parameters.get(ClassPools.POOL),
            parameters.get(FUNCTION));
    return request -> analyse(request, settings);
  }

  private static AnalysisResult analyse(AnalysisRequest request, Settings settings) {
    AnalysisResult.Builder result = AnalysisResult.of("Alignment of input gradients");
    ClassPools pools = ClassPools.read(request, settings.pool());
    int[] classes = pools.present(settings.classes());
    String lacking = pools.lacking(settings.classes(), request.classNames());
    if (!lacking.isEmpty()) {
      result.note(lacking);
    }
    if (classes.length == 0) {
      return result
          .note("No class has training samples, so there are no target gradients.")
          .build();
    }
    ClassTargets targets = new ClassTargets(pools, classes);
    SampleRows rows = new SampleRows(request, settings.samples());
    Map<ClassTargets.Kind, Tally> tallies = new EnumMap<>(ClassTargets.Kind.class);
    for (ClassTargets.Kind kind : ClassTargets.Kind.values()) {
      tallies.put(kind, new Tally());
    }
    rows.each(
        request.batchSize(),
        batch -> measure(request, settings, batch, classes, targets, tallies, rows.begin(batch)));
    tallies.forEach((kind, tally) -> tally.report(kind.words(), result));
    rows.report(
        "gradients",
        "its gradients of the classes "
            + IntStream.of(classes)
                .mapToObj(request.classNames()::get)
                .collect(Collectors.joining(", ")),
        result);
    return result
        .note(
            "The first "
                + rows.samples()
                + " test samples, gradients of the "
                + (settings.function() == Function.LOGIT ? "logit" : "log-probability")
                + (request.model().randomised() ? " with one draw" : "")
                + "; images of the classes are from the first "
                + settings.pool()
                + " training samples, and the one image is the first of its class.")
        .build();
  }

  private static void measure(
      AnalysisRequest request,
      Settings settings,
      SampleRows.Batch batch,
      int[] classes,
      ClassTargets targets,
      Map<ClassTargets.Kind, Tally> tallies,
      List<List<float[]>> pictures) {
    int length = LogitTable.length(request);
    double[] gradients = gradients(request, settings, batch.rows(), classes, batch.images());
    for (int row = 0; row < batch.size(); row++) {
      request.monitor().check();
      double[] x = new double[length];
      for (int i = 0; i < length; i++) {
        x[i] = batch.images()[row * length + i];
      }
      double[] own =
          Arrays.copyOfRange(
              gradients, row * classes.length * length, (row + 1) * classes.length * length);
      for (ClassTargets.Kind kind : ClassTargets.Kind.values()) {
        double[] pointing = new double[own.length];
        for (int c = 0; c < classes.length; c++) {
          System.arraycopy(targets.target(kind, c, x), 0, pointing, c * length, length);
        }
        double[] cosines = AlignmentScore.of(own, pointing, 1, classes.length).cosines()[0];
        tallies.get(kind).add(cosines, Arrays.binarySearch(classes, batch.labels()[row]));
      }
      if (row < pictures.size()) {
        for (int c = 0; c < classes.length; c++) {
          pictures.get(row).add(GradientPicture.of(own, c * length, length, request.domain()));
        }
      }
    }
  }

  /** Returns the gradients, [samples × classes × pixels] in C order. */
  private static double[] gradients(
      AnalysisRequest request, Settings settings, int[] rows, int[] classes, float[] images) {
    int length = LogitTable.length(request);
    double[] gradients = new double[rows.length * classes.length * length];
    INDArray batch = request.batch(images);
    Query query =
        new Query(Arrays.stream(rows).asLongStream().toArray(), request.random().with("gradients"));
    for (int c = 0; c < classes.length; c++) {
      int[] of = new int[rows.length];
      Arrays.fill(of, classes[c]);
      // both losses fall as the class's score rises
      Loss loss =
          settings.function() == Function.LOGIT ? new TargetClassMax(of) : new CrossEntropy(of);
      double[] slopes =
          HostArrays.read(request.model().classifier().lossGradient(batch, query, loss).gradient());
      for (int row = 0; row < rows.length; row++) {
        for (int i = 0; i < length; i++) {
          gradients[(row * classes.length + c) * length + i] = -slopes[row * length + i];
        }
      }
    }
    return gradients;
  }

  /** The cosines with one kind of target. */
  private static final class Tally {

    private final List<Double> all = new ArrayList<>();
    private final List<Double> own = new ArrayList<>();
    private int left;

    /**
     * Adds the cosines of a sample.
     *
     * @param label position of the true class; negative if that class is left out
     */
    void add(double[] cosines, int label) {
      double mean = Arrays.stream(cosines).average().orElseThrow();
      if (!Double.isFinite(mean)) {
        left++;
        return;
      }
      all.add(mean);
      if (label >= 0) {
        own.add(cosines[label]);
      }
    }

    void report(String to, AnalysisResult.Builder result) {
      add("mean cosine with " + to, all, result);
      add("mean cosine with " + to + ", true class", own, result);
      if (left > 0) {
        result.note(
            left + " samples are left out of the cosine with " + to + ": gradients not finite.");
      }
    }

    private static void add(String name, List<Double> values, AnalysisResult.Builder result) {
      if (!values.isEmpty()) {
        Mean.of(values.stream().mapToDouble(Double::doubleValue).toArray()).add(name, "", result);
      }
    }
  }
}
