package org.robustgrid.analyses.generation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.analyses.reading.ClassPools;
import org.robustgrid.analyses.reading.Gallery;
import org.robustgrid.analyses.reading.LogitTable;
import org.robustgrid.analyses.reading.Mean;
import org.robustgrid.analyses.reading.SinglePrecision;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.loss.Softmax;
import org.robustgrid.numerics.norm.Distances;
import org.robustgrid.numerics.objective.AlignmentTargets;
import org.robustgrid.numerics.similarity.FrechetDistance;
import org.robustgrid.numerics.similarity.InceptionScore;
import org.robustgrid.numerics.similarity.Nearest;
import org.robustgrid.numerics.similarity.StructuralSimilarity;
import org.robustgrid.numerics.summary.Moments;
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
import org.robustgrid.spi.network.Network;

/**
 * {@code sample-quality}: the quality of the images of {@code generated-images}. Measures the
 * Inception Score with the probabilities of a network, the Fréchet distance to training samples in
 * its features, structural similarity, and the nearest training samples (Zhu et al. 2021, table 2
 * and figure 7). The network is the model's own, or one that the user names, the same for all rows.
 */
public final class SampleQuality implements AnalysisProvider {

  static final Parameter<Optional<String>> NETWORK =
      Parameter.optionalModel(
          "network",
          "label of the row, or model file, whose probabilities and features are used; empty: the"
              + " model's own");

  private static final Parameter<String> FEATURES =
      Parameter.text("features", "", "activation whose features are compared; empty: the logits")
          .activationOf(NETWORK);

  private static final Parameter<Integer> SPLITS =
      Parameter.integer(
              "splits", 10, "blocks over which the Inception Score's deviation is computed")
          .atLeast(1)
          .atMost(10_000);

  private static final Parameter<Integer> SHOWN =
      Parameter.integer("shown", 10, "number of images whose nearest training samples are shown")
          .atLeast(1)
          .atMost(1000);

  private static final Parameter<Integer> NEIGHBOURS =
      Parameter.integer("neighbours", 10, "number of nearest training samples of each image")
          .atLeast(1)
          .atMost(100);

  private record Settings(
      Optional<String> network, String features, int pool, int splits, int shown, int neighbours) {

    /** Says whose features are compared, and which. */
    String words() {
      return "in "
          + network.map(name -> "the ").orElse("the model's own ")
          + (features.isEmpty() ? "logits" : "'" + features + "'")
          + network.map(name -> " of '" + name + "'").orElse("");
    }
  }

  /** Probabilities and features of images. */
  private record Seen(double[][] probabilities, double[][] features) {}

  @Override
  public AnalysisDescriptor descriptor() {
    return AnalysisDescriptor.builder(
            "sample-quality",
            "Inception Score, Fréchet distance and neighbours of generated images")
        .firstSeed()
        .activations()
        .samples(SampleSource.TRAINING)
        .after(GeneratedImages.NAME)
        .citation(GenerationParameters.ZHU)
        .parameters(NETWORK, FEATURES, ClassPools.POOL, SPLITS, SHOWN, NEIGHBOURS)
        .build();
  }

  @Override
  public Passes estimate(Parameters parameters, DataDescription data, int samples) {
    return Passes.forward(parameters.get(ClassPools.POOL) + 100.0);
  }

  @Override
  public Analysis create(Parameters parameters) {
    Settings settings =
        new Settings(
            parameters.get(NETWORK),
            parameters.get(FEATURES),
            parameters.get(ClassPools.POOL),
            parameters.get(SPLITS),
            parameters.get(SHOWN),
            parameters.get(NEIGHBOURS));
    return request -> analyse(request, settings);
  }

  private static AnalysisResult analyse(AnalysisRequest request, Settings settings) {
    AnalysisResult.Builder result = AnalysisResult.of("Quality of generated images");
    List<ImageSet> sets =
        request.result(GeneratedImages.NAME).imageSets().stream()
            .filter(set -> set.name().equals(GeneratedImages.NAME))
            .toList();
    if (sets.isEmpty()) {
      return result.note("There are no generated images to measure.").build();
    }
    double[][] images = images(sets.get(0), LogitTable.length(request));
    double[][] training = ClassPools.read(request, settings.pool()).all();
    Network network =
        settings.network().isPresent() ? request.network(NETWORK) : request.model().network();
    Seen seen = seen(request, network, images, settings.features());
    inception(seen.probabilities(), settings.splits(), result);
    frechet(seen, seen(request, network, training, settings.features()), result);
    neighbours(request, settings, images, training, result);
    return result
        .note(
            images.length
                + " images against the first "
                + training.length
                + " training samples, "
                + settings.words()
                + ". "
                + (settings.network().isPresent()
                    ? "Figures of rows that were measured so can be compared with each other, but"
                        + " not with those in Inception's features."
                    : "Figures of different models cannot be compared, nor those of Inception's"
                        + " features."))
        .build();
  }

  private static double[][] images(ImageSet set, int length) {
    double[][] images = new double[set.size()][length];
    for (int i = 0; i < images.length; i++) {
      for (int pixel = 0; pixel < length; pixel++) {
        images[i][pixel] = set.images()[i * length + pixel];
      }
    }
    return images;
  }

