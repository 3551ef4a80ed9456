package org.robustgrid.base.yaml;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Reads one document of YAML 1.2 into values that know their places. */
final class YamlReader {

  private static final ScalarResolver SCALARS = new CoreSchema().getScalarResolver();
  private static final String STANDARD_TAG = "tag:yaml.org,2002:";
  private static final String MERGE = "<<";
  private static final int DEEPEST = 50;

  /** Aliases of aliases grow by powers. */
  private static final int LARGEST = 100_000;

  /** What an alias stands for, and of how many values it is made. */
  private record Anchored(YamlValue value, int size) {}

  private final String source;
  private final String text;
  private final Problems problems;
  private final Map<Anchor, Optional<Anchored>> anchors = new HashMap<>();
  private Iterator<Event> events;
  private int depth;
  private int size;

  YamlReader(String source, String text, Problems problems) {
    this.source = source;
    this.text = text.startsWith("\uFEFF") ? text.substring(1) : text;
    this.problems = problems;
  }

  YamlValue read() {
    try {
      events =
          new Parse(LoadSettings.builder().setLabel(source).build()).parseString(text).iterator();
      return document();
    } catch (MarkedYamlEngineException e) {
      String context = e.getContext() == null ? "" : e.getContext() + ", ";
      Optional<Mark> mark = e.getProblemMark().or(e::getContextMark);
      throw stop(place(mark, ""), "this is not YAML: " + context + e.getProblem());
    } catch (YamlEngineException e) {
      throw stop(new Place(1, 1, ""), "this is not YAML: " + e.getMessage());
    }
  }

  private YamlValue document() {
    next();
    if (!(next() instanceof DocumentStartEvent start)) {
      return new YamlValue(null, new Place(1, 1, ""));
    }
    start
        .getSpecVersion()
        .filter(version -> version.getMinor() < 2)
        .ifPresent(
            version ->
                problems.add(
                    place(start, ""),
                    "this says that it is YAML "
                        + version.getMajor()
                        + "."
                        + version.getMinor()
                        + ", but is read as YAML 1.2; remove the line that begins with %YAML"));
    YamlValue root = value(next(), "");
    next();
    Event after = next();
    if (after instanceof DocumentStartEvent) {
      throw stop(
          place(after, ""),
          "a second document begins here, but one is read; remove the line '---', or move"
              + " what follows to a separate file");
    }
    return root;
  }

  private Event next() {
    return events.next();
  }

  private YamlValue value(Event event, String key) {
    Place place = place(event, key);
    if (++size > LARGEST) {
      throw stop(place, "this holds more than " + LARGEST + " values, aliases resolved");
    }
    if (event instanceof AliasEvent alias) {
      return resolve(alias.getAlias(), place);
    }
    Optional<Anchor> anchor = ((NodeEvent) event).getAnchor();
    anchor.ifPresent(name -> anchors.put(name, Optional.empty()));
    int before = size;
    YamlValue value =
        event instanceof ScalarEvent scalar
            ? scalar(scalar, place)
            : collection((CollectionStartEvent) event, place, key);
    anchor.ifPresent(
        name -> anchors.put(name, Optional.of(new Anchored(value, size - before + 1))));
    return value;
  }

  private YamlValue resolve(Anchor alias, Place place) {
    Optional<Anchored> anchored = anchors.get(alias);
    if (anchored == null) {
      throw stop(place, "the alias *" + alias + " has no anchor &" + alias + " before it");
    }
    size += anchored.map(Anchored::size).orElse(0);
    return anchored
        .orElseThrow(
            () -> stop(place, "the alias *" + alias + " is inside the value of its own anchor"))
        .value()
        .at(place);
  }

  private YamlValue scalar(ScalarEvent event, Place place) {
    refuseTag(event.getTag(), place);
    String written = event.getValue();
    Object content = event.isPlain() ? content(written) : written;
    return new YamlValue(content, written, !event.isPlain(), place);
  }

