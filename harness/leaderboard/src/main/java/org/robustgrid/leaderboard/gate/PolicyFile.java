package org.robustgrid.leaderboard.gate;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.robustgrid.base.UserException;
import org.robustgrid.base.yaml.Problems;
import org.robustgrid.base.yaml.Section;
import org.robustgrid.base.yaml.YamlException;
import org.robustgrid.base.yaml.YamlFile;
import org.robustgrid.base.yaml.YamlValue;
import org.robustgrid.leaderboard.Measure;

/** Reads a gate's policy from YAML; all errors are reported at once, with their places. */
public final class PolicyFile {

  private static final List<String> KEYS =
      List.of("level", "margin", "also", "passes", "evaluation-time", "training-time", "allow");
  private static final Map<String, Measure.Kind> COLUMNS =
      Map.of(
          "clean", Measure.Kind.CLEAN,
          "attacks", Measure.Kind.ATTACK,
          "certified", Measure.Kind.CERTIFIED);

  private PolicyFile() {}

  /**
   * Reads a policy.
   *
   * @throws UserException when there is none, or something in it is wrong
   */
  public static GatePolicy read(Path file) {
    return parse(file.toString(), YamlFile.read(file, "policy"));
  }

  /**
   * Reads a policy from a text.
   *
   * @param source shown in messages
   */
  public static GatePolicy parse(String source, String text) {
    Problems problems = new Problems(source);
    GatePolicy policy;
    try {
      policy = policy(YamlValue.parse(source, text, problems), problems);
    } catch (YamlException e) {
      throw wrong(source, e.problems(), e);
    }
    if (!problems.messages().isEmpty()) {
      throw wrong(source, problems.messages(), null);
    }
    return policy;
  }

  private static UserException wrong(String source, List<String> problems, Exception cause) {
    return new UserException(
        "the policy "
            + source
            + " has "
            + (problems.size() == 1 ? "a mistake" : problems.size() + " mistakes")
            + ":\n  "
            + String.join("\n  ", problems),
        cause);
  }

  private static GatePolicy policy(YamlValue value, Problems problems) {
    if (value.content() == null) {
      return GatePolicy.DEFAULT;
    }
    Section section = Section.of(value, KEYS, problems);
    Optional<Double> level = section.number("level");
    Optional<Double> margin = section.number("margin");
    within(section, "level", level, problems);
    within(section, "margin", margin, problems);
    return new GatePolicy(
        level.orElse(GatePolicy.DEFAULT.level()),
        margin,
        also(section, problems),
        ratio(section, "passes", problems),
        ratio(section, "evaluation-time", problems),
        ratio(section, "training-time", problems),
        allow(section, problems));
  }

  private static void within(
      Section section, String key, Optional<Double> value, Problems problems) {
    if (value.isPresent() && !(value.get() > 0 && value.get() < 1)) {
      problems.add(
          section.place(key),
          "must be a fraction between 0 and 1, such as 0.05, but is " + value.get());
    }
  }

  private static Optional<Double> ratio(Section section, String key, Problems problems) {
    Optional<Double> ratio = section.number(key);
    if (ratio.isPresent() && !(ratio.get() > 0 && Double.isFinite(ratio.get()))) {
      problems.add(
          section.place(key),
          "must be a ratio to the baseline above 0, such as 1.2, but is " + ratio.get());
    }
    return ratio;
  }

  private static Set<String> allow(Section section, Problems problems) {
    Set<String> allow = new TreeSet<>();
    for (String name : section.texts("allow")) {
      if (name.matches("attack \\S.*") || GatePolicy.DIFFERENCES.contains(name)) {
        allow.add(name);
      } else {
        problems.add(
            section.place("allow"),
            "unknown difference '"
                + name
                + "', expected 'attack LABEL' or one of "
                + String.join(", ", GatePolicy.DIFFERENCES));
      }
    }
    return allow;
  }

  private static Set<Measure.Kind> also(Section section, Problems problems) {
    Set<Measure.Kind> also = EnumSet.noneOf(Measure.Kind.class);
    for (String column : section.texts("also")) {
      if (COLUMNS.containsKey(column)) {
        also.add(COLUMNS.get(column));
      } else {
        problems.add(
            section.place("also"),
            "unknown column '" + column + "', expected one of clean, attacks, certified");
      }
    }
    return also;
  }
}
