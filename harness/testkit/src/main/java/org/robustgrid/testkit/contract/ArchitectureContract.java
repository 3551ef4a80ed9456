package org.robustgrid.testkit.contract;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.engine.Networks;
import org.robustgrid.engine.model.ModelFile;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.loss.CrossEntropy;
import org.robustgrid.numerics.objective.MeanLoss;
import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.network.Architecture;
import org.robustgrid.spi.network.ArchitectureProvider;
import org.robustgrid.spi.network.ArchitectureRequest;
import org.robustgrid.spi.network.Mode;
import org.robustgrid.spi.network.Network;
import org.robustgrid.spi.network.Pass;
import org.robustgrid.spi.random.RandomKey;
import org.robustgrid.spi.random.RandomStream;

/**
 * What the harness asks of every architecture: the same network from the same seed, logits and
 * gradients that can be used, and a refusal in words of inputs that do not suit.
 *
 * <p>Networks are executed by the engine, in float and in double.
 */
public final class ArchitectureContract {

  private static final List<DataType> PRECISIONS = List.of(DataType.FLOAT, DataType.DOUBLE);
  private static final int ROWS = 6;
  private static final int CLASSES = 3;

  /** Not 0, which Deeplearning4j takes for no seed at all. */
  private static final long SEED = 11;

  /** Inputs of other sizes, from points in the plane to small colour images. */
  private static final List<long[]> SHAPES =
      List.of(new long[] {2}, new long[] {1, 1, 2}, new long[] {1, 4, 4}, new long[] {3, 32, 32});

  private final ArchitectureProvider provider;
  private final Map<String, ?> parameters;
  private final long[] shape;
  private final Path folder;

  private ArchitectureContract(
      ArchitectureProvider provider, Map<String, ?> parameters, long[] shape, Path folder) {
    this.provider = provider;
    this.parameters = parameters;
    this.shape = shape.clone();
    this.folder = folder;
  }

  /**
   * The checks of an architecture.
   *
   * @param parameters its parameters; those that are not given take their defaults
   * @param inputShape inputs that suit it: [channels, height, width] or [features]
   * @param folder for saved networks; empty
   */
  public static List<ContractCheck> checks(
      ArchitectureProvider provider, Map<String, ?> parameters, long[] inputShape, Path folder) {
    ArchitectureContract contract =
        new ArchitectureContract(provider, parameters, inputShape, folder);
    return List.of(
        contract.promise("answers finite logits for every class", contract::answers),
        contract.promise("gives a sample the same answer in any batch", contract::answersAlone),
        contract.promise("has gradients by its inputs and weights", contract::leads),
        contract.promise("gives the same weights from the same seed", contract::reproduces),
        contract.promise("gives other weights from another seed", contract::followsItsSeed),
        contract.promise("answers the same once saved and loaded", contract::loads),
        new ContractCheck("serves any number of classes", contract::servesClasses),
        new ContractCheck("fits, or refuses as an illegal argument", contract::fits));
  }

  /** What a check does in one precision. */
  @FunctionalInterface
  private interface Trial {
    List<String> violations(DataType precision);
  }

  private ContractCheck promise(String name, Trial trial) {
    return new ContractCheck(name, () -> InPrecisions.violations(PRECISIONS, trial::violations));
  }

  private Architecture architecture() {
    return provider.create(resolved());
  }

  private Parameters resolved() {
    return Parameters.of(provider.descriptor(), parameters);
  }

  private Network network(DataType precision, long[] input, int classes, long seed) {
    ArchitectureRequest request =
        ArchitectureRequest.builder().inputShape(input).classes(classes).seed(seed).build();
    return Networks.create(architecture().configuration(request), precision);
  }

  private Network network(DataType precision, long seed) {
    return network(precision, shape, CLASSES, seed);
  }

  private static INDArray images(DataType precision, long[] input) {
    long[] all = new long[input.length + 1];
    all[0] = ROWS;
    System.arraycopy(input, 0, all, 1, input.length);
    int length = (int) Arrays.stream(all).reduce(1, (a, b) -> a * b);
    RandomStream random = RandomKey.of(3).stream();
    double[] pixels = IntStream.range(0, length).mapToDouble(i -> random.nextDouble()).toArray();
    INDArray images = Nd4j.createUninitialized(precision, all, 'c');
    HostArrays.write(pixels, images);
    return images;
  }

