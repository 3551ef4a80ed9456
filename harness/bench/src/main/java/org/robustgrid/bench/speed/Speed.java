package org.robustgrid.bench.speed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import org.robustgrid.base.UserException;
import org.robustgrid.run.executor.Executor;
import org.robustgrid.run.executor.ExecutorProvider;
import org.robustgrid.run.executor.Executors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures how fast a network's passes are here; the main class of the script {@code speed}. */
@Command(
    name = "speed",
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
      "2:an error you can correct"
    })
public final class Speed implements Callable<Integer> {

  private static final int MEASURED = 0;
  private static final int BELOW_FLOOR = 1;
  private static final int USER_ERROR = 2;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final PrintStream out;
  private final PrintStream err;

  @Option(
      names = "--net",
      paramLabel = "ID",
      defaultValue = "small-cnn",
      description =
          "An architecture with its defaults over 3x32x32 images (small-cnn: 1x28x28, convnext:"
              + " 3x64x64), or a network of the PyTorch peer: wrn-28-10, preact-18, mixer, mobile"
              + " (default: ${DEFAULT-VALUE}).")
  private String net;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "64",
      description = "Images in a batch (default: ${DEFAULT-VALUE}).")
  private int batch;

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "12",
      description = "Timed runs of each work, or rounds of --ratios (default: ${DEFAULT-VALUE}).")
  private int runs;

  @Option(
      names = "--work",
      paramLabel = "TEXT",
      description =
          "Only the works whose name contains this, such as 'input gradient'; may be repeated.")
  private List<String> only = List.of();

  @Option(
      names = "--executor",
      paramLabel = "ID",
      description = "What computes the network, for example torch (default: the engine).")
  private String executor;

  @Option(
      names = "--device",
      paramLabel = "NAME",
      defaultValue = "cpu",
      description = "What another executor computes on (default: ${DEFAULT-VALUE}).")
  private String device;

  @Option(
      names = "--shares",
      description =
          "Instead of times, the shares of the engine's steps in them, such as 'affine backward'.")
  private boolean shares;

  @Option(names = "--ratios", description = "Measure ratios within this run.")
  private boolean ratios;

  @Option(
      names = "--floor",
      paramLabel = "FILE",
      description = "With --ratios: fail if a ratio is below its floor in this YAML file.")
  private Path floor;

  private Speed(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  public static void main(String[] arguments) {
    System.exit(run(System.out, System.err, arguments));
  }

  /**
   * Measures.
   *
   * @return the exit code
   */
  static int run(PrintStream out, PrintStream err, String... arguments) {
    return new CommandLine(new Speed(out, err))
        .setExecutionExceptionHandler(
            (e, line, parsed) -> {
              if (!(e instanceof UserException)) {
                throw e;
              }
              err.println("speed: " + e.getMessage());
              return USER_ERROR;
            })
        .execute(arguments);
  }

  @Override
  public Integer call() {
    if (batch < 1 || runs < 1) {
      throw new UserException("--batch and --runs must be at least 1");
    }
    RatioFloors floors = floors();
    Plugins plugins = new Plugins();
    if (shares && (ratios || executor != null)) {
      throw new UserException("--shares are of the engine's times; leave out --ratios, --executor");
    }
    if (executor != null) {
      return measure(plugins);
    }
    NetworkWorks works = new NetworkWorks(net, plugins.network(net, batch), plugins);
    return ratios ? measureRatios(works, floors) : measure(works);
  }

  private int measure(Plugins plugins) {
    if (ratios) {
      throw new UserException("--ratios are the engine's; leave out --executor");
    }
    ExecutorProvider provider =
        Executors.find(executor)
            .orElseThrow(
                () ->
                    new UserException(
                        "--executor: '"
                            + executor
                            + "' is not installed; installed are "
                            + Executors.known()));
    Map<String, String> asked =
        Map.of(
            ExecutorProvider.DEVICE, device, ExecutorProvider.MICRO_BATCH, Integer.toString(batch));
    SortedMap<String, String> settings = provider.choose(asked, Optional.empty(), err::println);
    try (Executor computing = provider.start(settings)) {
      return measure(new NetworkWorks(net, plugins.network(net, batch, computing), plugins));
    }
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
      if (!only.isEmpty() && only.stream().noneMatch(work.what()::contains)) {
        continue;
      }
      // the peer times whole attacks less often, too
      int times = work.what().endsWith(NetworkWorks.ATTACK) ? Math.max(3, runs / 4) : runs;
      out.println(json(shares ? StepShares.of(work, times) : Stopwatch.time(work, times)));
    }
    return MEASURED;
  }

  private int measureRatios(NetworkWorks works, RatioFloors floors) {
    List<RatioFigure> figures = Interleaving.measure(works.ratios(), runs);
    figures.forEach(figure -> out.println(json(figure)));
    List<String> shortfalls = floors.shortfalls(figures);
    shortfalls.forEach(message -> err.println("speed: " + message));
    return shortfalls.isEmpty() ? MEASURED : BELOW_FLOOR;
  }

  private static String json(Object figure) {
    try {
      return JSON.writeValueAsString(figure);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record of texts and numbers can always be written", e);
    }
  }
}
