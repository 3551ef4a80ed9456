package org.robustgrid.numerics.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a plugin compiles against says since which version it is there. */
class SinceTest {

  private static final List<Path> SOURCES =
      List.of(Path.of("src/main/java"), Path.of("../spi/src/main/java"));

  /** A public type with the Javadoc and the annotations before it. */
  private static final Pattern TYPE =
      Pattern.compile(
          "((?:/\\*\\*(?:(?!\\*/).)*\\*/\\s*)?)((?:@\\w+(?:\\([^)]*\\))?\\s+)*)"
              + "public\\s+(?:(?:static|final|abstract|sealed|non-sealed)\\s+)*"
              + "(?:class|interface|record|enum|@interface)\\s+(\\w+)",
          Pattern.DOTALL);

  private static final Pattern SINCE = Pattern.compile("@since \\d+\\.\\d+");

  @Test
  void every_public_type_says_since_when_it_is_there() throws IOException {
    List<String> without = new ArrayList<>();
    int types = 0;
    for (Path root : SOURCES) {
      try (Stream<Path> files = Files.walk(root)) {
        for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
          Matcher type = TYPE.matcher(Files.readString(file));
          while (type.find()) {
            types++;
            if (!SINCE.matcher(type.group(1)).find()) {
              without.add(root.relativize(file) + ": " + type.group(3));
            }
          }
        }
      }
    }
    assertThat(types).isGreaterThan(100);
    assertThat(without).isEmpty();
  }
}
