package org.robustgrid.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.leaderboard.Row;
import org.robustgrid.report.html.ComparisonPage;
import org.robustgrid.report.runs.RunComparison;

/** Clicks through a page of many rows in headless Chromium, where one is installed. */
@Tag("process")
class BrowserTest {

  private static final List<String> BROWSERS =
      List.of("chromium", "chromium-browser", "google-chrome");

  /** A phone's width, which a window of the browser itself cannot have. */
  private static final int PHONE = 390;

  private static Optional<Path> browser;
  private static String page;

  @TempDir Path folder;

  @BeforeAll
  static void draw() {
    browser =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .flatMap(part -> BROWSERS.stream().map(name -> Path.of(part, name)))
            .filter(Files::isExecutable)
            .findFirst();
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 11; i++) {
      rows.add(SampleLeaderboard.row("defense-" + (char) ('a' + i), 1, (11 - i) / 12.0));
    }
    rows.add(SampleLeaderboard.row("standard", 1, 0));
    page = SampleLeaderboard.page(SampleLeaderboard.of(rows));
  }

  @BeforeEach
  void needsABrowser() {
    assumeTrue(browser.isPresent(), "no Chromium on the PATH");
  }

  /** What a script in the page says last: the value of an expression, as JSON. */
  private JsonNode stated(String actions, String expression) {
    return stated(page, actions, expression);
  }

  private JsonNode stated(String page, String actions, String expression) {
    String script =
        "<script>const visible = (selector) => Array.from(document.querySelectorAll(selector))"
            + ".filter((e) => e.getClientRects().length > 0).map((e) => e.dataset.row);\n"
            + "const type = (text) => { const f = document.getElementById('filter');"
            + " f.value = text; f.dispatchEvent(new Event('input')); };\n"
            + "const legend = (name) =>"
            + " document.querySelector(`.legend [data-row='${name}'] button`);\n"
            + actions
            + "\ndocument.body.dataset.told = JSON.stringify("
            + expression
            + ");</script></body>";
    return dump(page.replace("</body>", script));
  }

  private JsonNode dump(String html) {
    try {
      Path file = Files.writeString(folder.resolve("page.html"), html);
      Path out = folder.resolve("dom.html");
      Process process =
          new ProcessBuilder(
                  browser.orElseThrow().toString(),
                  "--headless",
                  "--no-sandbox",
                  "--disable-gpu",
                  "--hide-scrollbars",
                  "--user-data-dir=" + folder.resolve("profile"),
                  "--window-size=1280,900",
                  "--virtual-time-budget=2000",
                  "--dump-dom",
                  file.toUri().toString())
              .redirectOutput(out.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      Matcher stated = Pattern.compile("data-told=\"([^\"]*)\"").matcher(Files.readString(out));
      assertThat(stated.find()).as("the page's script ran to its end").isTrue();
      return new ObjectMapper().readTree(stated.group(1).replace("&quot;", "\""));
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(node -> texts.add(node.asText()));
    return texts;
  }

  @Test
  void a_filter_leaves_the_rows_it_names_in_tables_and_plots() {
    JsonNode stated =
        stated(
            "type('defense-c');",
            "[visible('.board tbody tr[data-row]'), visible('.plots svg > g[data-row]'), visible('.plots .legend li[data-row]'),"
                + " [document.querySelector('.filter output').textContent]]");
    assertThat(texts(stated.get(0))).containsExactly("defense-c");
    assertThat(texts(stated.get(1))).containsExactly("defense-c");
    assertThat(texts(stated.get(2))).containsExactly("defense-c");
    assertThat(texts(stated.get(3))).containsExactly("1 of 12");
  }

  @Test
  void the_address_keeps_filter_order_and_compact_view_and_brings_them_back() {
    JsonNode stated =
        stated(
            "type('defense'); document.getElementById('compact').click();"
                + " document.querySelector('.board thead th.name button').click();"
                + " const kept = location.hash; type(''); document.getElementById('compact').click();"
                + " history.replaceState(null, '', kept); restore();",
            "[[kept.replaceAll('&', ' ')], visible('.board tbody tr[data-row]'),"
                + " [document.documentElement.classList.contains('compact')]]");
    assertThat(stated.get(0).get(0).asText())
        .startsWith("#?show=defense compact sort=mnist-10k-")
        .endsWith(",0,ascending");
    assertThat(texts(stated.get(1))).hasSize(11).startsWith("defense-a", "defense-b");
    assertThat(stated.get(2).get(0).asBoolean()).isTrue();
  }

  @Test
  void two_chosen_rows_stand_side_by_side_and_the_address_brings_them_back() {
    JsonNode stated =
        stated(
            "const box = (name) => document.querySelector(`.chooser[value='${name}']`);"
                + " const table = () => Array.from(document.querySelectorAll('#compared tr'), (row) =>"
                + " Array.from(row.cells, (one) => one.textContent.trim().replace(/\\s+/g, ' ')));"
                + " box('standard').click(); const one = document.querySelectorAll('#compared tr').length;"
                + " box('defense-a').click(); const two = table(); const kept = location.hash;"
                + " box('defense-b').click(); const third = chosen.pair.join(' ');"
                + " pick([]); history.replaceState(null, '', kept); restore();",
            "[[String(one), kept, third, chosen.pair.join(' ')], two[0], two[2], table()[2]]");
    assertThat(texts(stated.get(0)))
        .containsExactly(
            "0", "#?compare=standard,defense-a", "defense-a defense-b", "standard defense-a");
    assertThat(texts(stated.get(1)))
        .containsExactly("Column", "standard", "defense-a", "Difference");
    assertThat(texts(stated.get(2)).get(0)).isEqualTo("Worst case");
    assertThat(texts(stated.get(2)).get(3)).startsWith("−").contains("p = ", "n = 8");
    assertThat(stated.get(3)).isEqualTo(stated.get(2));
  }

  @Test
  void clearing_the_filter_brings_every_row_back() {
    assertThat(stated("type('standard'); type('');", "visible('.board tbody tr[data-row]')"))
        .hasSize(12);
  }

  @Test
  void a_name_in_the_legend_brings_its_line_into_colour_and_before_the_others() {
    String lines = "Array.from(document.querySelectorAll('.plots svg > g[data-row]'))";
    JsonNode stated =
        stated(
            "legend('defense-h').click();",
            "["
                + lines
                + ".filter((g) => !g.classList.contains('faded')).map((g) =>"
                + " g.dataset.row), [legend('defense-h').getAttribute('aria-pressed')]]");
    assertThat(texts(stated.get(0))).hasSize(7).contains("standard").endsWith("defense-h");
    assertThat(texts(stated.get(1))).containsExactly("true");
  }

  @Test
  void a_chosen_name_can_be_given_back() {
    assertThat(
            stated(
                    "legend('defense-a').click();",
                    "document.querySelector(\".plot g[data-row='defense-a']\").classList"
                        + ".contains('faded')")
                .asBoolean())
        .isTrue();
  }

  @Test
  void a_column_sorts_its_table_both_ways() {
    JsonNode stated =
        stated(
            "const name = document.querySelector('thead button'); const first = () =>"
                + " document.querySelector('tbody tr').dataset.row; name.click();"
                + " const up = first(); name.click();",
            "[up, first()]");
    assertThat(texts(stated)).containsExactly("defense-a", "standard");
  }

  @Test
  void an_upper_bound_stays_below_what_was_measured_in_either_order() {
    List<Row> rows =
        List.of(
            SampleLeaderboard.row("low", 1, 0.25),
            SampleLeaderboard.row("high", 1, 0.5),
            SampleLeaderboard.unreliable("hidden", 1, 0.375),
            SampleLeaderboard.failed("broken"));
    JsonNode stated =
        stated(
            SampleLeaderboard.page(SampleLeaderboard.of(rows)),
            "const order = () => Array.from(document.querySelectorAll('.board tbody tr[data-row]'))"
                + ".map((r) => r.dataset.row).join(' ');"
                + " const worst = document.querySelectorAll('.board thead button')[1];"
                + " worst.click(); const one = order(); worst.click();",
            "[one, order()]");
    assertThat(texts(stated))
        .containsExactlyInAnyOrder("low high hidden broken", "high low hidden broken");
  }

  @Test
  void the_name_of_a_row_unfolds_its_section() {
    JsonNode stated =
        stated(
            "const open = () => document.querySelectorAll('.defense[open]').length;"
                + " const before = open();"
                + " document.querySelector(\".board tr[data-row='defense-c'] th a\").click();",
            "[before, open(), document.getElementById('defense-defense-c').open,"
                + " getComputedStyle(document.querySelector('#defense-defense-c table')).display,"
                + " document.querySelector('#defense-defense-c table').offsetHeight > 0]");
    assertThat(texts(stated)).containsExactly("0", "1", "true", "table", "true");
  }

  @Test
  void a_comparison_of_two_runs_sorts_by_difference_and_filters_by_name() {
    List<Row> before = new ArrayList<>();
    List<Row> after = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      before.add(SampleLeaderboard.row("defense-" + i, 1, 0.5));
      after.add(SampleLeaderboard.row("defense-" + i, 1, i / 4.0));
    }
    String comparison =
        ComparisonPage.write(
            RunComparison.of(
                "after", SampleLeaderboard.of(after), "before", SampleLeaderboard.of(before)));
    JsonNode stated =
        stated(
            comparison,
            "document.querySelectorAll('thead button')[1].click();"
                + " const sorted = visible('tbody tr'); type('defense-2');",
            "[sorted, visible('tbody tr')]");
    assertThat(texts(stated.get(0)))
        .containsExactly("defense-3", "defense-2", "defense-1", "defense-0");
    assertThat(texts(stated.get(1))).containsExactly("defense-2");
  }

  @Test
  void on_a_phone_tables_scroll_in_their_box_and_the_page_does_not() throws IOException {
    String measure =
        "<script>addEventListener('load', () => { const box = document.querySelector('.scroll');"
            + " parent.postMessage([document.documentElement.scrollWidth,"
            + " box.scrollWidth > box.clientWidth], '*'); });</script></body>";
    Files.writeString(folder.resolve("framed.html"), page.replace("</body>", measure));
    JsonNode stated =
        dump(
            "<!DOCTYPE html><body><script>addEventListener('message', (e) => {"
                + " document.body.dataset.told = JSON.stringify(e.data); });</script>"
                + "<iframe style='border:0' height='800' src='framed.html' width='"
                + PHONE
                + "'></iframe></body>");
    assertThat(stated.get(0).asInt()).isEqualTo(PHONE);
    assertThat(stated.get(1).asBoolean()).as("the table is wider than its box").isTrue();
  }
}
