package org.robustgrid.cli.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.robustgrid.engine.NativeMemory;
import org.robustgrid.engine.library.NativeLibrary;

/**
 * The same attacks on the same digits with one native thread or two, batches of 128 or of 32, the
 * native library for this CPU or the portable one; every profile in a process of its own.
 */
@Tag("process")
class CrossProfileTest {

  private static final String REFERENCE = "reference";

  @TempDir private static Path folder;

  /** By profile and attack. */
  private static final Map<String, Map<String, List<Trace>>> TRACES = new TreeMap<>();

  @BeforeAll
  static void runEveryProfileOnce() throws IOException, InterruptedException {
    String library = NativeLibrary.select().name();
    run(REFERENCE, library, 1, 128);
    run("two threads", library, 2, 128);
    run("batches of 32", library, 1, 32);
    run("portable library", "portable", 1, 128);
  }

  private static void run(String profile, String library, int threads, int batch)
      throws IOException, InterruptedException {
    Path out = Files.createDirectories(folder.resolve(profile));
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx500m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Drobustgrid.native=" + library,
            "-cp",
            System.getProperty("java.class.path"),
            ProfileProbe.class.getName(),
            folder.resolve("model.zip").toString(),
            Integer.toString(batch),
            Integer.toString(threads),
            out.toString());
    Map<String, String> environment = builder.environment();
    NativeMemory.environment().forEach(environment::putIfAbsent);
    environment.put("OMP_NUM_THREADS", Integer.toString(threads));
    environment.put("OPENBLAS_NUM_THREADS", Integer.toString(threads));
    // threads that spin while they wait take the core from the one they wait for
    environment.put("OMP_WAIT_POLICY", "PASSIVE");
    Path log = out.resolve("log");
    int code = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start().waitFor();
    assertThat(code).as(Files.readString(log)).isZero();
    for (String attack : ProfileProbe.ATTACKS) {
      TRACES.computeIfAbsent(profile, p -> new TreeMap<>()).put(attack, read(out.resolve(attack)));
    }
  }

  private static List<Trace> read(Path file) throws IOException {
    List<Trace> traces = new ArrayList<>();
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      for (int sample = 0; sample < ProfileProbe.SAMPLES; sample++) {
        traces.add(Trace.read(in));
      }
    }
    return traces;
  }

  static Stream<Arguments> runs() {
    return TRACES.keySet().stream()
        .filter(profile -> !profile.equals(REFERENCE))
        .flatMap(profile -> ProfileProbe.ATTACKS.stream().map(a -> Arguments.of(profile, a)));
  }

  private static ProfileComparison compare(String profile, String attack) {
    return new ProfileComparison(
        TRACES.get(REFERENCE).get(attack), TRACES.get(profile).get(attack));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("runs")
  void every_sample_starts_at_the_same_bits(String profile, String attack) {
    assertThat(compare(profile, attack).otherStarts()).isEmpty();
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("runs")
  void the_same_question_gets_the_same_answer_up_to_rounding(String profile, String attack) {
    assertThat(compare(profile, attack).disagreements()).isEmpty();
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("runs")
  void a_verdict_changes_only_where_rounding_decides_it(String profile, String attack) {
    ProfileComparison comparison = compare(profile, attack);
    List<ProfileComparison.Change> changes = comparison.changes();
    String list =
        changes.stream()
            .map(change -> System.lineSeparator() + "  " + change.describe())
            .collect(Collectors.joining());
    System.out.printf(
        "%s, %s: %d of %d verdicts changed; margins moved by at most %.1e%s%n",
        profile, attack, changes.size(), ProfileProbe.SAMPLES, comparison.largestShift(), list);
    assertThat(changes).as(list).allMatch(ProfileComparison.Change::explained);
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("runs")
  void the_attack_breaks_some_samples_but_not_all(String profile, String attack) {
    long broken = TRACES.get(profile).get(attack).stream().filter(Trace::broken).count();
    assertThat(broken).isBetween(ProfileProbe.SAMPLES / 10L, ProfileProbe.SAMPLES * 9L / 10);
  }
}
