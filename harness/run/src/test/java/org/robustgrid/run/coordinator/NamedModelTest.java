package org.robustgrid.run.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.leaderboard.Row;
import org.robustgrid.leaderboard.analysis.AnalysisResult;
import org.robustgrid.leaderboard.analysis.Figure;
import org.robustgrid.run.cell.Cell;
import org.robustgrid.run.cell.Cells;
import org.robustgrid.run.plan.DenseModel;
import org.robustgrid.run.plan.Grids;

/** Analyses that look into networks which their parameters name. */
@Tag("process")
class NamedModelTest {

  private static final String GRID =
      Grids.analysed(
          Grids.SMALL,
          """
            - {id: seeing, label: of-row, parameters: {network: short}}
            - {id: seeing, label: of-file, rows: [plain], parameters: {network: theirs.zip}}
          """);

  @TempDir static Path shared;
  private static RunOutcome outcome;
  private static Map<String, Row> rows;

  @BeforeAll
  static void runOnce() {
    new DenseModel(2, 5).save(shared.resolve("theirs.zip"));
    outcome = Runs.run(GRID, shared.resolve("run"));
    rows =
        Runs.leaderboard(shared.resolve("run")).boards().get(0).rows().stream()
            .collect(Collectors.toMap(Row::label, row -> row));
  }

  private static Map<String, Double> figures(String row, String label) {
    List<AnalysisResult> results = rows.get(row).analyses();
    return results.stream()
        .filter(result -> result.id().equals(label))
        .flatMap(result -> result.figures().stream())
        .collect(Collectors.toMap(Figure::name, Figure::value));
  }

  @Test
  void the_network_of_a_row_is_the_same_for_all_rows() {
    assertThat(outcome.failures()).isEmpty();
    assertThat(figures("plain", "of-row"))
        .containsEntry("units", 8.0)
        .isEqualTo(figures("short", "of-row"));
  }

  @Test
  void the_network_of_a_file_tells_classes_of_its_own_and_is_no_row() {
    assertThat(figures("plain", "of-file"))
        .containsEntry("classes", 5.0)
        .containsEntry("units", 11.0);
    assertThat(rows).containsOnlyKeys("plain", "short");
  }

  @Test
  void a_part_of_the_rows_trains_what_their_analyses_name() {
    List<Cell> cells = Cells.planned(Grids.plan(GRID, shared), Set.of("clouds/plain/0"));
    assertThat(cells)
        .extracting(Cell::name)
        .contains("training clouds/short/0")
        .anyMatch(name -> name.startsWith("reading the file of clouds/file:"))
        .noneMatch(name -> name.contains("clean") && name.contains("short"));
  }
}
