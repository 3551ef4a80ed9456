package org.robustgrid.analyses.generation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.analyses.reading.ClassPools;
import org.robustgrid.analyses.reading.Gallery;
import org.robustgrid.analyses.reading.LogitTable;
import org.robustgrid.analyses.reading.Mean;
import org.robustgrid.analyses.reading.Share;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.loss.Softmax;
import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.Passes;
import org.robustgrid.spi.analysis.Analysis;
import org.robustgrid.spi.analysis.AnalysisDescriptor;
import org.robustgrid.spi.analysis.AnalysisProvider;
import org.robustgrid.spi.analysis.AnalysisRequest;
import org.robustgrid.spi.analysis.AnalysisResult;
import org.robustgrid.spi.analysis.ImageSet;
import org.robustgrid.spi.analysis.SampleSource;
import org.robustgrid.spi.analysis.Series;

/**
 * {@code generated-images}: images drawn from a classifier by Langevin chains on its energy, from
 * seeds of a Gaussian of each class (Zhu et al. 2021, equations 16 and 17, figures 4 to 6, 8, 11
 * and 12). The paper is silent on steps and constants: the defaults are JEM's, in pixels of [0, 1].
 */
public final class GeneratedImages implements AnalysisProvider {

  /** The analysis's id, and the name of its image set. */
  static final String NAME = "generated-images";

  private static final Parameter<Integer> PER_CLASS =
      Parameter.integer("per-class", 10, "images of each class").atLeast(1).atMost(100_000);

  private static final Parameter<Integer> CLASSES =
      Parameter.integer("classes", 10, "classes, the first ones").atLeast(1).atMost(1000);

  private static final Parameter<ClassSeeds.Kind> SEEDS =
      Parameter.choice("seeds", ClassSeeds.Kind.class, "what chains start from");

  private static final Parameter<Integer> RANK =
      Parameter.integer("rank", 20, "rank of low-rank seeds").atLeast(1).atMost(10_000);

  private static final Parameter<Double> RIDGE =
      Parameter.real("ridge", 1e-4, "variance that is added to each value of a seed").atLeast(0);

  private static final Parameter<Integer> GRAIN =
      Parameter.integer("grain", 1, "side of the blocks of pixels that seeds are drawn in")
          .atLeast(1)
          .atMost(1000);

  private static final Parameter<LangevinChains.Energy> ENERGY =
      Parameter.choice(
          "energy",
          LangevinChains.Energy.class,
          "joint descends E(x, y), equation 17; conditional E(x, y) − E(x), equation 16");

  private static final Parameter<Integer> STEPS =
      Parameter.integer("steps", 100, "Langevin steps").atLeast(1).atMost(1_000_000);

  private static final Parameter<Double> STEP_SIZE =
      Parameter.real("step-size", 0.5, "factor of the gradient in a step").above(0);

  private static final Parameter<Double> NOISE =
      Parameter.real("noise", 0.005, "standard deviation of the noise of a step").atLeast(0);

  private record Settings(
      int perClass, int classes, int pool, ClassSeeds seeds, LangevinChains chains) {

    static Settings of(Parameters parameters) {
      return new Settings(
          parameters.get(PER_CLASS),
          parameters.get(CLASSES),
          parameters.get(ClassPools.POOL),
          new ClassSeeds(
              parameters.get(SEEDS),
              parameters.get(RANK),
              parameters.get(RIDGE),
              parameters.get(GRAIN)),
          new LangevinChains(
              parameters.get(ENERGY),
              parameters.get(STEPS),
              parameters.get(STEP_SIZE),
              parameters.get(NOISE)));
    }
  }

  @Override
  public AnalysisDescriptor descriptor() {
    return AnalysisDescriptor.builder(NAME, "Images drawn by Langevin chains on the energy")
        .firstSeed()
        .activations()
        .samples(SampleSource.TRAINING)
        .citation(GenerationParameters.ZHU)
        .parameters(
            PER_CLASS,
            CLASSES,
            ClassPools.POOL,
            SEEDS,
            RANK,
            RIDGE,
            GRAIN,
            ENERGY,
            STEPS,
            STEP_SIZE,
            NOISE)
        .build();
  }

