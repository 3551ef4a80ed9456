package org.robustgrid.run.worker;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.base.files.AtomicFile;
import org.robustgrid.base.files.CanonicalJson;
import org.robustgrid.base.files.Sha256;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.KeptArrays;
import org.robustgrid.run.plan.PlannedModel;
import org.robustgrid.run.plan.PlannedPython;
import org.robustgrid.run.python.PythonFunction;
import org.robustgrid.run.python.PythonProcess;
import org.robustgrid.run.python.PythonTrial;
import org.robustgrid.spi.Access;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.network.AccessException;
import org.robustgrid.spi.network.Loss;
import org.robustgrid.spi.network.LossGradient;
import org.robustgrid.spi.network.Mode;
import org.robustgrid.spi.network.Network;
import org.robustgrid.spi.network.Pass;
import org.robustgrid.spi.random.RandomKey;

/**
 * A model of a Python process, which starts with the first question and ends with {@link #close}.
 * The loss stays here: the process is asked for logits and vector–Jacobian products.
 *
 * <p>A model that gives decisions only has the logits 1 for its decision and 0 else.
 */
final class PythonNetwork implements Network {

  // the log of the worker; a library may have replaced System.err
  private static final PrintStream LOG =
      new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);

  private final PythonFunction function;
  private final PlannedPython planned;
  private final String identity;
  private final long[] inputShape;
  private final int classes;
  private final DataType precision;
  private PythonProcess process;
  private long asked;
  private INDArray logits;
  private INDArray gradient;

  private PythonNetwork(
      PythonFunction function,
      PlannedPython planned,
      String identity,
      long[] inputShape,
      int classes,
      DataType precision) {
    this.function = function;
    this.planned = planned;
    this.identity = identity;
    this.inputShape = inputShape.clone();
    this.classes = classes;
    this.precision = precision;
  }

  /**
   * A model's network.
   *
   * @throws DataException when its code has changed since the run was planned
   */
  static PythonNetwork of(PlannedModel model, long[] inputShape, int classes, DataType precision) {
    Path file = Path.of(model.file());
    PlannedPython planned = model.readAs().python();
    PythonFunction function = planned.of(file);
    if (!Files.isRegularFile(file) || !function.hash(Sha256::of).equals(model.fileHash())) {
      throw new DataException(
          "the Python code "
              + file
              + ", or a file that its arguments name, has changed since the run was planned, or is"
              + " gone; put it back, or plan again in another folder");
    }
    String identity =
        CanonicalJson.key(
            Map.of(
                "python",
                model.fileHash(),
                "call",
                model.readAs().identity().orElse(Map.of()),
                "protocol",
                PythonProcess.PROTOCOL));
    return new PythonNetwork(function, planned, identity, inputShape, classes, precision);
  }

  /**
   * The counterpart of a hash of weights: a hash of everything known that the model is computed
   * from.
   */
  String identity() {
    return identity;
  }

  boolean decidesOnly() {
    return planned.gives() == Access.DECISIONS;
  }

  boolean randomised() {
    return planned.randomised();
  }

  /**
   * Asks a few questions whose answers show whether the model can be evaluated.
   *
   * @throws DataException when it cannot
   */
  void tryOut(Domain domain) {
    PythonTrial.of(process(), inputShape, classes, domain.low(), domain.high());
    if (process.offer().gives() != planned.gives()
        || process.offer().randomised() != planned.randomised()) {
      throw process.contradiction(
          "offers something else than when the run was planned; plan again in another folder");
    }
  }

  /** Stores the code as a record of what ran. */
  void store(Path zip) {
    AtomicFile.write(
        zip,
        out -> {
          ZipOutputStream entries = new ZipOutputStream(out);
          entries.putNextEntry(new ZipEntry(function.file().getFileName().toString()));
          Files.copy(function.file(), entries);
          entries.putNextEntry(new ZipEntry("call.json"));
          entries.write(CanonicalJson.write(planned).getBytes(StandardCharsets.UTF_8));
          entries.finish();
        });
  }

  private PythonProcess process() {
    if (process == null || !process.isAlive()) {
      if (process != null) {
        process.close();
      }
      process =
          PythonProcess.start(function, inputShape, precision == DataType.DOUBLE, LOG::println);
      asked = 0;
    }
    return process;
  }

  @Override
  public long[] inputShape() {
    return inputShape.clone();
  }

  @Override
  public int classes() {
    return classes;
  }

  @Override
  public DataType precision() {
    return precision;
  }

  @Override
  public INDArray logits(INDArray images) {
    return logits(images, 0);
  }

  /**
   * The logits under a seed.
   *
   * @return [rows, classes], overwritten by the next call
   * @throws DataException when the process fails, or answers what cannot be used
   */
  INDArray logits(INDArray images, long seed) {
    long[] shape = images.shape();
    logits = KeptArrays.like(logits, precision, shape[0], classes);
    HostArrays.write(
        decidesOnly() ? oneHot(decisions(images, seed)) : ask(images, shape, seed, false), logits);
    return logits;
  }

  private double[] ask(INDArray images, long[] shape, long seed, boolean keep) {
    PythonProcess asking = process();
    double[] values = HostArrays.read(images);
    double[] answer = asking.logits(values, shape, classes, seed, keep);
    asked++;
    // the first question and fewer and fewer of the others are asked twice
    if (!keep && Long.bitCount(asked) == 1) {
      PythonTrial.requireSame(asking, answer, asking.logits(values, shape, classes, seed, false));
    }
    return answer;
  }

  private double[] oneHot(int[] decisions) {
    double[] values = new double[decisions.length * classes];
    for (int row = 0; row < decisions.length; row++) {
      if (decisions[row] >= 0) {
        values[row * classes + decisions[row]] = 1;
      }
    }
    return values;
  }

  /** The decisions under a seed, of a model that gives nothing else. */
  int[] decisions(INDArray images, long seed) {
    return process().decisions(HostArrays.read(images), images.shape(), classes, seed);
  }

  @Override
  public LossGradient lossGradient(INDArray images, Loss loss) {
    return lossGradient(images, loss, 0);
  }

  /**
   * Losses, logits and input gradient under a seed.
   *
   * @throws AccessException when the model gives no gradients
   */
  LossGradient lossGradient(INDArray images, Loss loss, long seed) {
    if (planned.gives() != Access.GRADIENTS) {
      throw new AccessException("the Python model " + function + " gives no gradients");
    }
    long[] shape = images.shape();
    double[] answer = ask(images, shape, seed, true);
    double[] losses = new double[Math.toIntExact(shape[0])];
    double[] cotangents = new double[answer.length];
    double[] row = new double[classes];
    double[] slope = new double[classes];
    for (int i = 0; i < losses.length; i++) {
      System.arraycopy(answer, i * classes, row, 0, classes);
      Arrays.fill(slope, 0);
      losses[i] = loss.evaluate(i, row, slope);
      System.arraycopy(slope, 0, cotangents, i * classes, classes);
    }
    logits = KeptArrays.like(logits, precision, shape[0], classes);
    gradient = KeptArrays.like(gradient, precision, shape);
    HostArrays.write(answer, logits);
    HostArrays.write(process.vjp(cotangents, shape, classes, seed), gradient);
    return new LossGradient(losses, logits, gradient);
  }

  @Override
  public long parameterCount() {
    return 0;
  }

  @Override
  public INDArray parameters() {
    throw unknown("parameters");
  }

  @Override
  public void parametersChanged() {
    throw unknown("parameters");
  }

  @Override
  public List<String> activationNames() {
    return List.of();
  }

  @Override
  public Map<String, INDArray> activations(INDArray images, Collection<String> names) {
    throw unknown("activations");
  }

  @Override
  public Pass forward(INDArray images, Mode mode, RandomKey random) {
    throw unknown("passes of a training");
  }

  private UnsupportedOperationException unknown(String what) {
    return new UnsupportedOperationException(
        "the Python model "
            + function
            + " provides logits, input gradients and decisions only, not "
            + what);
  }

  @Override
  public Network copy() {
    return new PythonNetwork(function, planned, identity, inputShape, classes, precision);
  }

  @Override
  public void close() {
    if (process != null) {
      process.close();
      process = null;
    }
  }
}
