package org.robustgrid.run.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.robustgrid.base.files.CanonicalJson;

class FileReadingTest {

  private static final FileReading STRAIGHT =
      new FileReading(List.of(), List.of(), List.of(), false, true, List.of());

  @Test
  void a_file_without_straight_through_is_written_as_before_there_was_such_a_setting() {
    String json = CanonicalJson.write(FileReading.AS_IT_IS);
    assertThat(json)
        .isEqualTo(
            "{\"channelsLast\":false,\"deviation\":[],\"mean\":[],\"notes\":[],\"range\":[]}");
    assertThat(CanonicalJson.read(json, FileReading.class)).isEqualTo(FileReading.AS_IT_IS);
    assertThat(FileReading.AS_IT_IS.identity()).isEmpty();
  }

  @Test
  void straight_through_is_written_and_read_back() {
    String json = CanonicalJson.write(STRAIGHT);
    assertThat(json).contains("\"straightThrough\":true");
    assertThat(CanonicalJson.read(json, FileReading.class)).isEqualTo(STRAIGHT);
    assertThat(STRAIGHT.shown()).containsEntry("straight-through", true);
  }
}
