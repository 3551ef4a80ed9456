package org.robustgrid.run.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.robustgrid.base.files.Sha256;
import org.robustgrid.spi.Access;
import org.robustgrid.spi.data.DataException;

/** A NumPy model in a process, and all that such a process can do wrong. */
@Tag("process")
class PythonProcessTest {

  private static final long[] INPUT = {1, 2, 2};
  private static final int CLASSES = 3;

  /** Two images of four pixels, and W[i][c] = i + c. */
  private static final double[] IMAGES = {0, 0.25, 0.5, 1, 1, 1, 0, 0};

  private static final long[] SHAPE = {2, 1, 2, 2};

  private static final String CODE =
      """
      import os, random, sys, time
      import numpy as np

      W = np.add.outer(np.arange(4), np.arange(3)).astype("float32")

      class Linear:
          def logits(self, x):
              return x.reshape(len(x), -1) @ W
          def vjp(self, x, v):
              return (v @ W.T).reshape(x.shape)

      class Decisions:
          def decisions(self, x):
              return Linear().logits(x).argmax(1)

      class Drawn:
          def __init__(self, declared): self.randomised = declared
          def logits(self, x):
              return Linear().logits(x) + np.random.rand() + random.random()

      class Handed:
          randomised = True
          def logits(self, x, seed):
              return Linear().logits(x) + seed

      def load(): return Linear()
      def scores(scale=1): return lambda x: scale * Linear().logits(x)
      def decide(): return Decisions()
      def draw(declared=True): return Drawn(declared)
      def handed(): return Handed()
      def chatty():
          print("loading")
          os.write(1, b"from C\\n")
          def f(x):
              print("asked")
              return Linear().logits(x)
          return f
      def dies():
          def f(x):
              if len(x) > 1:
                  print("out of luck")
                  sys.stdout.flush()
                  os._exit(7)
              return Linear().logits(x)
          return f
      def hangs():
          def f(x):
              if len(x) > 1: time.sleep(600)
              return Linear().logits(x)
          return f
      def wide(): return lambda x: np.zeros((len(x), 4))
      def broken(): return lambda x: np.full((len(x), 3), np.nan)
      def throws(): return lambda x: 1 / 0
      def exits(): sys.exit("no licence")
      def nothing(): return None
      def words(): return lambda x: np.array([["a"] * 3] * len(x))
      def moody():
          state = [0]
          def f(x):
              state[0] += 1
              return Linear().logits(x) + state[0]
          return f
      """;

  @TempDir static Path folder;

  private static Path file;

  private final List<String> log = Collections.synchronizedList(new ArrayList<>());

  @BeforeAll
  static void python_with_numpy_is_there() throws IOException {
    assumeTrue(hasNumPy(), "Python with NumPy");
    file = Files.writeString(folder.resolve("models.py"), CODE);
  }

