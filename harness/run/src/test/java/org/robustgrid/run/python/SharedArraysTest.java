package org.robustgrid.run.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedArraysTest {

  private static final SharedArrays.Room LARGE = file -> Long.MAX_VALUE;
  private static final SharedArrays.Room NONE = file -> 0;
  private static final double[] VALUES = {1, -2.5, 3};

  @TempDir private Path temporary;

  private Path folder;
  private Path memory;

  @BeforeEach
  void there_are_two_folders() throws IOException {
    folder = Files.createDirectory(temporary.resolve("folder"));
    memory = Files.createDirectory(temporary.resolve("memory"));
  }

  @Test
  void a_file_in_memory_grows_without_a_name_and_keeps_its_contents() throws IOException {
    try (SharedArrays arrays = new SharedArrays(folder, memory, LARGE)) {
      assertThat(arrays.file()).exists().hasParent(memory);
      arrays.require(100);
      arrays.write(VALUES, 8, true);
      arrays.unname();
      arrays.require(3_000_000);

      assertThat(memory).isEmptyDirectory();
      assertThat(arrays.doubles(8, 3)).containsExactly(VALUES);
      assertThat(arrays.doubles(2_999_984, 2)).containsExactly(0, 0);
      assertThat(arrays.hasMoved()).isFalse();
    }
  }

  @Test
  void where_memory_has_no_room_the_file_moves_with_its_contents() throws IOException {
    long[] room = {200};
    try (SharedArrays arrays = new SharedArrays(folder, memory, file -> room[0])) {
      arrays.require(100);
      arrays.write(VALUES, 8, true);
      arrays.require(300);

      assertThat(arrays.file()).exists().hasParent(folder);
      assertThat(memory).isEmptyDirectory();
      assertThat(arrays.doubles(8, 3)).containsExactly(VALUES);
      assertThat(arrays.hasMoved()).isTrue();
      assertThat(arrays.hasMoved()).isFalse();
    }
  }

  @Test
  void a_system_without_files_in_memory_has_them_in_the_folder() throws IOException {
    try (SharedArrays arrays = new SharedArrays(folder, temporary.resolve("none"), LARGE)) {
      arrays.require(1);
      assertThat(arrays.file()).exists().hasParent(folder);
    }
  }

  @Test
  @Tag("process")
  void a_process_follows_arrays_that_move() throws IOException {
    Path file =
        Files.writeString(
            temporary.resolve("models.py"),
            """
            import numpy
            def load(): return lambda x: numpy.stack([x.sum((1, 2, 3)), x.max((1, 2, 3))], 1)
            """);
    PythonServer.Program program =
        new PythonServer.Program(
            "model",
            List.of(PythonServer.TRANSPORT),
            PythonServer.interpreter(),
            temporary,
            60,
            "wait");
    try (PythonServer server =
        PythonServer.start(program, line -> {}, own -> new SharedArrays(own, memory, NONE))) {
      SharedArrays arrays = server.arrays();
      Map<String, Object> open =
          new HashMap<>(
              Map.of("op", "open", "protocol", 1, "file", file.toString(), "function", "load"));
      open.put("arguments", Map.of());
      open.put("input", List.of(1, 1, 3));
      open.put("arrays", arrays.file().toString());
      Map<String, Object> opened = server.ask(open, "while it was loading");
      assumeTrue(!opened.toString().contains("has no NumPy"), "Python with NumPy");
      assertThat(opened).containsEntry("ok", true);
      assertThat(memory).as("files with a name").isEmptyDirectory();

      arrays.require(1024);
      arrays.write(VALUES, 0, false);
      Map<String, Object> images =
          Map.of("offset", 0, "shape", List.of(1, 1, 1, 3), "type", "float32");
      Map<String, Object> question =
          Map.of(
              "op",
              "logits",
              "seed",
              1,
              "keep",
              false,
              "size",
              arrays.size(),
              "images",
              images,
              "answer",
              Map.of("offset", 512, "shape", List.of(1, 2)));
      assertThat(server.ask(question, "later")).containsEntry("ok", true);
      assertThat(arrays.doubles(512, 2)).containsExactly(1.5, 3);
    }
  }
}
