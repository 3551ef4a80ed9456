package org.robustgrid.leaderboard;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** Reads and writes {@link Leaderboard} as JSON, the same bytes on every platform and locale. */
public final class LeaderboardJson {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private LeaderboardJson() {}

  /** Writes a leaderboard, indented, ended by a newline. */
  public static String write(Leaderboard leaderboard) {
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
    try {
      return MAPPER.writer(printer).writeValueAsString(leaderboard) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("leaderboard cannot be written as JSON", e);
    }
  }

  /**
   * Reads a leaderboard.
   *
   * @throws IllegalArgumentException when the text is not a leaderboard of this format
   */
  public static Leaderboard read(String json) {
    try {
      JsonNode tree = MAPPER.readTree(json);
      if (!tree.isObject()) {
        throw new IllegalArgumentException("not a leaderboard: it is not a JSON object");
      }
      JsonNode format = tree.path("format");
      // reported first: otherwise fields of another version would be reported as unknown
      if (format.isInt() && format.intValue() != Leaderboard.FORMAT) {
        throw new IllegalArgumentException(
            "leaderboard has format "
                + format
                + ", this version reads format "
                + Leaderboard.FORMAT
                + "; have this version write it again from its run ('robustgrid report RUN'), run its"
                + " grid again where the run is of an older version too, or use the version that"
                + " wrote it");
      }
      return MAPPER.treeToValue(tree, Leaderboard.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "not a leaderboard of format "
              + Leaderboard.FORMAT
              + ": "
              + e.getOriginalMessage()
              + (e instanceof JsonMappingException mapping ? place(mapping) : ""),
          e);
    }
  }

  /** Where in the file, such as {@code , at boards[0].rows[2].seeds}; empty for all of it. */
  private static String place(JsonMappingException e) {
    StringBuilder place = new StringBuilder();
    for (JsonMappingException.Reference step : e.getPath()) {
      place.append(
          step.getFieldName() == null
              ? "[" + step.getIndex() + "]"
              : (place.isEmpty() ? "" : ".") + step.getFieldName());
    }
    return place.isEmpty() ? "" : ", at " + place;
  }
}
