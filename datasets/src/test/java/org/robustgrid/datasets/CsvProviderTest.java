package org.robustgrid.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.data.Dataset;

class CsvProviderTest {

  private static final String TRAIN =
      """
      age,kind,income
      20,good,-5
      60,"bad, very",0

      100, good ,5
      """;

  private static final String TEST = "age,kind,income\n40,\"bad, very\",2.5\n";

  @TempDir Path folder;

  /** Files of samples for the contract of data sets. */
  static Map<String, ?> write(Path folder) {
    return files(folder, TRAIN, TEST, Map.of());
  }

  private static Map<String, Object> files(
      Path folder, String train, String test, Map<String, ?> more) {
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("train", text(folder.resolve("train.csv"), train));
    parameters.put("test", text(folder.resolve("test.csv"), test));
    parameters.put("label", "kind");
    parameters.put("low", List.of(0.0, -5.0));
    parameters.put("high", List.of(100.0, 5.0));
    parameters.putAll(more);
    return parameters;
  }

  private static String text(Path file, String content) {
    return TestFiles.write(file, content.getBytes(StandardCharsets.UTF_8)).toString();
  }

  private Dataset open(String train, String test, Map<String, ?> more) {
    return TestFiles.open(new CsvProvider(), files(folder, train, test, more));
  }

  private void assertRefused(String train, String test, Map<String, ?> more, String... words) {
    assertThatThrownBy(() -> open(train, test, more))
        .isInstanceOf(DataException.class)
        .message()
        .contains(words);
  }

  @Test
  void features_are_scaled_by_their_bounds_and_classes_are_sorted_by_name() {
    Dataset dataset = open(TRAIN, TEST, Map.of());
    assertThat(dataset.inputShape()).containsExactly(2);
    assertThat(dataset.classNames()).containsExactly("bad, very", "good");
    assertThat(TestFiles.read(dataset, dataset.training(), 0)).containsExactly(0.2f, 0f);
    assertThat(TestFiles.read(dataset, dataset.training(), 2)).containsExactly(1f, 1f);
    assertThat(dataset.training().label(2)).isEqualTo(1);
    assertThat(TestFiles.read(dataset, dataset.test(), 0)).containsExactly(0.4f, 0.75f);
    assertThat(dataset.test().label(0)).isZero();
  }

  @Test
  void one_bound_serves_all_features_and_bounds_are_part_of_the_identity() {
    Map<String, ?> wide = Map.of("low", List.of(-100.0), "high", List.of(100.0));
    assertThat(open(TRAIN, TEST, wide).identity())
        .isNotEqualTo(open(TRAIN, TEST, Map.of()).identity());
    assertRefused(TRAIN, TEST, Map.of("low", List.of(0.0, 0.0, 0.0)), "'low' has 3", "2 features");
    assertRefused(TRAIN, TEST, Map.of("high", List.of(0.0, 5.0)), "'age'", "must be below 'high'");
  }

  @Test
  void another_separator_is_declared() {
    String train = TRAIN.replace("\"bad, very\"", "bad").replace(',', ';');
    Dataset dataset = open(train, "age;kind;income\n1;bad;1\n", Map.of("separator", "semicolon"));
    assertThat(dataset.classNames()).containsExactly("bad", "good");
  }

  @Test
  void a_missing_value_is_named_by_line_and_column() {
    assertRefused(
        TRAIN.replace("60,", ","), TEST, Map.of(), "train.csv, line 3", "'age' is missing");
    assertRefused(TRAIN, TEST.replace(",2.5", ""), Map.of(), "test.csv, line 2", "2 values");
  }

  @Test
  void text_and_what_is_not_finite_are_named_by_line_and_column() {
    for (String wrong : new String[] {"many", "NaN", "Infinity"}) {
      assertRefused(
          TRAIN.replace("100,", wrong + ","),
          TEST,
          Map.of(),
          "train.csv, line 5",
          "column 'age'",
          "'" + wrong + "'");
    }
  }

  @Test
  void a_value_outside_of_the_bounds_is_named() {
    assertRefused(
        TRAIN, TEST.replace("2.5", "7"), Map.of(), "test.csv, line 2", "'income'", "-5.0 to 5.0");
  }

  @Test
  void a_class_without_training_and_other_columns_are_refused() {
    assertRefused(
        TRAIN, TEST.replace("\"bad, very\"", "ugly"), Map.of(), "test.csv, line 2", "'ugly'");
    assertRefused(TRAIN, TEST.replace("age", "years"), Map.of(), "test.csv", "years", "age");
    assertRefused(TRAIN, TEST, Map.of("label", "class"), "no column 'class'", "age, kind, income");
  }

  @Test
  void empty_files_and_open_quotes_are_refused() {
    assertRefused("", TEST, Map.of(), "train.csv", "is empty");
    assertRefused("age,kind,income\n", TEST, Map.of(), "no rows");
    assertRefused(TRAIN.replace("very\"", "very"), TEST, Map.of(), "line 3", "not closed");
  }
}
