package org.robustgrid.leaderboard.reproduction;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.robustgrid.base.UserException;
import org.robustgrid.base.yaml.Problems;
import org.robustgrid.base.yaml.Section;
import org.robustgrid.base.yaml.Values;
import org.robustgrid.base.yaml.YamlException;
import org.robustgrid.base.yaml.YamlFile;
import org.robustgrid.base.yaml.YamlValue;
import org.robustgrid.leaderboard.reproduction.Entry.Column;
import org.robustgrid.leaderboard.reproduction.Entry.Line;
import org.robustgrid.leaderboard.reproduction.Entry.PaperTable;
import org.robustgrid.leaderboard.reproduction.Entry.Setting;

/** Reads a paper's statements from YAML; every mistake is reported at once, with its place. */
public final class PaperFile {

  private static final List<String> PAPER = List.of("id", "title", "entries");
  private static final List<String> ENTRY =
      List.of("id", "title", "scales", "columns", "rows", "statements");
  private static final List<String> SETTING = List.of("grid", "boards", "why");
  private static final List<String> PLACE =
      List.of("row", "board", "measure", "analysis", "figure");

  private final Problems problems;

  private PaperFile(Problems problems) {
    this.problems = problems;
  }

  /**
   * Reads a paper.
   *
   * @throws UserException when there is none, or something in it is wrong
   */
  public static Paper read(Path file) {
    return parse(
        file.toString(),
        YamlFile.read(file, "paper"),
        Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(Path.of("")));
  }

  /**
   * Reads a paper from a text.
   *
   * @param source shown in messages
   * @param folder that grids are relative to
   */
  public static Paper parse(String source, String text, Path folder) {
    Problems problems = new Problems(source);
    try {
      PaperFile reader = new PaperFile(problems);
      Section section = Section.of(YamlValue.parse(source, text, problems), PAPER, problems);
      Paper paper =
          new Paper(
              reader.required(section, "id"),
              reader.required(section, "title"),
              folder,
              section.list("entries", value -> Optional.of(reader.entry(value))));
      problems.throwIfAny();
      return paper;
    } catch (YamlException e) {
      throw new UserException(
          e.problems().stream()
              .collect(
                  Collectors.joining("\n  ", "the paper " + source + " has mistakes:\n  ", "")),
          e);
    }
  }

  private String required(Section section, String key) {
    Optional<String> text = section.text(key);
    if (text.isEmpty() || text.get().isBlank()) {
      problems.add(section.place(key), "expected a text under '" + key + "'");
    }
    return text.orElse("");
  }

  private Entry entry(YamlValue value) {
    Section section = Section.of(value, ENTRY, problems);
    Map<Scale, Setting> settings = new EnumMap<>(Scale.class);
    section
        .section("scales")
        .map(scales -> Section.of(scales, List.of("digits", "colour", "paper"), problems))
        .ifPresent(
            scales -> {
              for (Scale scale : Scale.values()) {
                scales.section(scale.id()).ifPresent(s -> settings.put(scale, setting(s)));
              }
            });
    List<Column> columns = section.list("columns", column -> Optional.of(column(column)));
    List<Line> lines = section.list("rows", line -> Optional.of(line(line, columns.size())));
    return new Entry(
        required(section, "id"),
        required(section, "title"),
        settings,
        lines.isEmpty() ? Optional.empty() : Optional.of(new PaperTable(columns, lines)),
        section.list("statements", statement -> Optional.of(statement(statement))));
  }

  private Setting setting(YamlValue value) {
    Section section = Section.of(value, SETTING, problems);
    Map<String, String> boards = new LinkedHashMap<>();
    Values named = section.mapping("boards");
    named.plain().forEach((name, board) -> boards.put(name, String.valueOf(board)));
    return new Setting(section.text("grid"), boards, required(section, "why"));
  }

  private Column column(YamlValue value) {
    Section section = Section.of(value, with("name"), problems);
    return new Column(required(section, "name"), place(section));
  }

  private Line line(YamlValue value, int columns) {
    Section section = Section.of(value, with("name", "paper"), problems);
    List<OptionalDouble> numbers =
        section.list("paper", number -> Optional.of(number(number, section)));
    if (numbers.size() != columns) {
      problems.add(
          section.place("paper"),
          "has " + numbers.size() + " numbers; expected one for each of " + columns + " columns");
    }
    return new Line(required(section, "name"), place(section), numbers);
  }

  /** A number, or a dash if the paper prints none. */
  private OptionalDouble number(YamlValue value, Section section) {
    if (value.content() instanceof Number number) {
      return OptionalDouble.of(number.doubleValue());
    }
    if (!value.text().equals("-")) {
      problems.add(section.place("paper"), "expected a number or '-', found " + value.kind());
    }
    return OptionalDouble.empty();
  }

  private Statement statement(YamlValue value) {
    Section section =
        Section.of(
            value,
            with("says", "order", "at-most", "at-least", "series", "axis", "trend", "untestable"),
            problems);
    String says = required(section, "says");
    List<Statement> found = new ArrayList<>();
    section.text("untestable").ifPresent(why -> found.add(new Statement.Untestable(says, why)));
    List<String> order = section.texts("order");
    if (order.size() > 1) {
      found.add(new Statement.Order(says, order, place(section)));
    }
    Optional<Double> most = section.number("at-most");
    Optional<Double> least = section.number("at-least");
    if (most.isPresent() || least.isPresent()) {
      found.add(new Statement.Bound(says, place(section), real(most), real(least)));
    }
    section.text("trend").ifPresent(trend -> found.add(trend(section, says, trend)));
    if (found.size() != 1) {
      problems.add(
          section.place(),
          "expected one of 'order' (two rows or more), 'at-most' or 'at-least', 'trend' with"
              + " 'series', 'untestable'");
      return new Statement.Untestable(says, "it cannot be read");
    }
    return found.get(0);
  }

  private Statement trend(Section section, String says, String trend) {
    if (!trend.equals("rises") && !trend.equals("falls")) {
      problems.add(section.place("trend"), "expected rises or falls, found '" + trend + "'");
    }
    return new Statement.Trend(
        says,
        place(section),
        required(section, "series"),
        section.text("axis").orElse(""),
        trend.equals("rises"));
  }

  private static OptionalDouble real(Optional<Double> value) {
    return value.map(OptionalDouble::of).orElse(OptionalDouble.empty());
  }

  private Place place(Section section) {
    Optional<String> measure = section.text("measure");
    measure
        .filter(m -> !m.matches("clean|worst|(attack|distance) \\S+"))
        .ifPresent(
            m ->
                problems.add(
                    section.place("measure"),
                    "unknown measure '"
                        + m
                        + "', expected clean, worst, 'attack LABEL' or 'distance LABEL'"));
    return new Place(
        section.text("row"),
        section.text("board"),
        measure,
        section.text("analysis"),
        section.text("figure"));
  }

  private static List<String> with(String... more) {
    List<String> keys = new ArrayList<>(PLACE);
    keys.addAll(List.of(more));
    return keys;
  }
}
