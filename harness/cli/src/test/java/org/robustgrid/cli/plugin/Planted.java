package org.robustgrid.cli.plugin;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A planted defense, what it does, and what must find it: an attack that leaves it no more than the
 * network below it has, or checks.
 */
enum Planted {
  QUANTISED(
      "quantised",
      "8-bit quantisation whose gradient is zero",
      null,
      Set.of("zero-gradient", "wrong-gradient", "black-box-wins", "transfer-wins"),
      Set.of("zero-gradient", "wrong-gradient", "transfer-wins")),
  JPEG(
      "jpeg",
      "rounded cosine coefficients, gradient passed through undeclared",
      null,
      Set.of("wrong-gradient"),
      Set.of("wrong-gradient")),
  PURIFIER(
      "wrong-purifier",
      "purifier with a wrong gradient",
      null,
      Set.of("wrong-gradient", "black-box-wins", "transfer-wins"),
      Set.of("wrong-gradient", "transfer-wins")),
  COLD(
      "cold",
      "temperature 10⁻³: cross-entropy saturates",
      "apgd-dlr",
      Set.of(),
      Set.of("zero-gradient", "transfer-wins")),
  HOT(
      "hot",
      "temperature 10³: cross-entropy is almost linear",
      "apgd-dlr",
      Set.of(),
      Set.of("transfer-wins")),
  ONE_DRAW(
      "one-draw",
      "random resizing, declared, attacked under one draw",
      null,
      Set.of("unaveraged-randomness"),
      Set.of("unaveraged-randomness")),
  AVERAGED(
      "averaged", "random resizing, declared, attacked in expectation", "pgd", Set.of(), Set.of()),
  DETECTOR("detector", "detector that abstains", "pgd", Set.of(), Set.of()),
  NOISY_DECISIONS(
      "noisy-decisions",
      "noise in decisions only",
      "pgd",
      Set.of("unaveraged-randomness"),
      Set.of("unaveraged-randomness")),
  STATEFUL(
      "stateful",
      "random answers after 100 images",
      "pgd",
      Set.of("unaveraged-randomness"),
      Set.of("unaveraged-randomness"));

  final String label;
  final String does;

  /** An attack of the first board that breaks it; null where none has to. */
  final String brokenBy;

  /** Checks that flag it where gradient attacks of two losses and one without gradients ran. */
  final Set<String> flags;

  /** Checks that flag it where cross-entropy alone was climbed. */
  final Set<String> flagsOfWeak;

  Planted(String label, String does, String brokenBy, Set<String> flags, Set<String> flagsOfWeak) {
    this.label = label;
    this.does = does;
    this.brokenBy = brokenBy;
    this.flags = flags;
    this.flagsOfWeak = flagsOfWeak;
  }

  /** The table of all of them, as the page shows it. */
  static String table() {
    StringBuilder table =
        new StringBuilder(
            """
            | planted defense | broken by | flagged by, all attacks | flagged by, `pgd` alone |
            |---|---|---|---|
            """);
    for (Planted planted : values()) {
      List<String> cells =
          List.of(
              planted.does,
              planted.brokenBy == null ? "–" : "`" + planted.brokenBy + "`",
              words(planted.flags),
              words(planted.flagsOfWeak));
      table.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
    return table.toString();
  }

  private static String words(Set<String> checks) {
    return checks.isEmpty()
        ? "–"
        : checks.stream()
            .sorted()
            .map(check -> "`" + check + "`")
            .collect(Collectors.joining(", "));
  }
}
