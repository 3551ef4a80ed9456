package org.robustgrid.cli.command;

import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.robustgrid.cli.terminal.Terminal;
import org.robustgrid.cli.terminal.TextTable;
import org.robustgrid.run.folder.GarbageCollection;
import org.robustgrid.run.folder.RunFolder;
import org.robustgrid.run.folder.RunLock;
import org.robustgrid.run.folder.RunManifest;
import org.robustgrid.run.folder.RunSeal;
import org.robustgrid.run.grid.GridFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Removes from a run's folder what no grid needs. */
@Command(
    name = "gc",
    mixinStandardHelpOptions = true,
    description = {
      "Removes what no grid needs from a run's folder: models, results and images that neither its own",
      "grid nor the given ones use, files set aside as *.damaged, incomplete files of a killed run, and",
      "data shared by trainings once all have ended. Files that do not belong to a run are never",
      "touched. Refuses a folder in which a run works."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  robustgrid gc runs/mine --dry-run               list what would be removed, with sizes",
      "  robustgrid gc runs/mine --grid wider.yaml       keep what another grid needs, too"
    })
public final class GcCommand implements Runnable {

  private static final double KIBI = 1024;

  private final Terminal terminal;
  private final GridRun gridRun;

  @Parameters(paramLabel = "RUN", description = "The folder of a run.")
  private Path folder;

  @Option(
      names = "--grid",
      paramLabel = "FILE",
      description = "A further grid whose results are kept. May be given several times.")
  private List<Path> grids = List.of();

  @Option(names = "--dry-run", description = "List only; remove nothing.")
  private boolean dryRun;

  @Option(
      names = "--keep-artifacts",
      description = "Keep the data shared by trainings although all have ended.")
  private boolean keepArtifacts;

  @Mixin private PluginPathOption pluginPath;

  @Inject
  GcCommand(Terminal terminal, GridRun gridRun) {
    this.terminal = terminal;
    this.gridRun = gridRun;
  }

  @Override
  public void run() {
    RunFolder run = new RunFolder(folder);
    RunManifest own = RunManifest.read(run);
    List<RunManifest> needs = new ArrayList<>(List.of(own));
    for (Path grid : grids) {
      needs.add(new RunManifest(gridRun.plan(GridFile.read(grid)), own.profile()));
    }
    try (RunLock lock = dryRun ? RunLock.acquireToRead(run) : RunLock.acquire(run)) {
      // a changed seal is reported before anything is removed
      RunSeal.read(run);
      GarbageCollection garbage = new GarbageCollection(run, needs);
      List<GarbageCollection.Item> items = garbage.find(keepArtifacts);
      if (!dryRun) {
        garbage.remove(items, lock);
      }
      print(items, garbage.allTrained());
    }
  }

  private void print(List<GarbageCollection.Item> items, boolean allTrained) {
    TextTable table = new TextTable(Integer.MAX_VALUE, "");
    table.row("SIZE", "WHAT", "WHY");
    long bytes = 0;
    long files = 0;
    for (GarbageCollection.Item item : items) {
      table.row(size(item.bytes()), item.name(), item.why());
      bytes += item.bytes();
      files += item.files().size();
    }
    if (!items.isEmpty()) {
      table.print(terminal);
    }
    if (!allTrained) {
      terminal.note(
          "models are yet to be trained: results that no grid reaches may be theirs, and stay, as do"
              + " artifacts; run the grid first");
    }
    terminal.line(
        files == 0
            ? "nothing to remove"
            : (dryRun ? "would remove " : "removed ")
                + files
                + (files == 1 ? " file, " : " files, ")
                + size(bytes));
  }

  /** A size in words, whatever the locale: {@code 12 B}, {@code 3.4 kiB}, {@code 5.6 MiB}. */
  static String size(long bytes) {
    if (bytes < KIBI) {
      return bytes + " B";
    }
    double kibi = bytes / KIBI;
    return kibi < KIBI
        ? String.format(Locale.ROOT, "%.1f kiB", kibi)
        : String.format(Locale.ROOT, "%.1f MiB", kibi / KIBI);
  }
}