  private static Seen seen(
      AnalysisRequest request, Network network, double[][] images, String features) {
    List<double[]> probabilities = new ArrayList<>();
    List<double[]> found = new ArrayList<>();
    for (int from = 0; from < images.length; from += request.batchSize()) {
      request.monitor().check();
      int rows = Math.min(images.length, from + request.batchSize()) - from;
      double[] values = new double[rows * images[0].length];
      for (int row = 0; row < rows; row++) {
        System.arraycopy(images[from + row], 0, values, row * images[0].length, images[0].length);
      }
      INDArray batch = request.batch(values);
      double[] logits = HostArrays.read(network.logits(batch));
      int classes = logits.length / rows;
      double[] all =
          features.isEmpty()
              ? logits
              : HostArrays.read(
                  network.activations(batch, List.of(features)).values().iterator().next());
      for (int row = 0; row < rows; row++) {
        double[] p = new double[logits.length];
        Softmax.probabilities(logits, row * classes, classes, p);
        probabilities.add(Arrays.copyOfRange(p, row * classes, (row + 1) * classes));
        int length = all.length / rows;
        found.add(Arrays.copyOfRange(all, row * length, (row + 1) * length));
      }
    }
    return new Seen(probabilities.toArray(double[][]::new), found.toArray(double[][]::new));
  }

  private static void inception(
      double[][] probabilities, int splits, AnalysisResult.Builder result) {
    int blocks = Math.min(splits, probabilities.length);
    InceptionScore score = InceptionScore.of(probabilities, blocks);
    if (!Double.isFinite(score.whole())) {
      result.note("Probabilities are not finite, so there is no Inception Score.");
      return;
    }
    result.figure("Inception Score of all images", score.whole(), "");
    if (probabilities.length < splits) {
      result.note(
          "There are fewer images than the "
              + splits
              + " blocks of the Inception Score's deviation, which is left out.");
      return;
    }
    Moments moments = score.overSplits();
    result.figure("Inception Score, mean over blocks", moments.mean(), "");
    result.figure("Inception Score, deviation over blocks", moments.deviation(), "");
  }

  private static void frechet(Seen images, Seen training, AnalysisResult.Builder result) {
    if (images.features().length < 2 || training.features().length < 2) {
      result.note("A Fréchet distance needs two images and two training samples.");
      return;
    }
    int length = images.features()[0].length;
    FrechetDistance distance = FrechetDistance.of(images.features(), training.features());
    if (!Double.isFinite(distance.distance())) {
      result.note("Features are not finite, so there is no Fréchet distance.");
      return;
    }
    result.figure("Fréchet distance to training samples", distance.distance(), "");
    int fewest = Math.min(images.features().length, training.features().length);
    if (fewest <= length) {
      result.note(
          "With "
              + fewest
              + " images and "
              + length
              + " features a covariance is singular. The distance is still exact, without a ridge,"
              + " but biased upwards with so few images.");
    }
  }

  private static void neighbours(
      AnalysisRequest request,
      Settings settings,
      double[][] images,
      double[][] training,
      AnalysisResult.Builder result) {
    long[] shape = request.inputShape();
    boolean windows =
        shape.length == 3
            && shape[1] >= StructuralSimilarity.WINDOW
            && shape[2] >= StructuralSimilarity.WINDOW;
    if (!windows) {
      result.note(
          "Structural similarity needs pictures of at least "
              + StructuralSimilarity.WINDOW
              + " pixels on each side.");
    }
    int[] shown = spread(images.length, settings.shown());
    double[] nearest = new double[shown.length];
    double[] alike = new double[shown.length];
    List<List<float[]>> byDistance = new ArrayList<>();
    List<List<float[]>> bySimilarity = new ArrayList<>();
    for (int i = 0; i < shown.length; i++) {
      request.monitor().check();
      double[] image = images[shown[i]];
      double[] distances =
          Arrays.stream(training).mapToDouble(other -> distance(image, other)).toArray();
      int[] near = Nearest.byDistance(distances, settings.neighbours());
      nearest[i] = distances[near[0]];
      byDistance.add(line(image, near, training));
      if (windows) {
        StructuralSimilarity similarity =
            new StructuralSimilarity((int) shape[0], (int) shape[1], (int) shape[2]);
        double[] similarities =
            Arrays.stream(training).mapToDouble(other -> similarity.of(image, other)).toArray();
        int[] like = Nearest.bySimilarity(similarities, settings.neighbours());
        alike[i] = similarities[like[0]];
        bySimilarity.add(line(image, like, training));
      }
    }
    Mean.of(nearest).add("L2 distance to the nearest training sample, mean", "", result);
    if (windows) {
      Mean.of(alike).add("structural similarity to the most similar, mean", "", result);
    }
    for (Map.Entry<String, List<List<float[]>>> gallery :
        Map.of("nearest", byDistance, "most similar", bySimilarity).entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .toList()) {
      if (Gallery.fits(request) && !gallery.getValue().isEmpty()) {
        result.image(
            Gallery.of(request)
                .image(
                    gallery.getKey(),
                    "Left: generated images; right of each: the training samples that are "
                        + (gallery.getKey().equals("nearest")
                            ? "nearest in L2"
                            : "most similar in structure")
                        + ", the closest first.",
                    gallery.getValue()));
      }
    }
  }

  /** Returns evenly spread positions, so that all classes are among them. */
  private static int[] spread(int count, int most) {
    int shown = Math.min(count, most);
    return IntStream.range(0, shown).map(i -> (int) ((long) i * count / shown)).toArray();
  }

  private static double distance(double[] a, double[] b) {
    double[] difference = AlignmentTargets.difference(a, b);
    return Distances.euclidean(difference, 0, difference.length);
  }

  private static List<float[]> line(double[] image, int[] near, double[][] training) {
    List<float[]> line = new ArrayList<>(List.of(SinglePrecision.of(image)));
    for (int index : near) {
      line.add(SinglePrecision.of(training[index]));
    }
    return line;
  }
}