  private static int[] labels() {
    return IntStream.range(0, ROWS).map(row -> row % CLASSES).toArray();
  }

  private List<String> answers(DataType precision) {
    Network network = network(precision, SEED);
    double[] logits = HostArrays.read(network.logits(images(precision, shape)));
    return logits.length == ROWS * CLASSES && Arrays.stream(logits).allMatch(Double::isFinite)
        ? List.of()
        : List.of("it answers with logits that are not finite, or too few");
  }

  private List<String> answersAlone(DataType precision) {
    Network network = network(precision, SEED);
    INDArray images = images(precision, shape);
    double[] whole = HostArrays.read(network.logits(images));
    double[] part = HostArrays.read(network.logits(HostArrays.rows(images, new int[] {4, 1})));
    double scale = Arrays.stream(whole).map(Math::abs).max().orElse(0);
    for (int i = 0; i < part.length; i++) {
      int row = i < CLASSES ? 4 : 1;
      // a native library may sum in another order for another batch
      if (!(Math.abs(part[i] - whole[row * CLASSES + i % CLASSES]) <= 1e-4 * scale)) {
        return List.of("the logits of a sample depend on its batch");
      }
    }
    return List.of();
  }

  private List<String> leads(DataType precision) {
    Network network = network(precision, SEED);
    INDArray images = images(precision, shape);
    CrossEntropy loss = new CrossEntropy(labels());
    List<String> violations = new ArrayList<>();
    requireUsable(
        "inputs", HostArrays.read(network.lossGradient(images, loss).gradient()), violations);
    INDArray gradient = Nd4j.zeros(precision, network.parameterCount());
    try (Pass pass = network.forward(images, Mode.TRAINING, RandomKey.of(1))) {
      MeanLoss.accumulate(pass, loss, 1, gradient);
    }
    requireUsable("weights", HostArrays.read(gradient), violations);
    return violations;
  }

  private static void requireUsable(String by, double[] gradient, List<String> violations) {
    if (!Arrays.stream(gradient).allMatch(Double::isFinite)) {
      violations.add("the gradient by its " + by + " is not finite");
    } else if (Arrays.stream(gradient).allMatch(value -> value == 0)) {
      violations.add("the gradient by its " + by + " is zero");
    }
  }

  private List<String> reproduces(DataType precision) {
    return sameWeights(precision, SEED)
        ? List.of()
        : List.of("its weights change from call to call");
  }

  private List<String> followsItsSeed(DataType precision) {
    return sameWeights(precision, SEED + 1)
        ? List.of("another seed gives the same weights")
        : List.of();
  }

  private boolean sameWeights(DataType precision, long seed) {
    return Arrays.equals(
        HostArrays.read(network(precision, SEED).parameters()),
        HostArrays.read(network(precision, seed).parameters()));
  }

  private List<String> loads(DataType precision) {
    Network network = network(precision, SEED);
    Path file = folder.resolve(precision.name().toLowerCase(Locale.ROOT) + ".zip");
    ModelFile.save(network, file);
    INDArray images = images(precision, shape);
    double[] before = HostArrays.read(network.logits(images));
    double[] after = HostArrays.read(ModelFile.load(file, precision, shape).logits(images));
    return Arrays.equals(before, after)
        ? List.of()
        : List.of("its logits change when the network is saved and loaded");
  }

  private List<String> servesClasses() {
    List<String> violations = new ArrayList<>();
    for (int classes : new int[] {2, 7}) {
      int answered = network(DataType.FLOAT, shape, classes, SEED).classes();
      if (answered != classes) {
        violations.add("asked for " + classes + " classes it answers for " + answered);
      }
    }
    return violations;
  }

  private List<String> fits() {
    List<String> violations = new ArrayList<>();
    for (long[] input : SHAPES) {
      DataDescription data =
          DataDescription.builder()
              .inputShape(input)
              .classNames(List.of("a", "b", "c"))
              .trainingSamples(9, 9, 9)
              .build();
      try {
        provider.requireFits(resolved(), data);
      } catch (IllegalArgumentException e) {
        continue;
      }
      try {
        network(DataType.FLOAT, input, CLASSES, SEED).logits(images(DataType.FLOAT, input));
      } catch (RuntimeException e) {
        violations.add("inputs of shape " + Arrays.toString(input) + " fit, but it throws " + e);
      }
    }
    return violations;
  }
}
