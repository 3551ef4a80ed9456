package org.robustgrid.cli;

import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.robustgrid.cli.terminal.Terminal;
import org.robustgrid.run.cell.Cell;
import org.robustgrid.run.cell.Cells;
import org.robustgrid.run.cell.CleanCell;
import org.robustgrid.run.folder.FolderStore;
import org.robustgrid.run.folder.RunFolder;
import org.robustgrid.run.folder.RunManifest;

/** A small run that has ended, and commands given to it. */
final class FinishedRun {

  private static final String GRID =
      """
      name: tiny
      datasets: [{id: mnist-10k, samples: 20}]
      architectures: [{id: mlp, parameters: {hidden: [16]}}]
      training: {epochs: 1, batch-size: 100, learning-rate: 0.01, validation: 0.1}
      threat-models: [{norm: linf, epsilon: 0.1}]
      defenses: [standard]
      """;

  /** What every test of this JVM that asks for the usual run has a copy of. */
  private static Path usual;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final RunFolder folder;

  /** The run of the grid with a single step of attack, in a folder of its own. */
  FinishedRun(Path parent) throws IOException {
    this(copyOfUsual(parent));
  }

  /** Runs the grid with more lines, its attacks among them, in a new folder. */
  FinishedRun(Path parent, String lines) throws IOException {
    this(Files.writeString(parent.resolve("grid.yaml"), GRID + lines), parent.resolve("run"));
  }

  /** Runs the grid with other defenses and more lines in a new folder. */
  static FinishedRun ofDefenses(Path parent, String defenses, String lines, String... options)
      throws IOException {
    String grid = GRID.replace("[standard]", defenses);
    Path file = Files.writeString(parent.resolve("grid.yaml"), grid + lines);
    return new FinishedRun(file, parent.resolve("run"), options);
  }

  /** The grid with other threat models and more lines, to be run. */
  static Path gridOf(Path parent, String threatModels, String lines) throws IOException {
    String grid = GRID.replace("[{norm: linf, epsilon: 0.1}]", threatModels);
    return Files.writeString(parent.resolve("grid.yaml"), grid + lines);
  }

  /** Commands given to a run that there is already. */
  static FinishedRun of(RunFolder folder) {
    return new FinishedRun(folder);
  }

  private FinishedRun(RunFolder folder) {
    this.folder = folder;
  }

  private static RunFolder copyOfUsual(Path parent) throws IOException {
    synchronized (FinishedRun.class) {
      if (usual == null) {
        Path made = Files.createTempDirectory("finished-run");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> RunFolder.delete(made)));
        new FinishedRun(made, "attacks: [fgsm]\n");
        usual = made;
      }
    }
    copy(usual, parent);
    return new RunFolder(parent.resolve("run"));
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(path -> !path.equals(from)).toList()) {
        Files.copy(file, to.resolve(from.relativize(file)), COPY_ATTRIBUTES);
      }
    }
  }

  /** The run as it is now, with its grid, in another folder. */
  FinishedRun copy(Path parent) throws IOException {
    copy(folder.root().getParent(), parent);
    return new FinishedRun(new RunFolder(parent.resolve("run")));
  }

  private FinishedRun(Path grid, Path out, String... options) {
    folder = new RunFolder(out);
    List<Object> call = new ArrayList<>(List.of("run", grid, "--out", folder.root()));
    call.addAll(List.of(options));
    // a second worker would take longer to start than all that it could take over
    call.addAll(List.of("--workers", 1));
    if (call(call.toArray()) != 0) {
      throw new IllegalStateException(err());
    }
  }

  RunFolder folder() {
    return folder;
  }

  /** Gives a command; what was said before is forgotten. */
  int call(Object... arguments) {
    out.reset();
    err.reset();
    Terminal terminal =
        new Terminal(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            100);
    return new Application(terminal)
        .run(Stream.of(arguments).map(Object::toString).toArray(String[]::new));
  }

  String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  /** A cell of the run with its key, and that of its model's clean evaluation. */
  record Found(Cell cell, String key, String cleanKey) {

    String name() {
      return cell.name();
    }
  }

  /** The first cell of a kind. */
  Found cell(Class<? extends Cell> kind) {
    return cell(kind::isInstance);
  }

  /** The first cell that a condition holds of. */
  Found cell(Predicate<Cell> wanted) {
    RunManifest manifest = RunManifest.read(folder);
    Cells cells = new Cells(manifest.plan(), manifest.profile(), new FolderStore(folder));
    Cell found = cells.known().stream().filter(wanted).findFirst().orElseThrow();
    return new Found(
        found,
        cells.key(found).orElseThrow(),
        cells.key(new CleanCell(found.model())).orElseThrow());
  }
}
