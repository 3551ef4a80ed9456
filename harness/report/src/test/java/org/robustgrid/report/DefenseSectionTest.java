package org.robustgrid.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.robustgrid.leaderboard.ThreatModelEntry;
import org.robustgrid.leaderboard.confusion.Confusion;
import org.robustgrid.leaderboard.confusion.Confusions;
import org.robustgrid.leaderboard.example.Examples;

class DefenseSectionTest {

  /** Everything of class 0 is taken for class 1; seven samples a class. */
  private static Confusions confusions(int classes) {
    List<List<Integer>> counts = new ArrayList<>();
    for (int i = 0; i < classes; i++) {
      List<Integer> line = new ArrayList<>(Collections.nCopies(classes + 1, 0));
      line.set(i == 0 ? 1 : i, 7);
      counts.add(line);
    }
    List<String> names = IntStream.range(0, classes).mapToObj(i -> "class-" + i).toList();
    return new Confusions(
        List.of(
            new Confusion(
                "mnist-10k", new ThreatModelEntry("linf", 0.1), "trades", names, counts)));
  }

  private static String page(Confusions confusions) {
    return SampleLeaderboard.page(
        SampleLeaderboard.full(), SampleLeaderboard.examples(), confusions);
  }

  /** A defense's section, without the lines that its template has between elements. */
  private static String section(String page, String label) {
    int start = page.indexOf("<details class=\"defense\" id=\"defense-" + label + "\"");
    int end = page.indexOf("<details class=\"defense\"", start + 1);
    return page.substring(start, end < 0 ? page.indexOf("</main>") : end).replace(">\n<", "><");
  }

  @Test
  void every_row_leads_to_its_section() {
    String page = page(Confusions.NONE);
    Matcher link = Pattern.compile("<a href=\"(#defense-[^\"]*)\"").matcher(page);
    int links = 0;
    while (link.find()) {
      assertThat(page).containsOnlyOnce("id=\"" + link.group(1).substring(1) + "\"");
      links++;
    }
    assertThat(links).isEqualTo(3 * 8);
  }

  @Test
  void labels_that_differ_in_signs_alone_have_sections_of_their_own() {
    String page =
        SampleLeaderboard.page(
            SampleLeaderboard.of(
                List.of(
                    SampleLeaderboard.row("trades (6)", 1, 0.5),
                    SampleLeaderboard.row("trades [6]", 1, 0.4))),
            Examples.NONE);
    assertThat(page).contains("id=\"defense-trades-6-\"", "id=\"defense-trades-6---2\"");
  }

  @Test
  void a_section_holds_settings_seeds_accuracies_and_examples_of_every_board() {
    String trades = section(page(Confusions.NONE), "trades");
    assertThat(trades)
        .contains("<dt>epochs</dt><dd>5</dd>", "<dt>seed 0</dt><dd>weights efef")
        .contains("<th scope=\"row\">pgd-40</th><td>100.0 %<span class=\"interval\"> [67.6, 100.0]")
        .contains(
            "82 passes", "L∞, ε = 0.2", "Adversarial examples, L∞, ε = 0.1", "alt=\"Sample 0");
  }

  @Test
  void a_confusion_is_shaded_by_its_share_of_the_true_class() {
    assertThat(section(page(confusions(10)), "trades"))
        .contains(
            "<th scope=\"row\">class-0</th><td>0</td><td class=\"wrong-5\">7</td>",
            "<th scope=\"row\">class-1</th><td>0</td><td class=\"right-5\">7</td>");
  }

  @Test
  void of_many_classes_the_commonest_mistakes_are_listed() {
    assertThat(section(page(confusions(100)), "trades"))
        .contains("<li>class-0 taken for class-1: 7 of 7</li>")
        .doesNotContain("confusion\"");
  }

  @Test
  void where_predictions_are_not_at_hand_the_section_says_so() {
    String words = "predictions are in the folder of the run";
    assertThat(section(page(Confusions.NONE), "trades")).contains(words);
    assertThat(section(page(confusions(10)), "trades")).doesNotContain(words);
  }
}
