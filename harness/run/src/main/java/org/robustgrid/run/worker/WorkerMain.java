package org.robustgrid.run.worker;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.robustgrid.run.cell.CellFailure;
import org.robustgrid.run.coordinator.RunOptions.Keep;
import org.robustgrid.run.coordinator.WorkUnit;
import org.robustgrid.run.coordinator.WorkerMessage;
import org.robustgrid.run.executor.Executor;
import org.robustgrid.run.folder.RunFolder;
import org.robustgrid.run.folder.RunManifest;
import org.robustgrid.run.plan.ExecutionProfile;
import org.robustgrid.run.plan.PlannedCode;
import org.robustgrid.run.plugin.PluginRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker: takes units from standard input, one a line, and answers on standard output. Whatever
 * plugins print goes to standard error, which is the worker's log.
 */
public final class WorkerMain {

  private static final Logger LOG = LoggerFactory.getLogger(WorkerMain.class);

  private WorkerMain() {}

  /**
   * Works until standard input ends.
   *
   * @param args the run folder, which adversarial images are kept, and where the dropped-in plugins
   *     lie
   */
  public static void main(String[] args) throws InterruptedException {
    InputStream commands = System.in;
    MessageChannel channel =
        new MessageChannel(new PrintStream(new FileOutputStream(FileDescriptor.out), false));
    System.setOut(System.err);
    System.setIn(InputStream.nullInputStream());
    BlockingQueue<Order> units = listen(commands);
    UnitExecutor executor;
    try {
      List<Path> plugins = Arrays.stream(args).skip(2).map(Path::of).toList();
      executor = prepare(new RunFolder(Path.of(args[0])), Keep.valueOf(args[1]), plugins);
    } catch (RuntimeException | LinkageError e) {
      LOG.error("cannot start", e);
      channel.send(WorkerMessage.failed(0, "start", e.toString()));
      return;
    }
    channel.send(WorkerMessage.ready());
    while (true) {
      // a plugin may have left the flag of its unit behind
      Thread.interrupted();
      Order order = units.take();
      if (order.refusal() != null) {
        channel.send(order.refusal());
      } else {
        work(order.unit(), executor, channel);
      }
    }
  }

  private static UnitExecutor prepare(RunFolder folder, Keep keep, List<Path> plugins) {
    RunManifest manifest = RunManifest.read(folder);
    ExecutionProfile profile = manifest.profile();
    // libraries are loaded before any plugin, by the loader that everybody shares
    Executor executor = profile.provider().start(profile.settings());
    PluginRegistry registry =
        PluginRegistry.unchanged(plugins, PlannedCode.hashes(manifest.plan()));
    registry.problems().forEach(p -> LOG.warn("{}: {}", p.source(), p.message()));
    return new UnitExecutor(folder, manifest, executor, registry, keep);
  }

  /** A plugin may throw anything; only the process itself ends a worker. */
  private static void work(WorkUnit unit, UnitExecutor executor, MessageChannel channel) {
    channel.send(WorkerMessage.begun(unit.id()));
    try {
      Object result = executor.execute(unit, new UnitMonitor(unit, channel));
      channel.send(WorkerMessage.finished(unit.id(), result));
    } catch (Throwable failure) {
      LOG.error("{} failed", unit.describe(), failure);
      WorkerMessage report = FailureReport.of(unit, failure);
      channel.send(report);
      if (report.failureKind().equals(CellFailure.MEMORY)) {
        end();
      }
    }
  }

  private static BlockingQueue<Order> listen(InputStream commands) {
    BlockingQueue<Order> units = new LinkedBlockingQueue<>();
    Thread listener = new Thread(() -> listen(commands, units), "listener");
    listener.setDaemon(true);
    listener.start();
    return units;
  }

  private static void listen(InputStream commands, BlockingQueue<Order> units) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(commands, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        units.add(Order.read(line));
      }
    } catch (IOException | RuntimeException e) {
      LOG.error("the coordinator cannot be heard", e);
    }
    end();
  }

  /**
   * Ends the process at once. The coordinator is gone or will start another worker; an orderly exit
   * could wait for a plugin's threads for ever.
   */
  private static void end() {
    Runtime.getRuntime().halt(0);
  }
}
