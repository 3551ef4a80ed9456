package org.robustgrid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainCommandTest {

  @TempDir Path folder;

  private CommandRun call;

  private int train(Path out, String... options) {
    List<String> arguments =
        new ArrayList<>(
            List.of("train", "--defense=standard", "--dataset=mnist-10k", "--architecture=mlp"));
    arguments.addAll(List.of("-a", "hidden=16", "--epochs=1", "--batch-size=100"));
    arguments.add("--out=" + out);
    arguments.addAll(List.of(options));
    if (arguments.stream().noneMatch(argument -> argument.startsWith("--threads"))) {
      arguments.add("--threads=1");
    }
    call = CommandRun.of(arguments.toArray());
    return call.code();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  @Test
  void the_accuracy_of_the_model_is_printed_with_its_interval() throws IOException {
    Path out = folder.resolve("m.zip");

    assertThat(train(out, "-t", "learning-rate=0.01")).as(call.err()).isZero();

    assertThat(call.out())
        .contains(out + ": trained in ")
        .containsPattern(
            "clean accuracy [89]\\d\\.\\d % \\[[\\d.]+, [\\d.]+\\] on the 2000 test samples of"
                + " mnist-10k");
    assertThat(call.err()).doesNotContain("warning");
    assertThat(files()).containsExactly(out);
  }

  @Test
  void a_model_that_learnt_nothing_is_warned_of() {
    Path out = folder.resolve("m.zip");

    assertThat(train(out, "-t", "learning-rate=1e-12")).as(call.err()).isZero();

    assertThat(call.err())
        .contains("warning: this model is no better than chance", "of 10 classes", "10.0 %");
    assertThat(out).exists();
  }

  @Test
  void a_folder_is_no_model_file_and_nothing_is_trained() throws IOException {
    assertThat(train(folder)).isEqualTo(2);
    assertThat(call.err())
        .contains("--out: " + folder + " is a folder", folder.resolve("standard.zip").toString())
        .doesNotContain("cells,");
    assertThat(train(Path.of("."))).isEqualTo(2);
    assertThat(call.err()).contains("--out: . is a folder");
    assertThat(files()).isEmpty();
  }

  @Test
  void a_missing_folder_is_reported_and_not_created() throws IOException {
    assertThat(train(folder.resolve("missing/m.zip"))).isEqualTo(2);
    assertThat(call.err()).contains("--out: there is no folder " + folder.resolve("missing"));
    assertThat(files()).isEmpty();
  }

  @Test
  void a_path_that_cannot_be_written_is_reported_with_all_other_mistakes() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "in the way");

    assertThat(train(file.resolve("m.zip"), "--threads=0", "-t", "epoch=2")).isEqualTo(2);

    assertThat(call.err()).contains("--out: cannot write " + file, "--threads", "epoch");
  }
}