  private static Object content(String written) {
    Tag tag = SCALARS.resolve(written, true);
    if (tag.equals(Tag.NULL)) {
      return null;
    }
    if (tag.equals(Tag.BOOL)) {
      return written.equalsIgnoreCase("true");
    }
    if (tag.equals(Tag.INT)) {
      return whole(written);
    }
    return tag.equals(Tag.FLOAT) ? (Object) decimal(written) : written;
  }

  private static Number whole(String written) {
    BigInteger value =
        switch (written.length() > 2 ? written.substring(0, 2) : "") {
          case "0x" -> new BigInteger(written.substring(2), 16);
          case "0o" -> new BigInteger(written.substring(2), 8);
          default -> new BigInteger(written);
        };
    return value.bitLength() < Long.SIZE ? (Number) value.longValue() : value;
  }

  private static Double decimal(String written) {
    String lower = written.toLowerCase(Locale.ROOT);
    if (lower.endsWith(".nan")) {
      return Double.NaN;
    }
    if (lower.endsWith(".inf")) {
      return lower.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    return Double.valueOf(written);
  }

  private YamlValue collection(CollectionStartEvent event, Place place, String key) {
    refuseTag(event.getTag(), place);
    if (++depth > DEEPEST) {
      throw stop(place, "lists and mappings are nested more than " + DEEPEST + " deep here");
    }
    Object content = event instanceof MappingStartEvent ? mapping(key) : list(key);
    depth--;
    return new YamlValue(content, place);
  }

  private List<YamlValue> list(String key) {
    List<YamlValue> list = new ArrayList<>();
    for (Event event = next(); event.getEventId() != Event.ID.SequenceEnd; event = next()) {
      list.add(value(event, key + "[" + list.size() + "]"));
    }
    return list;
  }

  private Map<String, YamlValue> mapping(String key) {
    Map<String, YamlValue> map = new LinkedHashMap<>();
    List<YamlValue> merged = new ArrayList<>();
    for (Event event = next(); event.getEventId() != Event.ID.MappingEnd; event = next()) {
      YamlValue name = value(event, key);
      if (!name.isScalar()) {
        throw stop(name.place(), "a key must be a word, but here it is " + name.kind());
      }
      YamlValue value = value(next(), key.isEmpty() ? name.text() : key + "." + name.text());
      if (name.text().equals(MERGE) && !name.quoted()) {
        merged.addAll(mergeable(value));
      } else if (map.putIfAbsent(name.text(), value) != null) {
        problems.add(
            name.place(),
            "the key '"
                + name.text()
                + "' occurs twice in this mapping, first with the value in line "
                + map.get(name.text()).place().line()
                + "; remove one");
      }
    }
    for (YamlValue others : merged) {
      ((Map<?, ?>) others.content())
          .forEach((name, value) -> map.putIfAbsent((String) name, (YamlValue) value));
    }
    return map;
  }

  private List<YamlValue> mergeable(YamlValue value) {
    List<YamlValue> all = new ArrayList<>();
    if (value.content() instanceof List<?> list) {
      list.forEach(element -> all.add((YamlValue) element));
    } else {
      all.add(value);
    }
    for (YamlValue one : all) {
      if (!(one.content() instanceof Map)) {
        throw stop(
            one.place(),
            "what '" + MERGE + "' merges must be a mapping, such as *name, but is " + one.kind());
      }
    }
    return all;
  }

  private void refuseTag(Optional<String> tag, Place place) {
    tag.ifPresent(
        name ->
            problems.add(
                place,
                "the tag "
                    + (name.startsWith(STANDARD_TAG)
                        ? "!!" + name.substring(STANDARD_TAG.length())
                        : name)
                    + " is not read; remove it (quotes make a text of a number)"));
  }

  private static Place place(Event event, String key) {
    return place(event.getStartMark(), key);
  }

  private static Place place(Optional<Mark> mark, String key) {
    return mark.map(at -> new Place(at.getLine() + 1, at.getColumn() + 1, key))
        .orElseGet(() -> new Place(1, 1, key));
  }

  /** What was found so far, and what ends the reading. */
  private YamlException stop(Place place, String problem) {
    problems.add(place, problem);
    return new YamlException(source, problems.messages());
  }
}
