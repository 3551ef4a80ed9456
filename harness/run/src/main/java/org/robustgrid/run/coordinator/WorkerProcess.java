package org.robustgrid.run.coordinator;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.robustgrid.base.UserException;
import org.robustgrid.base.files.AtomicFile;
import org.robustgrid.base.files.CanonicalJson;
import org.robustgrid.run.cell.CellFailure;

/** One worker JVM as the coordinator sees it: lines in, lines out, and the power to kill. */
final class WorkerProcess implements AutoCloseable {

  /** How long a worker may take to load ND4J and the plan. */
  private static final double START_SECONDS = 180;

  private final Process process;
  private final BufferedWriter input;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final LastLines lastLines;

  /** A message, or the end of the process where it is null. */
  private record Event(WorkerMessage message) {}

  private WorkerProcess(Process process, Path log) {
    this.process = process;
    this.lastLines = new LastLines(log);
    this.input =
        new BufferedWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    Thread reader = new Thread(this::read, "worker " + process.pid());
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Starts a worker and waits until it can take units.
   *
   * @throws UserException when it does not get so far
   */
  static WorkerProcess start(WorkerCommand command, Path log) throws InterruptedException {
    Process process;
    try {
      Files.createDirectories(log.getParent());
      process = command.build(log).start();
    } catch (IOException e) {
      throw AtomicFile.unwritable(log, e);
    }
    WorkerProcess worker = new WorkerProcess(process, log);
    Event event = worker.events.poll((long) (START_SECONDS * 1000), TimeUnit.MILLISECONDS);
    if (event != null
        && event.message() != null
        && event.message().type() == WorkerMessage.Type.READY) {
      return worker;
    }
    String what =
        event == null
            ? "did not get ready within " + (int) START_SECONDS + " seconds"
            : event.message() != null ? event.message().message() : worker.lastWords();
    worker.close();
    throw new UserException("a worker could not start: " + what + "; its log is " + log);
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(WorkerMessage.PREFIX)) {
          String json = line.substring(WorkerMessage.PREFIX.length());
          events.add(new Event(CanonicalJson.read(json, WorkerMessage.class)));
        } else if (!line.isBlank()) {
          lastLines.add(line);
        }
      }
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      lastLines.add("unreadable: " + e);
      process.destroyForcibly();
    } finally {
      events.add(new Event(null));
    }
  }

  boolean alive() {
    return process.isAlive();
  }

  /**
   * Has a unit computed. A worker that outlives its deadline by the grace is killed, and so is one
   * that ran out of memory: what it could not allocate, the next unit would lack.
   *
   * @param listener receives its progress
   */
  UnitOutcome execute(WorkUnit unit, double graceSeconds, RunListener listener)
      throws InterruptedException {
    lastLines.mark();
    long start = System.nanoTime();
    long end = start + (long) ((unit.deadlineSeconds() + graceSeconds) * 1e9);
    try {
      input.write(CanonicalJson.write(unit));
      input.newLine();
      input.flush();
    } catch (IOException e) {
      return new UnitOutcome.NotBegun(death());
    }
    boolean begun = false;
    while (true) {
      Event event = events.poll(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
      if (event == null) {
        close();
        return new UnitOutcome.Failed(
            "limit",
            "exceeded its limit of "
                + seconds(unit.deadlineSeconds())
                + " and did not stop when asked to; its worker was killed");
      }
      if (event.message() == null) {
        return begun ? death() : new UnitOutcome.NotBegun(death());
      }
      WorkerMessage message = event.message();
      if (message.unit() != unit.id()) {
        continue;
      }
      switch (message.type()) {
        case BEGUN -> begun = true;
        case NOTE -> listener.note(message.message());
        case PROGRESS ->
            listener.cellProgress(unit, message.done(), message.total(), message.message());
        case FAILED -> {
          if (message.failureKind().equals(CellFailure.MEMORY)) {
            close();
          }
          return new UnitOutcome.Failed(message.failureKind(), message.message());
        }
        case FINISHED -> {
          JsonNode result = message.result();
          return new UnitOutcome.Finished(result, (System.nanoTime() - start) / 1e9);
        }
        default -> lastLines.add("unexpected message: " + message);
      }
    }
  }

  static String seconds(double value) {
    return value >= 120
        ? String.format(java.util.Locale.ROOT, "%.1f minutes", value / 60)
        : String.format(java.util.Locale.ROOT, "%.1f seconds", value);
  }

  private String lastWords() throws InterruptedException {
    UnitOutcome.Failed death = death();
    return death.message() + (death.log().isEmpty() ? "" : "; it last said: " + death.log());
  }

  private UnitOutcome.Failed death() throws InterruptedException {
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
    return WorkerDeath.explain(process.exitValue(), lastLines.text());
  }

  /** Kills the process and waits for its end; a worker holds nothing that must be saved. */
  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
