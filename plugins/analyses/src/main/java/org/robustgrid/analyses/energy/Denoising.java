package org.robustgrid.analyses.energy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.analyses.reading.Gallery;
import org.robustgrid.analyses.reading.LogitTable;
import org.robustgrid.analyses.reading.Mean;
import org.robustgrid.analyses.reading.Share;
import org.robustgrid.analyses.reading.SinglePrecision;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.attack.IterateObserver;
import org.robustgrid.numerics.energy.LangevinDynamics;
import org.robustgrid.numerics.energy.LangevinNoise;
import org.robustgrid.numerics.loss.JointEnergy;
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
import org.robustgrid.spi.analysis.SampleSource;
import org.robustgrid.spi.network.Network;
import org.robustgrid.spi.random.RandomStream;

/**
 * {@code denoising}: test samples with Gaussian noise, denoised by Langevin dynamics on the joint
 * energy of their class (Zhu et al. 2021, equation 17 and figure 15). The paper gives no number of
 * steps and no constants; the defaults are JEM's, for pixels in [0, 1].
 */
public final class Denoising implements AnalysisProvider {

  private static final Parameter<Integer> SAMPLES =
      Parameter.integer("samples", 50, "test samples, the first ones").atLeast(2).atMost(100_000);

  private static final Parameter<Double> VARIANCE =
      Parameter.real("variance", 0.3, "variance of the added noise").above(0);

  private static final Parameter<Integer> STEPS =
      Parameter.integer("steps", 100, "Langevin steps").atLeast(1).atMost(1_000_000);

  private static final Parameter<Double> STEP_SIZE =
      Parameter.real("step-size", 0.5, "factor of the gradient in each step").above(0);

  private static final Parameter<Double> NOISE =
      Parameter.real("noise", 0.005, "standard deviation of the noise of each step").atLeast(0);

  private static final int SHOWN = 10;

  private record Settings(int samples, double variance, int steps, double stepSize, double noise) {}

  @Override
  public AnalysisDescriptor descriptor() {
    return AnalysisDescriptor.builder("denoising", "Noisy samples denoised by energy descent")
        .activations()
        .samples(SampleSource.TEST)
        .citation(EnergyParameters.CITATION)
        .parameters(SAMPLES, VARIANCE, STEPS, STEP_SIZE, NOISE)
        .build();
  }

  @Override
  public Passes estimate(Parameters parameters, DataDescription data, int samples) {
    double asked = Math.min(samples, parameters.get(SAMPLES));
    return Passes.gradients(asked * parameters.get(STEPS)).plus(Passes.forward(3 * asked));
  }

  @Override
  public Analysis create(Parameters parameters) {
    Settings settings =
        new Settings(
            parameters.get(SAMPLES),
            parameters.get(VARIANCE),
            parameters.get(STEPS),
            parameters.get(STEP_SIZE),
            parameters.get(NOISE));
    return request -> analyse(request, settings);
  }

  private static AnalysisResult analyse(AnalysisRequest request, Settings settings) {
    int samples = Math.min(settings.samples(), request.samples(SampleSource.TEST).size());
    Tally clean = new Tally();
    Tally noisy = new Tally();
    Tally denoised = new Tally();
    List<List<float[]>> pictures = new ArrayList<>();
    for (int from = 0; from < samples; from += request.batchSize()) {
      int[] rows = IntStream.range(from, Math.min(samples, from + request.batchSize())).toArray();
      float[] images = new float[rows.length * LogitTable.length(request)];
      int[] labels = new int[rows.length];
      request.samples(SampleSource.TEST).read(rows, images, labels);
      double[] noisyImages = noisy(request, images, rows, settings);
      double[] restored = restored(request, noisyImages, rows, labels, settings);
      double[] originals = new double[images.length];
      Arrays.setAll(originals, i -> images[i]);
      clean.add(request, originals, originals, labels);
      noisy.add(request, noisyImages, originals, labels);
      denoised.add(request, restored, originals, labels);
      show(pictures, images, noisyImages, restored, rows.length);
    }
    AnalysisResult.Builder result = AnalysisResult.of("Denoising by energy descent");
    clean.report("clean", samples, result);
    noisy.report("with noise", samples, result);
    denoised.report("denoised", samples, result);
    if (Gallery.fits(request)) {
      result.image(
          Gallery.of(request)
              .image(
                  "samples",
                  "One row per test sample: the sample, with noise, denoised.",
                  pictures));
    }
    return result
        .note(
            "The first "
                + samples
                + " test samples: noise of variance "
                + settings.variance()
                + ", "
                + settings.steps()
                + " Langevin steps on E(x, y) of the true class, clipped to the domain after each step.")
        .build();
  }

