package org.robustgrid.run.python;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.robustgrid.spi.Access;
import org.robustgrid.spi.data.DataException;

/**
 * A model in a Python process. Calls come from one thread. A process that fails is ended at once;
 * the error is reported with the last lines of its standard error.
 */
public final class PythonProcess implements AutoCloseable {

  /** The version of the protocol that both sides must speak. */
  public static final int PROTOCOL = 1;

  private final PythonFunction function;
  private final boolean wide;
  private final PythonServer server;
  private final SharedArrays arrays;
  private PythonOffer offer;

  private PythonProcess(PythonFunction function, boolean wide, PythonServer server) {
    this.function = function;
    this.wide = wide;
    this.server = server;
    this.arrays = server.arrays();
  }

  /**
   * Starts a process and has it load the model.
   *
   * @param inputShape of one image: the model is asked about one
   * @param wide whether images are sent in double, not float
   * @param log receives each line of its standard error
   * @throws DataException when there is no interpreter, or the model cannot be loaded
   */
  public static PythonProcess start(
      PythonFunction function, long[] inputShape, boolean wide, Consumer<String> log) {
    String interpreter = PythonServer.interpreter();
    PythonServer.Program program =
        new PythonServer.Program(
            "Python model " + function,
            List.of(PythonServer.TRANSPORT),
            interpreter,
            function.file().getParent(),
            function.seconds(),
            "make it faster, or give 'timeout' in seconds beside 'function'");
    PythonServer server;
    try {
      server = PythonServer.start(program, log);
    } catch (IOException e) {
      throw new DataException(
          "the model "
              + function.file()
              + " needs Python, and '"
              + interpreter
              + "' cannot be started ("
              + e.getMessage()
              + "); install Python 3.8 or later with NumPy, or name an interpreter by the variable "
              + PythonServer.INTERPRETER,
          e);
    }
    PythonProcess process = new PythonProcess(function, wide, server);
    process.open(inputShape);
    return process;
  }

  private void open(long[] inputShape) {
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("op", "open");
    request.put("protocol", PROTOCOL);
    request.put("file", function.file().toString());
    request.put("function", function.name());
    request.put("arguments", function.arguments());
    request.put("arrays", arrays.file().toString());
    request.put("input", inputShape);
    Map<String, Object> answer = ask(request, "while it was loading");
    Map<String, String> versions = new TreeMap<>();
    if (answer.get("versions") instanceof Map<?, ?> stated) {
      stated.forEach((name, version) -> versions.put(name.toString(), version.toString()));
    }
    Access gives = Access.valueOf(String.valueOf(answer.get("gives")).toUpperCase(Locale.ROOT));
    offer = new PythonOffer(gives, Boolean.TRUE.equals(answer.get("randomised")), versions);
  }

  /** The capabilities that the model reports. */
  public PythonOffer offer() {
    return offer;
  }

  /** Whether it still answers. */
  public boolean isAlive() {
    return server.isAlive();
  }

  /**
   * The logits.
   *
   * @param images in C order
   * @param shape [rows, …input shape]
   * @param seed of the question's randomness
   * @param keep whether {@link #vjp} is asked next
   * @return [rows, classes] in C order
   * @throws DataException when the answer is none
   */
  public double[] logits(double[] images, long[] shape, int classes, long seed, boolean keep) {
    int rows = Math.toIntExact(shape[0]);
    Map<String, Object> request = question("logits", seed);
    long place = send(request, "images", images, shape, new long[] {rows, classes}, 8);
    request.put("keep", keep);
    ask(request, "while it was asked for the logits of images " + Arrays.toString(shape));
    double[] logits = arrays.doubles(place, rows * classes);
    requireFinite(logits, classes, "logits");
    return logits;
  }

  /**
   * The product of cotangents and the Jacobian matrix of the logits of the previous answer.
   *
   * @param cotangents [rows, classes] in C order
   * @param shape of the images
   * @param seed as before
   * @return shaped as the images
   * @throws DataException when the answer is none
   */
  public double[] vjp(double[] cotangents, long[] shape, int classes, long seed) {
    int rows = Math.toIntExact(shape[0]);
    int length = Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
    Map<String, Object> request = question("vjp", seed);
    long place = send(request, "cotangents", cotangents, new long[] {rows, classes}, shape, 8);
    ask(request, "while it was asked for the gradient at images " + Arrays.toString(shape));
    double[] product = arrays.doubles(place, length);
    requireFinite(product, rows == 0 ? 1 : length / rows, "gradients");
    return product;
  }

  /**
   * The decisions.
   *
   * @return a class for each row, or −1 if the model abstains
   * @throws DataException when the answer is none
   */
  public int[] decisions(double[] images, long[] shape, int classes, long seed) {
    int rows = Math.toIntExact(shape[0]);
    Map<String, Object> request = question("decisions", seed);
    long place = send(request, "images", images, shape, new long[] {rows}, 4);
    ask(request, "while it was asked for decisions about images " + Arrays.toString(shape));
    int[] decisions = arrays.integers(place, rows);
    for (int row = 0; row < rows; row++) {
      if (decisions[row] < -1 || decisions[row] >= classes) {
        throw failure(
            "decides for class "
                + decisions[row]
                + " at image "
                + row
                + " of a batch of "
                + rows
                + ", but classes are 0 to "
                + (classes - 1)
                + ", and -1 for none");
      }
    }
    return decisions;
  }

  private static Map<String, Object> question(String op, long seed) {
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("op", op);
    // what every library takes as a seed
    request.put("seed", seed & 0x7FFFFFFFL);
    return request;
  }

  /** Writes an array, and says where it lies and where the answer is to lie. */
  private long send(
      Map<String, Object> request,
      String name,
      double[] values,
      long[] shape,
      long[] answerShape,
      int answerBytes) {
    long bytes = (long) values.length * (wide ? 8 : 4);
    long place = SharedArrays.after(bytes);
    long answer = Arrays.stream(answerShape).reduce(answerBytes, Math::multiplyExact);
    arrays.require(Math.max(1, place + answer));
    arrays.write(values, 0, wide);
    request.put("size", arrays.size());
    request.put(name, Map.of("offset", 0, "shape", shape, "type", wide ? "float64" : "float32"));
    request.put("answer", Map.of("offset", place, "shape", answerShape));
    return place;
  }

  private void requireFinite(double[] values, int width, String what) {
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        throw failure(
            "answers "
                + what
                + " that hold "
                + values[i]
                + ", at image "
                + i / width
                + " of a batch of "
                + values.length / width
                + "; a model must give finite numbers for every image of the data's domain");
      }
    }
  }

  private Map<String, Object> ask(Map<String, Object> request, String when) {
    Map<String, Object> answer = server.ask(request, when);
    if (!Boolean.TRUE.equals(answer.get("ok"))) {
      throw failure(String.valueOf(answer.get("error")));
    }
    return answer;
  }

  private DataException failure(String what) {
    return server.failure(what);
  }

  /** An answer that contradicts an earlier one; ends the process. */
  public DataException contradiction(String what) {
    return failure(what);
  }

  @Override
  public void close() {
    server.close();
  }
}
