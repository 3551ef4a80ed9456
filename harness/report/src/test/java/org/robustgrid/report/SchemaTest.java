package org.robustgrid.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.robustgrid.leaderboard.LeaderboardJson;
import org.robustgrid.leaderboard.Row;

class SchemaTest {

  private static final Path SCHEMA = Path.of("../../leaderboards/leaderboard.schema.json");

  private final ObjectMapper mapper = new ObjectMapper();
  private final JsonSchema schema = schema();

  private static JsonSchema schema() {
    try {
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
          .getSchema(Files.readString(SCHEMA));
    } catch (IOException e) {
      throw new AssertionError("schema cannot be read", e);
    }
  }

  private JsonNode written() throws IOException {
    return mapper.readTree(LeaderboardJson.write(SampleLeaderboard.full()));
  }

  @Test
  void the_written_leaderboard_is_what_the_schema_documents() throws IOException {
    assertThat(schema.validate(written())).isEmpty();
  }

  @Test
  void a_rate_over_fewer_samples_and_a_row_without_attacks_are_documented() throws IOException {
    for (Row row : List.of(SampleLeaderboard.limited(), SampleLeaderboard.notAttacked())) {
      String json = LeaderboardJson.write(SampleLeaderboard.of(row));
      assertThat(schema.validate(mapper.readTree(json))).as(row.label()).isEmpty();
    }
  }

  @Test
  void results_of_analyses_are_documented_and_read_back() throws IOException {
    String json = LeaderboardJson.write(SampleAnalyses.leaderboard());
    assertThat(schema.validate(mapper.readTree(json))).isEmpty();
    assertThat(LeaderboardJson.read(json).boards())
        .isEqualTo(SampleAnalyses.leaderboard().boards());
  }

  @Test
  void classes_over_the_plane_are_documented_and_read_back() throws IOException {
    String json = LeaderboardJson.write(SampleLeaderboard.plane());
    assertThat(schema.validate(mapper.readTree(json))).isEmpty();
    assertThat(LeaderboardJson.read(json).boards()).isEqualTo(SampleLeaderboard.plane().boards());
  }

  @Test
  void every_property_of_the_schema_that_is_not_optional_is_written() throws IOException {
    JsonNode row = written().at("/boards/0/rows/0");
    for (String name : new String[] {"label", "clean", "worst", "passes", "perSeed", "figures"}) {
      assertThat(row.has(name)).as(name).isTrue();
    }
  }

  @Test
  void an_undocumented_property_is_refused() throws IOException {
    ObjectNode leaderboard = (ObjectNode) written();
    leaderboard.put("extra", 1);
    assertThat(schema.validate(leaderboard)).hasSize(1);
  }

  @Test
  void a_rate_above_one_is_refused() throws IOException {
    JsonNode leaderboard = written();
    ((ObjectNode) leaderboard.at("/boards/0/rows/0/clean")).put("rate", 1.5);
    assertThat(schema.validate(leaderboard)).hasSize(1);
  }
}
