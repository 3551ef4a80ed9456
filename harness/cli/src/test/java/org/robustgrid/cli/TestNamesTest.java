package org.robustgrid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tests are named in one style: a sentence, its words joined by underscores. */
class TestNamesTest {

  private static final Path ROOT = Path.of("../..");

  private static final Pattern CAMEL_CASE =
      Pattern.compile(
          "@(?:Test|ParameterizedTest|RepeatedTest|TestFactory)\\b(?:(?!\\bvoid\\b|;\\n).)*?"
              + "\\bvoid [a-z]\\w*[A-Z]\\w*\\(",
          Pattern.DOTALL);

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files =
        Stream.of("harness", "plugins", "datasets")
            .flatMap(
                folder -> {
                  try {
                    return Files.walk(ROOT.resolve(folder));
                  } catch (IOException e) {
                    throw new IllegalStateException(e);
                  }
                })) {
      return files.filter(file -> file.toString().contains("/src/test/java/")).toList();
    }
  }

  @Test
  void every_test_is_named_by_a_sentence() throws IOException {
    List<Path> tests =
        sources().stream().filter(file -> file.toString().endsWith("Test.java")).toList();
    assertThat(tests).hasSizeGreaterThan(200);
    for (Path test : tests) {
      assertThat(Files.readString(test)).as("%s", test).doesNotContainPattern(CAMEL_CASE);
    }
  }
}
