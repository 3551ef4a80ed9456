package org.robustgrid.cli.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.robustgrid.base.UserException;
import org.robustgrid.base.files.AtomicFile;
import org.robustgrid.cli.terminal.Terminal;
import org.robustgrid.engine.MeasuredKernels;
import org.robustgrid.engine.library.NativeLibrary;
import org.robustgrid.engine.tuning.KernelFile;
import org.robustgrid.run.bench.BenchedNetwork;
import org.robustgrid.run.bench.Interleaving;
import org.robustgrid.run.bench.NetworkWorks;
import org.robustgrid.run.bench.RatioFigure;
import org.robustgrid.run.bench.RatioFloors;
import org.robustgrid.run.bench.Stopwatch;
import org.robustgrid.run.bench.Work;
import org.robustgrid.run.plugin.Plugin;
import org.robustgrid.run.plugin.PluginKind;
import org.robustgrid.run.plugin.PluginRegistry;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.attack.AttackProvider;
import org.robustgrid.spi.network.ArchitectureProvider;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures how fast a network's passes are here. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = {
      "Times the passes of a network and PGD with 20 steps on a batch of noise, one JSON line each:",
      "what, batch, best and median milliseconds, images per second (from the best).",
      "With --ratios, works that belong together are timed in alternation, and their ratios printed:",
      "above 1, what is named first is the faster."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:measured; with --floor, no ratio is below its floor",
      "1:a ratio is below its floor",
      "2:an error you can mend"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  robustgrid bench",
      "  robustgrid bench --net resnet-18 --batch 32 --threads 2",
      "  robustgrid bench --convolutions measured --kernels-out kernels.json",
      "  robustgrid bench --ratios --floor floors.yaml"
    })
public final class BenchCommand implements Callable<Integer> {

  private static final int MOST_IMAGES = 4096;
  private static final int MOST_RUNS = 100_000;
  private static final Map<String, long[]> INPUTS = Map.of("small-cnn", new long[] {1, 28, 28});
  private static final long[] COLOUR = {3, 32, 32};
  private static final String MEASURED = NativeLibrary.Convolutions.MEASURED.label();
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Terminal terminal;
  private final Provider<PluginRegistry> registry;

  @Option(
      names = "--net",
      paramLabel = "ID",
      defaultValue = "small-cnn",
      description =
          "The architecture, over 3x32x32 images, small-cnn over 1x28x28"
              + " (default: ${DEFAULT-VALUE}).")
  private String net;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "64",
      description = "Images in a batch (default: ${DEFAULT-VALUE}).")
  private int batch;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads (default: OMP_NUM_THREADS, else one a core).")
  private Integer threads;

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "12",
      description = "Timed runs of each work, or rounds of --ratios (default: ${DEFAULT-VALUE}).")
  private int runs;

  @Option(names = "--ratios", description = "Measure ratios within this run.")
  private boolean ratios;

  @Option(
      names = "--floor",
      paramLabel = "FILE",
      description = "With --ratios: fail where a ratio is below its floor in this YAML file.")
  private Path floor;

  @Option(
      names = "--convolutions",
      paramLabel = "NAME|FILE",
      description =
          "What computes convolutions: winograd, direct, nd4j, measured, or the kernels.json of a"
              + " measured run (default: winograd where oneDNN is).")
  private String convolutions;

  @Option(
      names = "--kernels-out",
      paramLabel = "FILE",
      description = "With --convolutions measured: write which kernels were the fastest.")
  private Path kernelsOut;

  @Mixin private PluginPathOption pluginPath;

  @Spec private CommandSpec spec;

  @Inject
  BenchCommand(Terminal terminal, Provider<PluginRegistry> registry) {
    this.terminal = terminal;
    this.registry = registry;
  }

  @Override
  public Integer call() throws InterruptedException {
    OptionProblems problems = new OptionProblems();
    problems.requireCount("--threads", threads);
    problems.requireWithin("--batch", batch, MOST_IMAGES);
    problems.requireWithin("--runs", runs, MOST_RUNS);
    Plugin architecture = problems.read(() -> find(PluginKind.ARCHITECTURE, net), null);
    Plugin pgd = problems.read(() -> find(PluginKind.ATTACK, "pgd"), null);
    problems.read(this::kernels, null);
    RatioFloors floors = problems.readLast(this::floors);
    if (!MeasuringProcess.isThis()) {
      return MeasuringProcess.run(
          threads, spec.commandLine().getParseResult().originalArgs(), terminal);
    }
    Backend.start();
    try {
      ArchitectureProvider provider = (ArchitectureProvider) architecture.provider();
      BenchedNetwork benched =
          BenchedNetwork.of(
              provider.create(Parameters.of(architecture.descriptor(), Map.of())),
              INPUTS.getOrDefault(net, COLOUR),
              batch);
      NetworkWorks works = new NetworkWorks(net, benched, (AttackProvider) pgd.provider());
      int code = ratios ? measureRatios(works, floors) : measure(works);
      if (kernelsOut != null) {
        AtomicFile.write(kernelsOut.toAbsolutePath(), KernelFile.text(MeasuredKernels.table()));
      }
      return code;
    } catch (OutOfMemoryError e) {
      throw new UserException(
          "--batch " + batch + " does not fit into memory (" + e.getMessage() + "); lower it", e);
    }
  }

  private Plugin find(PluginKind kind, String id) {
    return registry.get().find(kind, id);
  }

  /** Settles what computes convolutions. */
  private String kernels() {
    if (convolutions != null) {
      KernelOption.apply(convolutions);
    }
    if (kernelsOut != null && !MEASURED.equals(convolutions)) {
      throw new UserException(
          "--kernels-out writes what was measured; give --convolutions " + MEASURED + ", too");
    }
    if (kernelsOut != null) {
      OutputFile.require("--kernels-out", kernelsOut, "kernels.json");
    }
    return convolutions;
  }

  private RatioFloors floors() {
    if (floor == null) {
      return new RatioFloors("", Map.of());
    }
    if (!ratios) {
      throw new UserException("--floor judges ratios; give --ratios, too");
    }
    return RatioFloors.read(floor, NetworkWorks.RATIOS);
  }

  private int measure(NetworkWorks works) {
    for (Work work : works.peerWorks()) {
      // the peer times whole attacks less often, too
      int times = work.what().endsWith(NetworkWorks.ATTACK) ? Math.max(3, runs / 4) : runs;
      terminal.line(json(Stopwatch.time(work, times)));
    }
    return ExitCode.OK;
  }

  private int measureRatios(NetworkWorks works, RatioFloors floors) {
    List<RatioFigure> figures = Interleaving.measure(works.ratios(), runs);
    figures.forEach(figure -> terminal.line(json(figure)));
    List<String> shortfalls = floors.shortfalls(figures);
    shortfalls.forEach(message -> terminal.note("robustgrid: " + message));
    return shortfalls.isEmpty() ? ExitCode.OK : ExitCode.FAILED;
  }

  private static String json(Object figure) {
    try {
      return JSON.writeValueAsString(figure);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record of texts and numbers can always be written", e);
    }
  }
}