  @Override
  public void requireFits(Parameters parameters, DataDescription data) {
    long[] shape = data.inputShape();
    int grain = parameters.get(GRAIN);
    if (grain > 1 && (shape.length != 3 || shape[1] % grain != 0 || shape[2] % grain != 0)) {
      throw new IllegalArgumentException(
          "grain is "
              + grain
              + ", and blocks of so many pixels a side do not divide inputs of "
              + Arrays.toString(shape));
    }
    boolean bounded = Double.isFinite(data.domain().low()) && Double.isFinite(data.domain().high());
    if (parameters.get(SEEDS) == ClassSeeds.Kind.UNIFORM && !bounded) {
      throw new IllegalArgumentException("seeds are uniform, but the data have no bounds");
    }
  }

  @Override
  public Passes estimate(Parameters parameters, DataDescription data, int samples) {
    double images =
        (double) parameters.get(PER_CLASS) * Math.min(parameters.get(CLASSES), data.classes());
    return Passes.gradients(images * (parameters.get(STEPS) + 21)).plus(Passes.forward(2 * images));
  }

  @Override
  public Analysis create(Parameters parameters) {
    Settings settings = Settings.of(parameters);
    return request -> analyse(request, settings);
  }

  private static AnalysisResult analyse(AnalysisRequest request, Settings settings) {
    AnalysisResult.Builder result = AnalysisResult.of("Generated images");
    ClassPools pools = ClassPools.read(request, settings.pool());
    int[] classes = pools.present(settings.classes());
    String lacking = pools.lacking(settings.classes(), request.classNames());
    if (!lacking.isEmpty()) {
      result.note(lacking);
    }
    if (classes.length == 0) {
      return result.note("No class has training samples to begin with.").build();
    }
    Chains made = new Chains();
    for (int label : classes) {
      List<double[]> seeds =
          settings
              .seeds()
              .draw(
                  request,
                  pools.of(label),
                  settings.perClass(),
                  request.random().with("seeds").with(label));
      for (int from = 0; from < seeds.size(); from += request.batchSize()) {
        int to = Math.min(seeds.size(), from + request.batchSize());
        made.run(request, settings.chains(), seeds.subList(from, to), label, from);
      }
      request
          .monitor()
          .progress(made.targets.size(), settings.perClass() * classes.length, "chains");
    }
    made.report(request, result);
    return result
        .note(settings.seeds().words(pools, classes) + " " + settings.chains().words())
        .build();
  }

  /** What all chains came to. */
  private static final class Chains {

    private final List<float[]> seeds = new ArrayList<>();
    private final List<float[]> images = new ArrayList<>();
    private final List<Integer> targets = new ArrayList<>();
    private final List<Integer> predictions = new ArrayList<>();
    private final List<Integer> steps = new ArrayList<>();
    private final List<List<Double>> energies = new ArrayList<>();
    private final List<List<Double>> norms = new ArrayList<>();
    private int diverged;

    void run(
        AnalysisRequest request, LangevinChains chains, List<double[]> from, int label, int first) {
      int length = from.get(0).length;
      double[] values = new double[from.size() * length];
      long[] keys = new long[from.size()];
      for (int row = 0; row < keys.length; row++) {
        System.arraycopy(from.get(row), 0, values, row * length, length);
        keys[row] = label * 1_000_000L + first + row;
      }
      int[] of = new int[keys.length];
      Arrays.fill(of, label);
      INDArray points = request.batch(values);
      List<LangevinChains.Place> places = chains.run(request, points, keys, of);
      double[] ends = HostArrays.read(points);
      double[] logits = HostArrays.read(request.model().network().logits(points));
      for (int row = 0; row < keys.length; row++) {
        if (finite(places, row, ends, length)) {
          seeds.add(narrowed(values, row * length, length));
          images.add(narrowed(ends, row * length, length));
          targets.add(label);
          int classes = logits.length / keys.length;
          predictions.add(Softmax.prediction(logits, row * classes, classes));
          look(places, row);
        } else {
          diverged++;
        }
      }
    }

