package org.robustgrid.cli.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The snippets of the pages about plugins are parts of files that are compiled and run. */
class PluginReadmeTest {

  private static final Path ROOT = Path.of("../..");

  /** A fenced block; commands for a shell need no source, everything else names its file above. */
  private static final Pattern BLOCK =
      Pattern.compile("(?:<!-- (\\S+) -->\\n)?```(\\w+)\\n(.*?)```\\n", Pattern.DOTALL);

  record Snippet(String file, String language, String text) {}

  static List<Snippet> snippets() throws IOException {
    List<Snippet> snippets = new ArrayList<>();
    for (Path page : pages()) {
      Matcher block = BLOCK.matcher(Files.readString(page));
      while (block.find()) {
        if (!block.group(2).equals("sh")) {
          snippets.add(new Snippet(block.group(1), block.group(2), block.group(3)));
        }
      }
    }
    return snippets;
  }

  private static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>(List.of(ROOT.resolve("plugins/README.md")));
    try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
      docs.filter(page -> page.getFileName().toString().startsWith("plugin-")).forEach(pages::add);
    }
    return pages;
  }

  @ParameterizedTest
  @MethodSource("snippets")
  void a_snippet_is_a_part_of_the_file_it_names(Snippet snippet) throws IOException {
    assertThat(snippet.file()).as("the file of:\n%s", snippet.text()).isNotNull();
    assertThat(Files.readString(ROOT.resolve(snippet.file()))).contains(snippet.text());
  }
}
