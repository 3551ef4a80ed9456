package org.robustgrid.run.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.robustgrid.base.yaml.YamlException;
import org.robustgrid.run.cell.TrainingCell;

class SubsetPlannerTest {

  private static String grid(String dataset) {
    return Grids.SMALL.replace(
        "{id: clouds, samples: 40}", "{id: clouds, samples: 20, " + dataset + "}");
  }

  private static String four(String keys) {
    return grid("parameters: {classes: 4}, " + keys);
  }

  private static List<String> problems(String yaml) {
    return catchThrowableOfType(YamlException.class, () -> Grids.plan(yaml)).problems();
  }

  private static PlannedDataset data(String yaml) {
    return Grids.plan(yaml).datasets().get(0);
  }

  @Test
  void classes_are_chosen_by_name_or_number() {
    PlannedDataset data = data(four("classes: [top, 1]"));

    assertThat(data.classNames()).containsExactly("top", "middle");
    assertThat(data.trainingSize()).isEqualTo(100);
    assertThat(data.labels()).hasSize(20).containsOnly(0, 1).startsWith(1, 0, 1, 0);
  }

  @Test
  void training_samples_are_limited() {
    assertThat(data(grid("train-samples: 50")).trainingSize()).isEqualTo(50);
    assertThat(data(grid("train-samples: 50, stratified: true")).trainingSize()).isEqualTo(50);
    assertThat(data(grid("label: whole")).subset()).isNull();
  }

  @Test
  void the_number_of_training_samples_is_part_of_a_trainings_key_and_of_no_identity() {
    GridPlan all = Grids.plan(grid("label: data"));
    GridPlan few = Grids.plan(grid("label: data, train-samples: 50"));

    assertThat(key(few)).isNotEqualTo(key(all));
    assertThat(few.datasets().get(0).identity()).isEqualTo(all.datasets().get(0).identity());
    assertThat(few.datasets().get(0).labels()).isEqualTo(all.datasets().get(0).labels());
  }

  private static String key(GridPlan plan) {
    return new TrainingCell(plan.models().get(0)).key(new CellKeys(plan, Profiles.portable()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "classes: [low, dog]|unknown class 'dog'; its classes are low, middle, high, top, by number 0 to 3",
        "classes: [low, 7]|unknown class '7'",
        "classes: [low, 0]|the class 'low' occurs twice in 'classes'",
        "classes: [low]|'classes' needs at least 2 classes, but has 1",
        "classes: []|'classes' needs at least 2 classes, but has 0",
        "classes: low|expected a list, found 'low'",
        "train-samples: 0|expected 1 to 200 'train-samples'",
        "train-samples: 201|(it has 200 training samples), found 201",
        "'classes: [low, top], train-samples: 101'|(it has 100 training samples of these classes)",
        "train-samples: 2|no training sample is left of the classes 'high', 'top'; raise",
        "'train-samples: 3, stratified: true'|of the class 'top'; raise 'train-samples'",
        "stratified: maybe|expected true or false, found 'maybe'",
        "train-samples: many|expected a whole number, found 'many'",
      })
  void mistakes_say_what_is_wrong(String keys, String words) {
    assertThat(problems(four(keys)))
        .anySatisfy(problem -> assertThat(problem).startsWith("grid.yaml:2:").contains(words));
  }

  @Test
  void a_class_without_test_samples_is_a_mistake() {
    assertThat(
            problems(
                grid("parameters: {classes: 4, test-size: 3}, samples: 2, stratified: true")
                    .replace("samples: 20, ", "")))
        .singleElement()
        .asString()
        .contains("no test sample is left of the class 'top'; list the others under 'classes'");
  }

  @Test
  void all_mistakes_are_reported_at_once() {
    List<String> problems =
        problems(
            four("train-samples: 999, classes: [dog, low, low]")
                .replace("validation: 0.1", "validation: 1"));

    assertThat(problems).hasSize(4);
    assertThat(String.join("\n", problems))
        .contains("unknown class 'dog'")
        .contains("occurs twice")
        .contains("'train-samples'")
        .contains("'validation': expected a value >= 0, <= 0.9");
  }
}
