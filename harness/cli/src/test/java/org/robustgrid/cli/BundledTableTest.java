package org.robustgrid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.robustgrid.run.plugin.Plugin;
import org.robustgrid.run.plugin.PluginKind;
import org.robustgrid.run.plugin.PluginRegistry;

/** The README's table of bundled plugins names every plugin, with papers that the plugin cites. */
class BundledTableTest {

  private static final Path README = Path.of("../../README.md");

  /** Ids, separated by commas, and the authors and years in brackets behind them. */
  private static final Pattern GROUP =
      Pattern.compile("(`[a-z0-9-]+`(?:, `[a-z0-9-]+`)*) \\(([^)]*)\\)");

  private static final Pattern ID = Pattern.compile("`([a-z0-9-]+)`");
  private static final Pattern PAPER = Pattern.compile("([A-Z][\\p{L}-]+) ([0-9]{4})");

  /** Attacks that change images in one way: the table counts them instead. */
  private static final Set<String> IMAGE_CHANGES =
      Set.of("salt-and-pepper", "contrast", "gaussian-blur", "blended-noise", "inversion");

  /** A test of each kind's line of the table. */
  @Retention(RetentionPolicy.RUNTIME)
  @ParameterizedTest
  @CsvSource({
    "attacks, ATTACK",
    "defenses, DEFENSE",
    "architectures, ARCHITECTURE",
    "data sets, DATASET"
  })
  private @interface EachKind {}

  private final PluginRegistry registry = PluginRegistry.fromClassPath();

  private static String line(String kind) throws IOException {
    return Files.readString(README)
        .lines()
        .filter(line -> line.startsWith("| [" + kind + "]") || line.startsWith("| " + kind + " |"))
        .collect(Collectors.joining());
  }

  @EachKind
  void the_table_names_every_plugin(String row, PluginKind kind) throws IOException {
    List<String> named = ID.matcher(line(row)).results().map(id -> id.group(1)).toList();
    Set<String> bundled =
        registry.all(kind).stream().map(Plugin::id).collect(Collectors.toCollection(TreeSet::new));
    bundled.removeAll(IMAGE_CHANGES);
    assertThat(named).containsExactlyInAnyOrderElementsOf(bundled);
  }

  @EachKind
  void a_paper_in_the_table_is_cited_by_its_plugins(String row, PluginKind kind)
      throws IOException {
    Map<String, Plugin> plugins =
        registry.all(kind).stream().collect(Collectors.toMap(Plugin::id, plugin -> plugin));
    Matcher group = GROUP.matcher(line(row));
    int papers = 0;
    while (group.find()) {
      for (var paper : PAPER.matcher(group.group(2)).results().toList()) {
        papers++;
        for (var id : ID.matcher(group.group(1)).results().toList()) {
          assertThat(plugins.get(id.group(1)).descriptor().citations())
              .as("%s cites %s", id.group(1), paper.group())
              .anyMatch(
                  citation ->
                      citation.contains(paper.group(1)) && citation.contains(paper.group(2)));
        }
      }
    }
    assertThat(papers).isGreaterThan(5);
  }
}
