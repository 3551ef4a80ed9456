package org.robustgrid.run.python;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.robustgrid.spi.data.DataException;

/**
 * A Python process that answers requests: a message each way, with a file of arrays beside. Calls
 * come from one thread. A process that fails is ended at once; the error says what it wrote last to
 * its standard error.
 */
public final class PythonServer implements AutoCloseable {

  /** Names the interpreter. */
  public static final String INTERPRETER = "ROBUSTGRID_PYTHON";

  /** The transport that every server's code imports; {@code robustgrid_server.py} describes it. */
  public static final Script TRANSPORT = new Script(PythonServer.class, "robustgrid_server.py");

  /** How long a process whose input ended may take to end. */
  private static final long END_SECONDS = 3;

  /**
   * Python code that is shipped as a resource.
   *
   * @param beside a class of the resource's package
   * @param name of the resource, and of the file that it becomes
   */
  public record Script(Class<?> beside, String name) {}

  /**
   * The process to start.
   *
   * @param subject what answers, for messages: {@code Python model models.py:load}
   * @param scripts the first is run, the others lie beside it
   * @param interpreter a command or a path
   * @param folder the working folder
   * @param seconds that an answer may take
   * @param whenSlow what to do where that is too short
   */
  public record Program(
      String subject,
      List<Script> scripts,
      String interpreter,
      Path folder,
      double seconds,
      String whenSlow) {

    public Program {
      scripts = List.copyOf(scripts);
    }
  }

  private final Program program;
  private final Path folder;
  private final Process process;
  private final Messages messages;
  private final LastWords lastWords;
  private final SharedArrays arrays;
  private boolean answered;

  private PythonServer(
      Program program, Path folder, SharedArrays arrays, Process process, Consumer<String> log) {
    this.program = program;
    this.folder = folder;
    this.process = process;
    this.lastWords = new LastWords(process.getErrorStream(), log);
    this.messages = new Messages(process.getOutputStream(), process.getInputStream());
    this.arrays = arrays;
  }

  /**
   * Starts a process; nothing is asked yet.
   *
   * @param log receives each line of its standard error
   * @throws IOException when the interpreter cannot be started
   */
  public static PythonServer start(Program program, Consumer<String> log) throws IOException {
    return start(program, log, SharedArrays::new);
  }

  /** Makes the file of arrays for the folder of a process. */
  interface ArraysOf {
    SharedArrays in(Path folder) throws IOException;
  }

  static PythonServer start(Program program, Consumer<String> log, ArraysOf place)
      throws IOException {
    Path folder = Files.createTempDirectory("robustgrid-python");
    SharedArrays arrays = null;
    try {
      for (Script script : program.scripts()) {
        try (InputStream code = script.beside().getResourceAsStream(script.name())) {
          Files.copy(Objects.requireNonNull(code, script.name()), folder.resolve(script.name()));
        }
      }
      Path main = folder.resolve(program.scripts().get(0).name());
      arrays = place.in(folder);
      // -B: no folder of compiled code beside the user's file
      Process process =
          new ProcessBuilder(List.of(program.interpreter(), "-B", main.toString()))
              .directory(new File(program.folder().toString()))
              .start();
      return new PythonServer(program, folder, arrays, process, log);
    } catch (IOException e) {
      if (arrays != null) {
        arrays.close();
      }
      delete(folder);
      throw e;
    }
  }

  /** The interpreter that the user named, or the system's. */
  public static String interpreter() {
    String named = System.getenv(INTERPRETER);
    if (named != null && !named.isBlank()) {
      return named;
    }
    boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
    return windows ? "python" : "python3";
  }

  /** The arrays that messages speak of. */
  public SharedArrays arrays() {
    return arrays;
  }

  /** Whether it still answers. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /**
   * Sends a request and waits for the answer.
   *
   * @param when what happens meanwhile, for messages: {@code while it was loading}
   * @return an answer with {@code ok} and, where that is false, {@code error}
   * @throws DataException when the process ends or does not answer in time
   */
  public Map<String, Object> ask(Map<String, Object> request, String when) {
    Optional<Map<String, Object>> answer;
    try {
      messages.send(withArrays(request));
      answer = messages.answer(program.seconds());
    } catch (IOException e) {
      // its input is closed: it has ended or is about to
      answer = Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      close();
      throw new DataException(
          "the Python process of the " + program.subject() + " was given up: interrupted", e);
    }
    if (answer == null) {
      throw failure(
          String.format(
              Locale.ROOT,
              "gave no answer within %.0f seconds %s; %s",
              program.seconds(),
              when,
              program.whenSlow()));
    }
    if (answer.isEmpty()) {
      throw failure("ended " + death() + " " + when);
    }
    settle();
    return answer.get();
  }

  private Map<String, Object> withArrays(Map<String, Object> request) {
    if (!arrays.hasMoved()) {
      return request;
    }
    Map<String, Object> more = new LinkedHashMap<>(request);
    more.put("arrays", arrays.file().toString());
    return more;
  }

  /** The first answer says that the process has opened the arrays. */
  private void settle() {
    if (answered) {
      return;
    }
    answered = true;
    try {
      arrays.unname();
    } catch (IOException e) {
      // close() tries again
    }
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

  /** Ends the process and returns an error with the failing model and its last output. */
  public DataException failure(String what) {
    // the traceback is on its way
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    String words = lastWords.text();
    close();
    return new DataException("the " + program.subject() + " " + what + words);
  }

  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(answered ? END_SECONDS : 0, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor(END_SECONDS, TimeUnit.SECONDS);
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    try {
      arrays.close();
    } catch (IOException e) {
      // as with the folder
    }
    delete(folder);
  }

  private static void delete(Path folder) {
    if (!Files.isDirectory(folder)) {
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
