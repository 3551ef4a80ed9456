package org.robustgrid.run.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.base.yaml.YamlException;
import org.robustgrid.spi.Access;

class AnalysisPlannerTest {

  private static GridPlan plan(String grid, String analyses) {
    return Grids.plan(Grids.analysed(grid, analyses));
  }

  @Test
  void all_mistakes_of_a_grid_are_reported_at_once() {
    String oneRow =
        Grids.SMALL.replace("  - {id: plain, label: short, training: {epochs: 2}}\n", "");
    String analyses =
        """
          - comparing
          - {id: epochs, rows: [gone]}
          - measured
          - {id: measuring, parameters: {way: backwards}}
        """;
    assertThatThrownBy(() -> plan(oneRow, analyses))
        .isInstanceOf(YamlException.class)
        .hasMessageContaining("compares pairs of rows of one data set")
        .hasMessageContaining("about the row 'gone', which the grid does not have; it has plain")
        .hasMessageContaining("unknown analysis 'measured'")
        .hasMessageContaining("way");
  }

  @Test
  void attacks_of_a_norm_that_no_board_has_are_missed_in_words() {
    String l2 = Grids.SMALL.replace("norm: linf", "norm: l2");
    assertThatThrownBy(() -> plan(l2, "  - comparing\n"))
        .isInstanceOf(YamlException.class)
        .hasMessageContaining("looks at attacks under linf");
  }

  @Test
  void two_instances_of_an_analysis_need_two_labels() {
    assertThatThrownBy(() -> plan(Grids.SMALL, "  - measuring\n  - measuring\n"))
        .isInstanceOf(YamlException.class)
        .hasMessageContaining("the analysis label 'measuring' occurs twice");
    assertThat(plan(Grids.SMALL, "  - measuring\n  - {id: measuring, label: again}\n").analyses())
        .extracting(PlannedAnalysis::label)
        .startsWith("measuring", "again");
  }

  @Test
  void a_network_that_is_named_must_be_there_and_read_the_data(@TempDir Path folder) {
    new DenseModel(3, 4).save(folder.resolve("wide.zip"));
    String analyses =
        """
          - {id: seeing, parameters: {network: nobody}}
          - {id: seeing, label: wide, parameters: {network: wide.zip}}
        """;
    assertThatThrownBy(() -> Grids.plan(Grids.analysed(Grids.SMALL, analyses), folder))
        .isInstanceOf(YamlException.class)
        .hasMessageContaining("parameter 'network': 'nobody' is neither the label of a row (plain,")
        .hasMessageContaining("wide.zip: it does not fit the data set 'clouds'")
        .hasMessageContaining("it reads inputs of shape [3], not [2]");
  }

  @Test
  void the_layers_of_a_network_that_is_named_are_known_before_it_is_read(@TempDir Path folder) {
    new DenseModel(2, 4).save(folder.resolve("theirs.zip"));
    String grid =
        Grids.analysed(
            Grids.SMALL, "  - {id: seeing, parameters: {network: theirs.zip, layer: hiden}}\n");
    assertThatThrownBy(() -> Grids.plan(grid, folder))
        .isInstanceOf(YamlException.class)
        .hasMessageContaining("theirs.zip has no activation 'hiden'; it has hidden, output")
        .hasMessageContaining("did you mean 'hidden'?");
    assertThat(Grids.plan(grid.replace("hiden", "output"), folder).analyses()).isNotEmpty();
  }

  @Test
  void a_python_model_has_no_network_to_look_into() {
    GridPlan plan = plan(Grids.SMALL, "  - seeing\n");
    PlannedModel row = plan.models().get(0);
    PlannedModel code =
        new PlannedModel(
            row.id(),
            row.row(),
            true,
            row.dataset(),
            null,
            "Python code",
            row.defense(),
            Map.of(),
            0,
            "code.py",
            "",
            false,
            Map.of(),
            null,
            false,
            null,
            FileReading.AS_IT_IS.of(new PlannedPython("f", Map.of(), Access.GRADIENTS, false, 1)),
            null,
            null);
    AnalysedGrid grid =
        new AnalysedGrid(plan.datasets(), List.of(code), plan.threatModels(), plan.attacks());
    assertThat(grid.ungranted(plan.analyses().get(0)))
        .contains("asks for what no row that it is about gives");
  }

  @Test
  void the_classes_of_a_network_that_is_named_are_its_own(@TempDir Path folder) {
    new DenseModel(2, 4).save(folder.resolve("theirs.zip"));
    String analyses = "  - {id: seeing, parameters: {network: theirs.zip}}\n";
    GridPlan plan = Grids.plan(Grids.analysed(Grids.SMALL, analyses), folder);
    assertThat(plan.models()).extracting(PlannedModel::shown).containsExactly(false, true, true);
    assertThat(plan.analyses().get(0).models())
        .containsExactly(Map.entry("network", plan.models().get(0).row()));
  }

  @Test
  void what_is_made_for_all_data_that_it_fits_comes_after_what_is_listed() {
    assertThat(plan(Grids.SMALL, "  - measuring\n").analyses())
        .extracting(PlannedAnalysis::label)
        .containsExactly("measuring", "decision-regions");
  }
}
