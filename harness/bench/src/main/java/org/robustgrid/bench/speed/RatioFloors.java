package org.robustgrid.bench.speed;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.robustgrid.base.UserException;
import org.robustgrid.base.yaml.Problems;
import org.robustgrid.base.yaml.Section;
import org.robustgrid.base.yaml.YamlException;
import org.robustgrid.base.yaml.YamlFile;
import org.robustgrid.base.yaml.YamlValue;

/**
 * Lower bounds of ratios.
 *
 * @param source where the floors stand, for messages
 * @param floors by name of the ratio
 */
record RatioFloors(String source, Map<String, Double> floors) {

  RatioFloors {
    floors = Map.copyOf(floors);
  }

  /**
   * Reads floors from YAML: a mapping of ratios to numbers.
   *
   * @param ratios the names there are
   * @throws UserException when there is no such file, or with everything that is wrong in it
   */
  static RatioFloors read(Path file, Collection<String> ratios) {
    return parse(file.toString(), YamlFile.read(file, "file"), ratios);
  }

  /**
   * Reads floors from a text.
   *
   * @param source shown in messages
   */
  static RatioFloors parse(String source, String text, Collection<String> ratios) {
    Problems problems = new Problems(source);
    Map<String, Double> floors = new LinkedHashMap<>();
    try {
      Section section = Section.of(YamlValue.parse(source, text, problems), ratios, problems);
      for (String ratio : ratios) {
        section.number(ratio).ifPresent(floor -> floors.put(ratio, floor));
      }
      floors.forEach(
          (ratio, floor) -> {
            if (!(floor > 0 && Double.isFinite(floor))) {
              problems.add(
                  section.place(ratio), "a floor is a number above 0, such as 1.5, not " + floor);
            }
          });
      if (floors.isEmpty() && problems.messages().isEmpty()) {
        problems.add(
            section.place(""), "no floor is given; name one of " + String.join(", ", ratios));
      }
    } catch (YamlException e) {
      throw wrong(source, e.problems(), e);
    }
    if (!problems.messages().isEmpty()) {
      throw wrong(source, problems.messages(), null);
    }
    return new RatioFloors(source, floors);
  }

  private static UserException wrong(String source, List<String> problems, Exception cause) {
    return new UserException(
        "the floors in " + source + " cannot be used:\n  " + String.join("\n  ", problems), cause);
  }

  /** One message for each ratio below its floor; empty if there is none. */
  List<String> shortfalls(Collection<RatioFigure> figures) {
    List<String> messages = new ArrayList<>();
    for (RatioFigure figure : figures) {
      Double floor = floors.get(figure.ratio());
      // not a number is no figure above any floor
      if (floor != null && !(figure.median() >= floor)) {
        messages.add(
            "ratio '"
                + figure.ratio()
                + "' is "
                + figure.median()
                + ", below the floor of "
                + floor
                + " in "
                + source
                + " (median of "
                + figure.rounds()
                + " rounds, "
                + figure.lowest()
                + " to "
                + figure.highest()
                + ")");
      }
    }
    return messages;
  }
}