  private static boolean hasNumPy() {
    try {
      Process process =
          new ProcessBuilder(PythonServer.interpreter(), "-c", "import numpy")
              .redirectErrorStream(true)
              .start();
      process.getInputStream().readAllBytes();
      return process.waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private PythonProcess start(String function, Map<String, Object> arguments) {
    double seconds = function.equals("hangs") ? 2 : 60;
    return PythonProcess.start(
        new PythonFunction(file, function, arguments, seconds), INPUT, false, log::add);
  }

  private PythonProcess start(String function) {
    return start(function, Map.of());
  }

  private static double[] ask(PythonProcess process, long seed) {
    return process.logits(IMAGES, SHAPE, CLASSES, seed, false);
  }

  @Test
  void gives_logits_and_vector_jacobian_products() {
    try (PythonProcess process = start("load")) {
      assertThat(process.offer().gives()).isEqualTo(Access.GRADIENTS);
      assertThat(process.offer().versions()).containsKeys("python", "numpy");
      // the sums of x_i (i + c)
      assertThat(process.logits(IMAGES, SHAPE, CLASSES, 0, true))
          .containsExactly(4.25, 6, 7.75, 1, 3, 5);
      double[] cotangents = {1, 0, 0, 0, 0.5, 1};
      assertThat(process.vjp(cotangents, SHAPE, CLASSES, 0))
          .containsExactly(0, 1, 2, 3, 2.5, 4, 5.5, 7);
      PythonTrial.of(process, INPUT, CLASSES, 0, 1);
    }
  }

  @Test
  void a_function_without_a_vjp_gives_scores_and_takes_arguments() {
    try (PythonProcess process = start("scores", Map.of("scale", 2))) {
      assertThat(process.offer().gives()).isEqualTo(Access.SCORES);
      assertThat(ask(process, 0)).containsExactly(8.5, 12, 15.5, 2, 6, 10);
    }
  }

  @Test
  void a_model_may_give_decisions_alone() {
    try (PythonProcess process = start("decide")) {
      assertThat(process.offer().gives()).isEqualTo(Access.DECISIONS);
      assertThat(process.decisions(IMAGES, SHAPE, CLASSES, 0)).containsExactly(2, 2);
      PythonTrial.of(process, INPUT, CLASSES, 0, 1);
    }
  }

  @Test
  void the_same_seed_draws_the_same() {
    try (PythonProcess process = start("draw")) {
      assertThat(process.offer().randomised()).isTrue();
      assertThat(ask(process, 5)).isEqualTo(ask(process, 5)).isNotEqualTo(ask(process, 6));
      PythonTrial.of(process, INPUT, CLASSES, 0, 1);
    }
  }

  @Test
  void a_model_that_asks_for_the_seed_is_handed_it() {
    try (PythonProcess process = start("handed")) {
      assertThat(ask(process, 5)[0] - ask(process, 2)[0]).isCloseTo(3, within(1e-6));
    }
  }

  @Test
  void randomness_must_be_declared() {
    PythonProcess process = start("draw", Map.of("declared", false));
    assertThatThrownBy(() -> PythonTrial.of(process, INPUT, CLASSES, 0, 1))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("models.py:draw answers otherwise under another seed")
        .hasMessageContaining("randomised = True");
  }

  @Test
  void another_answer_to_the_same_question_is_refused() {
    PythonProcess process = start("moody");
    assertThatThrownBy(() -> PythonTrial.of(process, INPUT, CLASSES, 0, 1))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("asked the same with the same seed");
  }

  @Test
  void what_a_model_prints_goes_to_the_log_and_breaks_nothing() {
    try (PythonProcess process = start("chatty")) {
      assertThat(ask(process, 0)).hasSize(6);
    }
    assertThat(log).contains("loading", "from C", "asked");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          dies    | ended with exit code 7 while it was asked for the logits of images [2, 1, 2, 2]
          dies    | its standard error ended with: out of luck
          hangs   | gave no answer within 2 seconds while it was asked for the logits
          wide    | answers logits of shape [2, 4], but [2, 3] was expected
          broken  | answers logits that hold NaN, at image 0 of a batch of 2
          throws  | threw ZeroDivisionError: division by zero
          exits   | threw SystemExit: no licence
          nothing | returned NoneType, which is neither callable
          words   | answers logits of type
          absent  | has no function 'absent'; it has load, scores, decide
          """)
  void errors_are_reported_in_words(String function, String message) {
    assertThatThrownBy(
            () -> {
              try (PythonProcess process = start(function)) {
                ask(process, 0);
              }
            })
        .isInstanceOf(DataException.class)
        .hasMessageContaining("the Python model models.py:" + function)
        .hasMessageContaining(message);
  }

  @Test
  void code_that_does_not_run_is_reported_with_its_traceback() throws IOException {
    Path wrong = Files.writeString(folder.resolve("wrong.py"), "import no_such_module\n");
    assertThatThrownBy(
            () ->
                PythonProcess.start(
                    new PythonFunction(wrong, "load", Map.of(), 60), INPUT, false, log::add))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("threw ModuleNotFoundError: No module named 'no_such_module'")
        .hasMessageContaining("wrong.py\", line 1");
  }

  @Test
  void the_process_ends_with_its_streams_and_leaves_nothing_behind() throws IOException {
    PythonProcess process = start("load");
    process.close();
    assertThat(process.isAlive()).isFalse();
    try (var left = Files.list(folder)) {
      assertThat(left.map(Path::getFileName).map(Path::toString))
          .as("no compiled code beside the user's file")
          .doesNotContain("__pycache__");
    }
  }

  @Test
  void the_hash_is_of_the_code_and_of_the_files_that_arguments_name() throws IOException {
    PythonFunction plain = new PythonFunction(file, "load", Map.of("weights", "none.npz"), 1);
    assertThat(plain.hash(Sha256::of)).isEqualTo(Sha256.of(file));
    Path weights = Files.writeString(folder.resolve("weights.npz"), "1");
    PythonFunction with = new PythonFunction(file, "load", Map.of("weights", "weights.npz"), 1);
    String before = with.hash(Sha256::of);
    Files.writeString(weights, "2");
    assertThat(before).isNotEqualTo(with.hash(Sha256::of)).isNotEqualTo(Sha256.of(file));
  }
}
