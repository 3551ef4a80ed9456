package org.robustgrid.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.leaderboard.Board;
import org.robustgrid.leaderboard.Leaderboard;
import org.robustgrid.leaderboard.LeaderboardJson;
import org.robustgrid.leaderboard.SeedResult;
import org.robustgrid.leaderboard.TestSet;
import org.robustgrid.report.csv.CsvReport;
import org.robustgrid.report.markdown.MarkdownReport;
import org.robustgrid.report.text.ClassAccuracy;

class ClassAccuracyTest {

  private static final List<String> NAMES = List.of("cat", "dog", "horse");

  @TempDir Path folder;

  /** The sample leaderboard with names of three classes in turn. */
  private static Leaderboard named(List<String> names) {
    Leaderboard sample = SampleLeaderboard.full();
    TestSet set = sample.datasets().get(0);
    List<Integer> labels = IntStream.range(0, set.size()).map(i -> i % 3).boxed().toList();
    return new Leaderboard(
        sample.format(),
        sample.grid(),
        sample.dataset(),
        sample.samples(),
        List.of(new TestSet(set.dataset(), set.sampleIds(), labels, names)),
        sample.boards(),
        sample.provenance(),
        sample.timing());
  }

  @Test
  void shares_of_a_class_are_over_its_samples() {
    Leaderboard leaderboard = named(NAMES);
    Board board = leaderboard.boards().get(0);

    List<ClassAccuracy> all = ClassAccuracy.of(leaderboard, board);

    assertThat(all).hasSize(3 * board.rows().size());
    ClassAccuracy dogs = all.get(1);
    assertThat(dogs.name()).isEqualTo("dog");
    assertThat(dogs.row()).isEqualTo(board.rows().get(0).label());
    SeedResult seed = board.rows().get(0).perSeed().get(0);
    double right = 0;
    for (int i : new int[] {1, 4, 7}) {
      right += seed.worst().get(i) ? 1 : 0;
    }
    assertThat(board.rows().get(0).perSeed()).hasSize(1);
    assertThat(dogs.worst()).isEqualTo(right / 3);
    assertThat(dogs.samples()).isEqualTo(3);
  }

  @Test
  void the_shares_of_all_classes_make_the_rate() {
    Leaderboard leaderboard = named(NAMES);
    for (Board board : leaderboard.boards()) {
      for (var row : board.rows()) {
        if (row.worst() != null) {
          double sum =
              ClassAccuracy.of(leaderboard, board).stream()
                  .filter(of -> of.row().equals(row.label()))
                  .mapToDouble(of -> of.worst() * of.samples())
                  .sum();
          assertThat(sum / 8)
              .isCloseTo(row.worst().rate(), org.assertj.core.api.Assertions.within(1e-12));
        }
      }
    }
  }

  @Test
  void every_report_calls_classes_by_their_names() throws IOException {
    Leaderboard leaderboard = named(NAMES);

    SampleLeaderboard.REPORT.write(new ReportContent(leaderboard), folder);

    assertThat(Files.readString(folder.resolve(MarkdownReport.FILE)))
        .contains("Accuracy by class")
        .contains("| defense | cat | dog | horse |");
    assertThat(SampleLeaderboard.page(leaderboard))
        .contains("Accuracy by class", "<th scope=\"col\">horse</th>");
    assertThat(Files.readAllLines(folder.resolve(CsvReport.CLASSES)))
        .hasSize(1 + leaderboard.boards().stream().mapToInt(b -> 3 * b.rows().size()).sum())
        .startsWith("dataset,norm,epsilon,goal,target,label,class,samples,clean,worst")
        .anyMatch(line -> line.startsWith("mnist-10k,linf,0.1,untargeted,,trades,cat,3,"));
  }

  @Test
  void names_are_in_the_json_and_the_schema() throws IOException {
    String json = LeaderboardJson.write(named(NAMES));

    assertThat(LeaderboardJson.read(json).datasets().get(0).classNames()).isEqualTo(NAMES);
    assertThat(
            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(Files.readString(Path.of("../../leaderboards/leaderboard.schema.json")))
                .validate(new ObjectMapper().readTree(json)))
        .isEmpty();
  }

  @Test
  void a_leaderboard_without_names_is_drawn_as_before() throws IOException {
    Leaderboard nameless = named(null);

    SampleLeaderboard.REPORT.write(new ReportContent(nameless), folder);

    assertThat(Files.readString(folder.resolve(MarkdownReport.FILE)))
        .doesNotContain("Accuracy by class");
    assertThat(folder.resolve(CsvReport.CLASSES)).doesNotExist();
    assertThat(LeaderboardJson.write(nameless)).doesNotContain("classNames");
  }
}
