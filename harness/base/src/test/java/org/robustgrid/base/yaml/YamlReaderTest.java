package org.robustgrid.base.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlReaderTest {

  private static Object plain(String text) {
    Problems problems = new Problems("f.yaml");
    Object plain = YamlValue.parse("f.yaml", text, problems).plain();
    assertThat(problems.messages()).isEmpty();
    return plain;
  }

  /** The problems of a text, whether or not it could be read to its end. */
  private static List<String> problems(String text) {
    Problems problems = new Problems("f.yaml");
    YamlException e =
        catchThrowableOfType(YamlException.class, () -> YamlValue.parse("f.yaml", text, problems));
    return e == null ? problems.messages() : e.problems();
  }

  @ParameterizedTest
  @CsvSource({"010, 10", "0x1F, 31", "0o17, 15", "-3, -3", "+7, 7", "007, 7"})
  void whole_numbers_are_those_of_yaml12(String written, long value) {
    assertThat(plain("k: " + written)).isEqualTo(Map.of("k", value));
  }

  @ParameterizedTest
  @CsvSource({
    "1e3, 1000",
    "1e-3, 0.001",
    ".5, 0.5",
    "0.10, 0.1",
    ".inf, Infinity",
    "-.INF, -Infinity"
  })
  void decimal_numbers_are_those_of_yaml12(String written, double value) {
    assertThat(plain("k: " + written)).isEqualTo(Map.of("k", value));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1_000", "0b11", "1:30", "8/255", "yes", "no", "on", "2024-01-01", "=", "1e"})
  void what_other_versions_take_for_numbers_flags_and_dates_is_text(String written) {
    assertThat(plain("k: " + written)).isEqualTo(Map.of("k", written));
  }

  @Test
  void flags_and_large_numbers_are_read() {
    assertThat(plain("[true, False, 99999999999999999999]"))
        .isEqualTo(List.of(true, false, new BigInteger("99999999999999999999")));
  }

  @Test
  void quotes_make_a_text_of_everything() {
    assertThat(plain("['1', \"true\", '~', '*a', '<<']"))
        .isEqualTo(List.of("1", "true", "~", "*a", "<<"));
  }

  @Test
  void an_alias_is_what_its_anchor_names() {
    assertThat(plain("{a: &n 0.1, b: *n, c: &m {d: [1, 2]}, e: *m}"))
        .isEqualTo(
            Map.of(
                "a",
                0.1,
                "b",
                0.1,
                "c",
                Map.of("d", List.of(1L, 2L)),
                "e",
                Map.of("d", List.of(1L, 2L))));
  }

  @Test
  void merged_keys_give_way_to_those_of_the_mapping() {
    String text =
        """
        one: &one {a: 1, b: 1}
        two: &two {b: 2, c: 2}
        all: {<<: [*one, *two], a: 0}
        """;
    assertThat(((Map<?, ?>) plain(text)).get("all")).isEqualTo(Map.of("a", 0L, "b", 1L, "c", 2L));
  }

  @Test
  void aliases_without_anchors_and_of_themselves_are_refused() {
    assertThat(problems("a: 1\nb: *t"))
        .containsExactly("f.yaml:2:4 b: the alias *t has no anchor &t before it");
    assertThat(problems("a: &t [1, *t]")).singleElement().asString().contains("f.yaml:1:11 a[1]");
    assertThat(problems("a: &t 1\n<<: *t"))
        .singleElement()
        .asString()
        .contains("must be a mapping");
  }

  @Test
  void aliases_of_aliases_do_not_fill_the_memory() {
    StringBuilder text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i <= 9; i++) {
      String all = ("*a" + (i - 1) + " , ").repeat(10);
      text.append("a" + i + ": &a" + i + " [" + all + "]\n");
    }
    assertThat(problems(text.toString())).singleElement().asString().contains("more than 100000");
  }

  @Test
  void a_second_document_is_refused_where_it_begins() {
    assertThat(problems("a: 1\n---\nb: 2\n"))
        .singleElement()
        .asString()
        .contains("f.yaml:2:1", "a second document begins here", "'---'");
    assertThat(plain("---\na: 1\n...\n")).isEqualTo(Map.of("a", 1L));
  }

  @Test
  void tags_are_refused_each_with_its_place() {
    assertThat(problems("a: !!float 1\nb: !!javax.script.ScriptEngineManager []\nc: !x 1"))
        .satisfiesExactly(
            first -> assertThat(first).startsWith("f.yaml:1:4 a: the tag !!float"),
            second -> assertThat(second).startsWith("f.yaml:2:4 b: the tag !!javax"),
            third -> assertThat(third).startsWith("f.yaml:3:4 c: the tag !x"));
  }

  @Test
  void every_duplicate_key_is_reported() {
    assertThat(problems("a: 1\nb: {c: 1, c: 2}\na: 3"))
        .satisfiesExactly(
            first -> assertThat(first).contains("f.yaml:2:11", "'c' occurs twice"),
            second -> assertThat(second).contains("f.yaml:3:1", "'a' occurs twice", "line 1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"? [a, b]\n: 1", "[a, b]: 1", "{a: {? {b: c} : 1}}"})
  void a_key_is_a_word(String text) {
    assertThat(problems(text)).singleElement().asString().contains("a key must be a word");
  }

  @Test
  void deep_nesting_is_refused_instead_of_filling_the_stack() {
    assertThat(problems("[".repeat(100_000)))
        .singleElement()
        .asString()
        .contains("nested more than 50 deep");
  }

  @Test
  void a_tab_is_reported_with_its_place() {
    assertThat(problems("a:\n\tb: 1"))
        .singleElement()
        .asString()
        .contains("f.yaml:2:1", "this is not YAML", "TAB");
  }

  @Test
  void a_text_that_says_it_is_yaml11_is_refused() {
    assertThat(problems("%YAML 1.1\n---\na: 010"))
        .singleElement()
        .asString()
        .contains("YAML 1.1", "read as YAML 1.2");
  }

  @Test
  void byte_order_marks_carriage_returns_and_comments_do_not_matter() {
    assertThat(plain("\uFEFF# first\r\na: 1 # one\r\nb:\r\n  - x\r\n"))
        .isEqualTo(Map.of("a", 1L, "b", List.of("x")));
  }

  @Test
  void a_text_over_several_lines_is_joined() {
    assertThat(plain("a: one\n  two\nb: >-\n  x\n  y\n"))
        .isEqualTo(Map.of("a", "one two", "b", "x y"));
  }

  @Test
  void an_empty_text_is_nothing() {
    assertThat(plain("")).isNull();
    assertThat(plain("# only a comment\n")).isNull();
  }
}