  private static double[] noisy(
      AnalysisRequest request, float[] images, int[] rows, Settings settings) {
    int length = images.length / rows.length;
    double[] noisy = new double[images.length];
    double deviation = Math.sqrt(settings.variance());
    for (int row = 0; row < rows.length; row++) {
      RandomStream stream = request.random().with("noise").with(rows[row]).stream();
      stream.fillGaussian(noisy, row * length, (row + 1) * length);
    }
    for (int i = 0; i < noisy.length; i++) {
      noisy[i] = request.domain().clip(images[i] + deviation * noisy[i]);
    }
    return noisy;
  }

  private static double[] restored(
      AnalysisRequest request, double[] noisy, int[] rows, int[] labels, Settings settings) {
    INDArray points = request.batch(noisy);
    IterateObserver observer =
        (step, images) -> {
          request.monitor().check();
          request.monitor().progress(step, settings.steps(), "steps");
        };
    new LangevinDynamics(settings.stepSize(), settings.noise(), request.domain())
        .run(
            request.model().network(),
            points,
            new JointEnergy(labels),
            settings.steps(),
            LangevinNoise.keyed(
                request.random().with("langevin"), Arrays.stream(rows).asLongStream().toArray()),
            observer);
    return HostArrays.read(points);
  }

  private static void show(
      List<List<float[]>> pictures, float[] images, double[] noisy, double[] restored, int rows) {
    int length = images.length / rows;
    for (int row = 0; row < rows && pictures.size() < SHOWN; row++) {
      int from = row * length;
      pictures.add(
          List.of(
              Arrays.copyOfRange(images, from, from + length),
              SinglePrecision.of(noisy, from, length),
              SinglePrecision.of(restored, from, length)));
    }
  }

  /** The measurements of one version of the samples: clean, noisy or denoised. */
  private static final class Tally {

    private final List<Double> distances = new ArrayList<>();
    private final List<Double> energies = new ArrayList<>();
    private int right;

    void add(AnalysisRequest request, double[] images, double[] originals, int[] labels) {
      Network network = request.model().network();
      double[] logits = HostArrays.read(network.logits(request.batch(images)));
      int classes = network.classes();
      int length = images.length / labels.length;
      for (int row = 0; row < labels.length; row++) {
        double sum = 0;
        for (int i = row * length; i < (row + 1) * length; i++) {
          sum += (images[i] - originals[i]) * (images[i] - originals[i]);
        }
        distances.add(Math.sqrt(sum));
        energies.add(-logits[row * classes + labels[row]]);
        right += Softmax.prediction(logits, row * classes, classes) == labels[row] ? 1 : 0;
      }
    }

    void report(String name, int samples, AnalysisResult.Builder result) {
      Share share = Share.of(right, samples);
      share.add("accuracy, " + name, result);
      figure("mean E(x, y), " + name, energies, result);
      if (!name.equals("clean")) {
        figure("mean L2 distance to the sample, " + name, distances, result);
      }
    }

    private static void figure(String name, List<Double> values, AnalysisResult.Builder result) {
      Mean.of(values.stream().mapToDouble(Double::doubleValue).toArray()).add(name, "", result);
    }
  }
}
