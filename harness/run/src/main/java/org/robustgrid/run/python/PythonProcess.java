package org.robustgrid.run.python;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.robustgrid.spi.Access;
import org.robustgrid.spi.data.DataException;

/**
 * A model in a Python process. Calls come from one thread. A process that fails is ended at once;
 * what is wrong is told with the last lines of its standard error.
 */
public final class PythonProcess implements AutoCloseable {

  /** The version of the protocol that both sides must speak. */
  public static final int PROTOCOL = 1;

  /** Names the interpreter. */
  public static final String INTERPRETER = "ROBUSTGRID_PYTHON";

  private static final String SERVER = "robustgrid_server.py";

  /** How long a process whose input ended may take to end. */
  private static final long END_SECONDS = 3;

  private final PythonFunction function;
  private final boolean wide;
  private final Path folder;
  private final Process process;
  private final Messages messages;
  private final LastWords lastWords;
  private final SharedArrays arrays;
  private PythonOffer offer;

  private PythonProcess(
      PythonFunction function, boolean wide, Path folder, Process process, Consumer<String> log) {
    this.function = function;
    this.wide = wide;
    this.folder = folder;
    this.process = process;
    this.lastWords = new LastWords(process.getErrorStream(), log);
    this.messages = new Messages(process.getOutputStream(), process.getInputStream());
    this.arrays = new SharedArrays(folder.resolve("arrays.bin"));
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
    String interpreter = interpreter();
    Path folder = null;
    Process started;
    try {
      folder = Files.createTempDirectory("robustgrid-python");
      Path server = folder.resolve(SERVER);
      try (InputStream code = PythonProcess.class.getResourceAsStream(SERVER)) {
        Files.copy(Objects.requireNonNull(code, SERVER), server);
      }
      // -B: no folder of compiled code beside the user's file
      started =
          new ProcessBuilder(List.of(interpreter, "-B", server.toString()))
              .directory(new File(function.file().getParent().toString()))
              .start();
    } catch (IOException e) {
      delete(folder);
      throw new DataException(
          "the model "
              + function.file()
              + " needs Python, and '"
              + interpreter
              + "' cannot be started ("
              + e.getMessage()
              + "); install Python 3.8 or later with NumPy, or name an interpreter by the variable "
              + INTERPRETER,
          e);
    }
    PythonProcess process = new PythonProcess(function, wide, folder, started, log);
    process.open(inputShape);
    return process;
  }

  /** The interpreter that models run in. */
  public static String interpreter() {
    String named = System.getenv(INTERPRETER);
    if (named != null && !named.isBlank()) {
      return named;
    }
    boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
    return windows ? "python" : "python3";
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
    if (answer.get("versions") instanceof Map<?, ?> told) {
      told.forEach((name, version) -> versions.put(name.toString(), version.toString()));
    }
    Access gives = Access.valueOf(String.valueOf(answer.get("gives")).toUpperCase(Locale.ROOT));
    offer = new PythonOffer(gives, Boolean.TRUE.equals(answer.get("randomised")), versions);
  }

  /** What the model says of itself. */
  public PythonOffer offer() {
    return offer;
  }

  /** Whether it can still be asked. */
  public boolean isAlive() {
    return process.isAlive();
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
   * The product of cotangents and the Jacobian matrix of the logits that were just told.
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
   * @return a class for each row, or −1 where the model abstains
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
    Optional<Map<String, Object>> answer;
    try {
      messages.send(request);
      answer = messages.answer(function.seconds());
    } catch (IOException e) {
      // its input is closed: it has ended or is about to
      answer = Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      close();
      throw new DataException(
          "the Python process of " + function + " was given up: interrupted", e);
    }
    if (answer == null) {
      throw failure(
          String.format(
              Locale.ROOT,
              "gave no answer within %.0f seconds %s; make it faster, or give 'timeout' in seconds"
                  + " beside 'function'",
              function.seconds(),
              when));
    }
    if (answer.isEmpty()) {
      throw failure("ended " + death() + " " + when);
    }
    if (!Boolean.TRUE.equals(answer.get().get("ok"))) {
      throw failure(String.valueOf(answer.get().get("error")));
    }
    return answer.get();
  }

  private String death() {
    try {
      if (process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        lastWords.awaitEnd();
        int code = process.exitValue();
        // a shell's convention, which Java follows
        return code > 128 ? "by signal " + (code - 128) : "with exit code " + code;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return "its answers";
  }

  /** Ends the process; the message names the model and what it said last. */
  private DataException failure(String what) {
    // the traceback is on its way
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    String words = lastWords.text();
    close();
    return new DataException("the Python model " + function + " " + what + words);
  }

  /** An answer that contradicts an earlier one; ends the process. */
  public DataException contradiction(String what) {
    return failure(what);
  }

  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(offer == null ? 0 : END_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor(END_SECONDS, TimeUnit.SECONDS);
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    delete(folder);
  }

  private static void delete(Path folder) {
    if (folder == null || !Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      // temporary files: the system clears them, and the process does at its end
    }
  }
}
