package org.robustgrid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.robustgrid.run.plugin.PluginKind;
import org.robustgrid.run.plugin.PluginRegistry;

/** The harness goes by what descriptors declare, never by the id of a plugin. */
class PluginNamesTest {

  private static final Path HARNESS = Path.of("..");

  /**
   * Golden vectors are named after algorithms, the benchmark measures certain plugins, and a format
   * that is exported has the name of a reader.
   */
  private static final List<String> EXEMPT =
      List.of(
          "testkit/",
          "bench/",
          "run/src/main/java/org/robustgrid/run/bench/",
          "BenchCommand",
          "ExportCommand");

  private static final Pattern LITERAL = Pattern.compile("\"([a-z0-9]+(?:-[a-z0-9]+)*)\"");

  private static Set<String> ids() {
    Set<String> ids = new TreeSet<>();
    PluginRegistry registry = PluginRegistry.fromClassPath();
    for (PluginKind kind : PluginKind.values()) {
      registry.all(kind).forEach(plugin -> ids.add(plugin.id()));
    }
    return ids;
  }

  private static boolean exempt(Path source) {
    String path = HARNESS.relativize(source).toString().replace('\\', '/');
    return EXEMPT.stream().anyMatch(path::contains);
  }

  @Test
  void no_source_of_the_harness_names_a_bundled_plugin() throws IOException {
    Set<String> ids = ids();
    List<String> found = new ArrayList<>();
    int read = 0;
    try (Stream<Path> files = Files.walk(HARNESS)) {
      for (Path source :
          (Iterable<Path>)
              files
                      .filter(file -> file.toString().endsWith(".java"))
                      .filter(file -> file.toString().contains("/src/main/"))
                      .filter(file -> !exempt(file))
                  ::iterator) {
        read++;
        Matcher literal = LITERAL.matcher(Files.readString(source));
        while (literal.find()) {
          if (ids.contains(literal.group(1))) {
            found.add(source + ": " + literal.group());
          }
        }
      }
    }
    assertThat(ids).contains("standard", "pgd", "square");
    assertThat(read).isGreaterThan(300);
    assertThat(found).isEmpty();
  }
}