    private void look(List<LangevinChains.Place> places, int row) {
      for (int i = 0; i < places.size(); i++) {
        if (steps.size() == i) {
          steps.add(places.get(i).step());
          energies.add(new ArrayList<>());
          norms.add(new ArrayList<>());
        }
        energies.get(i).add(places.get(i).energies()[row]);
        norms.get(i).add(places.get(i).norms()[row]);
      }
    }

    private static boolean finite(
        List<LangevinChains.Place> places, int row, double[] ends, int length) {
      boolean finite =
          places.stream()
              .allMatch(
                  place ->
                      Double.isFinite(place.energies()[row])
                          && Double.isFinite(place.norms()[row]));
      for (int i = row * length; i < (row + 1) * length; i++) {
        finite &= Double.isFinite(ends[i]);
      }
      return finite;
    }

    void report(AnalysisRequest request, AnalysisResult.Builder result) {
      if (diverged > 0) {
        result.note(
            diverged + " chains are left out, as their energy or its gradient is not finite.");
      }
      if (images.isEmpty()) {
        return;
      }
      int right = 0;
      for (int i = 0; i < targets.size(); i++) {
        right += targets.get(i).equals(predictions.get(i)) ? 1 : 0;
      }
      Share share = Share.of(right, targets.size());
      result.figure(
          "images that the model takes for their class",
          share.value(),
          share.low(),
          share.high(),
          "");
      mean(energies.get(0)).add("mean energy of seeds", "", result);
      mean(energies.get(energies.size() - 1)).add("mean energy of images", "", result);
      result.series(along("energy", energies));
      result.series(along("norm of its gradient", norms));
      if (Gallery.fits(request)) {
        result.image(Gallery.of(request).image(NAME, "A line for each class.", lines(images)));
        result.image(
            Gallery.of(request).image("seeds", "What the images were made from.", lines(seeds)));
      }
      result.imageSet(set(request, "seeds", "What chains started from.", seeds));
      result.imageSet(set(request, NAME, "Ends of Langevin chains on the model's energy.", images));
    }

    private static Mean mean(List<Double> values) {
      return Mean.of(values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private Series along(String quantity, List<List<Double>> values) {
      List<Mean> means = values.stream().map(Chains::mean).toList();
      return new Series(
          "mean over chains",
          "step",
          quantity,
          steps.stream().map(Integer::doubleValue).toList(),
          means.stream().map(Mean::value).toList(),
          means.stream().map(Mean::low).toList(),
          means.stream().map(Mean::high).toList());
    }

    private List<List<float[]>> lines(List<float[]> of) {
      List<List<float[]>> lines = new ArrayList<>();
      for (int i = 0; i < of.size(); i++) {
        if (i == 0 || !targets.get(i).equals(targets.get(i - 1))) {
          lines.add(new ArrayList<>());
        }
        List<float[]> line = lines.get(lines.size() - 1);
        if (line.size() < 10) {
          line.add(of.get(i));
        }
      }
      return lines;
    }

    private ImageSet set(AnalysisRequest request, String name, String caption, List<float[]> of) {
      return new ImageSet(
          name,
          caption,
          Arrays.stream(request.inputShape()).boxed().toList(),
          LogitTable.joined(of),
          Collections.nCopies(of.size(), -1),
          targets);
    }

    private static float[] narrowed(double[] values, int from, int length) {
      float[] narrowed = new float[length];
      for (int i = 0; i < length; i++) {
        narrowed[i] = (float) values[from + i];
      }
      return narrowed;
    }
  }
}
