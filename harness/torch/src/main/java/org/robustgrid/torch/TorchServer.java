package org.robustgrid.torch;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.ref.Cleaner;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.run.python.PythonServer;
import org.robustgrid.run.python.SharedArrays;
import org.robustgrid.spi.data.DataException;

/**
 * The PyTorch process, which is started with the first question, and again after it has failed:
 * then it has no networks and passes, and its {@link #generation} changes.
 */
final class TorchServer implements AutoCloseable {

  /** Names the interpreter for a process and those that it starts; else the environment does. */
  static final String INTERPRETER = "robustgrid.python";

  /** Seconds that an answer may take. */
  static final String SECONDS = "robustgrid.torch.seconds";

  /** Loading PyTorch from a cold disk, and a large batch on a busy CPU, take less. */
  private static final String DEFAULT_SECONDS = "600";

  private static final int PROTOCOL = 1;

  private static final Cleaner CLEANER = Cleaner.create();

  // the log of the worker; a library may have replaced System.err
  private static final PrintStream LOG =
      new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);

  private final String interpreter;
  private final String device;
  private final DataType precision;
  private final Set<String> ways;
  private final Queue<Long> forgotten = new ConcurrentLinkedQueue<>();
  private PythonServer server;
  private Installation installation;
  private long generation;
  private long lastId;

  TorchServer(String interpreter, String device, DataType precision) {
    this(interpreter, device, precision, Set.of());
  }

  /**
   * A process that computes by ways of other devices and versions, too.
   *
   * @param ways as {@code robustgrid_torch.py} names them
   */
  TorchServer(String interpreter, String device, DataType precision, Set<String> ways) {
    this.interpreter = interpreter;
    this.device = device;
    this.precision = precision;
    this.ways = Set.copyOf(ways);
  }

  /** The interpreter that the user named, or the system's. */
  static String interpreter() {
    String named = System.getProperty(INTERPRETER);
    return named != null && !named.isBlank() ? named : PythonServer.interpreter();
  }

  DataType precision() {
    return precision;
  }

  /**
   * What answers.
   *
   * @throws DataException when there is no PyTorch, or no such device
   */
  synchronized Installation installation() {
    started();
    return installation;
  }

  /** The number of the process; a new process has none of its state. */
  synchronized long generation() {
    started();
    return generation;
  }

  /** Whether the process of a number still runs. */
  synchronized boolean knows(long number) {
    return server != null && server.isAlive() && number == generation;
  }

  /**
   * Makes sure that the process of a number still runs.
   *
   * @param lost what is lost without it, for the message
   * @throws DataException when it has ended
   */
  synchronized void require(long number, String lost) {
    if (!knows(number)) {
      throw new DataException(
          "the PyTorch process that had " + lost + " has ended; the worker's log says why");
    }
  }

  /** A number for a network, a pass or a training. */
  synchronized long nextId() {
    return ++lastId;
  }

  /** Has the process forget a network when its owner is gone. */
  void forgetWith(Object owner, long network) {
    CLEANER.register(owner, () -> forgotten.add(network));
  }

  private PythonServer started() {
    if (server != null && server.isAlive()) {
      return server;
    }
    if (server != null) {
      server.close();
    }
    PythonServer.Program program =
        new PythonServer.Program(
            "PyTorch process",
            List.of(
                new PythonServer.Script(TorchServer.class, "robustgrid_torch.py"),
                new PythonServer.Script(TorchServer.class, "robustgrid_graph.py"),
                PythonServer.TRANSPORT),
            interpreter,
            Path.of("").toAbsolutePath(),
            Double.parseDouble(System.getProperty(SECONDS, DEFAULT_SECONDS)),
            "compute fewer samples at once (--micro-batch), or give it longer: -D"
                + SECONDS
                + "=N in ROBUSTGRID_JAVA_OPTS");
    try {
      server = PythonServer.start(program, LOG::println);
    } catch (IOException e) {
      throw new DataException(
          "the executor torch needs Python with PyTorch 1.13 or later, and '"
              + interpreter
              + "' cannot be started ("
              + e.getMessage()
              + "); install them, or name an interpreter by the variable "
              + PythonServer.INTERPRETER,
          e);
    }
    generation++;
    forgotten.clear();
    Map<String, Object> open = new LinkedHashMap<>();
    open.put("op", "open");
    open.put("protocol", PROTOCOL);
    open.put("device", device);
    open.put("type", precision == DataType.DOUBLE ? "float64" : "float32");
    open.put("ways", ways);
    open.put("arrays", server.arrays().file().toString());
    Map<String, Object> answer = server.ask(open, "while it was starting");
    if (!Boolean.TRUE.equals(answer.get("ok"))) {
      throw server.failure(String.valueOf(answer.get("error")));
    }
    installation = Installation.of(interpreter, answer);
    return server;
  }

  /**
   * Asks.
   *
   * @param fields of the request, besides the arrays
   * @param in arrays that go with it
   * @param out receive the answer; in C order without gaps
   * @return what the process answers besides the arrays
   * @throws DataException when the process fails
   */
  synchronized Map<String, Object> ask(
      String op, Map<String, Object> fields, List<INDArray> in, List<INDArray> out) {
    PythonServer asked = started();
    for (Long id = forgotten.poll(); id != null; id = forgotten.poll()) {
      require(asked.ask(Map.of("op", "close-network", "network", id), "while it was idle"), "");
    }
    int bytes = precision == DataType.DOUBLE ? Double.BYTES : Float.BYTES;
    List<Map<String, Object>> places = new ArrayList<>();
    List<Long> offsets = new ArrayList<>();
    long end = 0;
    for (INDArray array : concatenated(in, out)) {
      places.add(Map.of("offset", end, "shape", array.shape()));
      offsets.add(end);
      end = SharedArrays.after(end + array.length() * bytes);
    }
    SharedArrays arrays = asked.arrays();
    arrays.require(Math.max(1, end));
    for (int i = 0; i < in.size(); i++) {
      Transfer.write(in.get(i), arrays.at(offsets.get(i), in.get(i).length() * bytes));
    }
    Map<String, Object> request = new LinkedHashMap<>(fields);
    request.put("op", op);
    request.put("size", arrays.size());
    request.put("in", places.subList(0, in.size()));
    request.put("out", places.subList(in.size(), places.size()));
    String shape = in.isEmpty() ? "" : " of " + Arrays.toString(in.get(0).shape());
    Map<String, Object> answer = asked.ask(request, "while it was asked for '" + op + "'" + shape);
    require(answer, op + shape);
    for (int i = 0; i < out.size(); i++) {
      INDArray array = out.get(i);
      Transfer.read(arrays.at(offsets.get(in.size() + i), array.length() * bytes), array);
    }
    return answer;
  }

  private static List<INDArray> concatenated(List<INDArray> first, List<INDArray> second) {
    List<INDArray> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }

  private void require(Map<String, Object> answer, String what) {
    if (Boolean.TRUE.equals(answer.get("ok"))) {
      return;
    }
    String error = String.valueOf(answer.get("error"));
    if (Boolean.TRUE.equals(answer.get("memory"))) {
      throw new DataException(
          "the device "
              + device
              + " has not enough memory for '"
              + what
              + "' ("
              + error
              + "); compute fewer samples at once (--micro-batch), train in smaller batches, end"
              + " other programs on the device, or use another one (--device)");
    }
    throw server.failure("failed at '" + what + "': " + error);
  }

  @Override
  public synchronized void close() {
    if (server != null) {
      server.close();
      server = null;
    }
  }
}
