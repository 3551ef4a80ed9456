package org.robustgrid.run.coordinator;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.robustgrid.run.plan.Grids;

/** A whole run in a process of its own, so that it can be killed. */
final class RunMain {

  private RunMain() {}

  public static void main(String[] args) {
    Runs.run(Grids.SMALL, Path.of(args[0]));
  }

  static Process start(Path root) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            RunMain.class.getName(),
            root.toString())
        .redirectErrorStream(true)
        .redirectOutput(new File(root + ".log"))
        .start();
  }

  /** Waits until a run holds its lock and has trained so many models. */
  static void awaitModels(Path root, int models) throws IOException, InterruptedException {
    long end = System.nanoTime() + 60_000_000_000L;
    while (System.nanoTime() < end) {
      if (Files.exists(root.resolve("run.json")) && count(root.resolve("models")) >= models) {
        return;
      }
      Thread.sleep(50);
    }
    throw new IllegalStateException(
        "the run did not get so far: " + Files.readString(Path.of(root + ".log")));
  }

  private static long count(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    try (Stream<Path> models = Files.list(folder)) {
      return models.filter(m -> Files.exists(m.resolve("model.json"))).count();
    }
  }
}
