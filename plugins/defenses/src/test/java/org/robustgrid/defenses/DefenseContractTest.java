package org.robustgrid.defenses;

import static java.util.Map.entry;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.spi.defense.DefenseProvider;
import org.robustgrid.testkit.contract.ContractTests;
import org.robustgrid.testkit.contract.DefenseContract;

class DefenseContractTest {

  /** Quick parameters of each bundled defense; several sets if they select different trainings. */
  private static final Map<String, List<Map<String, ?>>> PARAMETERS =
      Map.ofEntries(
          entry("standard", List.of(Map.of())),
          entry("gaussian-noise", List.of(Map.of("sigma", 0.1))),
          entry(
              "adversarial-training",
              List.of(Map.of("steps", 2, "epsilon", 0.05), Map.of("steps", 2, "norm", "l2"))),
          entry("trades", List.of(Map.of("steps", 2, "epsilon", 0.05))),
          entry(
              "pag",
              List.of(
                  Map.of("targets", "nearest-neighbour", "classes-per-step", 2),
                  Map.of("targets", "one-image", "gradient-of", "log-probability"))),
          entry("at-pag", List.of(Map.of("steps", 2))),
          entry("trades-pag", List.of(Map.of("steps", 2, "epsilon", 0.05))),
          entry(
              "sbg-pag",
              List.of(Map.of("denoiser-epochs", 1, "denoiser-width", 2, "score-draws", 1))),
          entry("pre-jeat", List.of(Map.of("epsilon", 0.05))),
          entry("jem", List.of(Map.of("sgld-steps", 2, "buffer-size", 50))),
          entry("jeat", List.of(Map.of("epsilon", 0.05, "sgld-steps", 2, "buffer-size", 50))),
          entry("fast-at", List.of(Map.of("epsilon", 0.05))),
          entry("free-at", List.of(Map.of("epsilon", 0.05, "replays", 2, "epochs", 4))),
          entry(
              "randomized-smoothing",
              List.of(
                  Map.of("sigma", 0.1),
                  Map.of("training", "smooth-adv", "sigma", 0.1, "epsilon", 0.3))),
          entry(
              "robust-distillation",
              List.of(
                  Map.of("teacher", "row", "teacher-passes", 2),
                  Map.of("teacher", "row", "loss", "kl", "adversarial", true, "steps", 2))));

  @TestFactory
  Stream<DynamicContainer> everyBundledDefenseKeepsTheContract(@TempDir Path folder) {
    return ServiceLoader.load(DefenseProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .flatMap(provider -> trials(provider, folder));
  }

  private static Stream<DynamicContainer> trials(DefenseProvider provider, Path folder) {
    String id = provider.descriptor().id();
    // a new defense fails until its parameters are added above
    List<Map<String, ?>> sets = PARAMETERS.get(id);
    return IntStream.range(0, sets.size())
        .mapToObj(
            i ->
                DynamicContainer.dynamicContainer(
                    id + " " + sets.get(i),
                    ContractTests.of(
                        DefenseContract.checks(
                            provider, sets.get(i), folder.resolve(id + "-" + i)))));
  }
}
