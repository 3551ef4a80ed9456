package org.robustgrid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DryRunTest {

  private static final String GRID =
      """
      name: sizes
      datasets: [{id: mnist-10k, samples: 10, train-samples: 500}]
      architectures:
        - small-cnn
        - {id: wide-resnet, parameters: {depth: 28, width: 10}}
      training: {epochs: 1}
      threat-models: [{norm: linf, epsilon: 0.1}]
      defenses: [standard]
      attacks: [fgsm]
      checks: none
      """;

  @TempDir Path folder;

  /** One of 4 billion multiply-adds a digit takes minutes, one of 3 million a second. */
  @Test
  void the_time_of_a_training_is_that_of_its_network() throws IOException {
    Path grid = Files.writeString(folder.resolve("sizes.yaml"), GRID);
    CommandRun run = CommandRun.of("run", grid, "--dry-run");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(training(run.out(), "small-cnn")).endsWith(" s").doesNotContain("min");
    assertThat(training(run.out(), "wide-resnet")).contains(" min ");
  }

  private static String training(String out, String architecture) {
    Matcher line =
        Pattern.compile("standard@" + architecture + "/0 +training +500 +500 +(.*)").matcher(out);
    assertThat(line.find()).as(out).isTrue();
    return line.group(1).strip();
  }
}
