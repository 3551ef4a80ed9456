package org.robustgrid.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.robustgrid.cli.terminal.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What the documents say holds: links, commands, options, figures, and their sizes. */
class DocumentsTest {

  private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
  private static final Path COMMANDS = ROOT.resolve("docs/cli.md");
  private static final Pattern LINK =
      Pattern.compile("\\]\\(([^)\\s]+)\\)|(?:srcset|src)=\"([^\"]+)\"");
  private static final Pattern BLOCK =
      Pattern.compile("(?:<!-- (\\S+) -->\\n)?```(\\w*)\\n(.*?)```", Pattern.DOTALL);

  /** A word of a call; what is in quotes is one. */
  private static final Pattern WORD = Pattern.compile("(?:\"[^\"]*\"|[^\\s\"])+");

  static List<Path> documents() throws IOException {
    try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
      List<Path> all =
          new ArrayList<>(docs.filter(file -> file.toString().endsWith(".md")).toList());
      for (String folder : List.of("", "plugins", "leaderboards", "datasets", "harness/bench")) {
        all.add(ROOT.resolve(folder).resolve("README.md"));
      }
      return all;
    }
  }

  static List<Path> pages() throws IOException {
    return documents().stream()
        .filter(page -> page.startsWith(ROOT.resolve("docs")) && !page.equals(COMMANDS))
        .toList();
  }

  /** Every call of the program in the documents, continued lines joined. */
  static List<String> calls() throws IOException {
    List<String> calls = new ArrayList<>();
    for (Path document : documents()) {
      Matcher block = BLOCK.matcher(Files.readString(document));
      while (block.find()) {
        if (Set.of("", "sh").contains(block.group(2))) {
          block
              .group(3)
              .replace("\\\n", " ")
              .lines()
              .filter(line -> line.startsWith("./robustgrid"))
              .map(line -> line.replaceFirst("\\s+#.*", "").strip())
              .forEach(calls::add);
        }
      }
    }
    return calls;
  }

  @ParameterizedTest
  @MethodSource("documents")
  void links_lead_to_files_and_headings(Path document) throws IOException {
    Matcher link = LINK.matcher(withoutBlocks(Files.readString(document)));
    while (link.find()) {
      String target = link.group(1) == null ? link.group(2) : link.group(1);
      if (!target.contains("://")) {
        String[] parts = target.split("#", 2);
        Path file = parts[0].isEmpty() ? document : document.getParent().resolve(parts[0]);
        assertThat(file).as("link %s of %s", target, document).exists();
        if (parts.length == 2) {
          assertThat(anchors(file)).as("link %s of %s", target, document).contains(parts[1]);
        }
      }
    }
  }

  private static String withoutBlocks(String text) {
    return BLOCK.matcher(text).replaceAll("");
  }

  /** The anchors that headings of a page get on common forges. */
  private static Set<String> anchors(Path file) throws IOException {
    return withoutBlocks(Files.readString(file))
        .lines()
        .filter(line -> line.startsWith("#"))
        .map(line -> line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT))
        .map(line -> line.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
        .collect(Collectors.toSet());
  }

  @Test
  void the_first_page_is_short() throws IOException {
    assertThat(Files.size(ROOT.resolve("README.md"))).isLessThanOrEqualTo(6 * 1024);
  }

  @ParameterizedTest
  @MethodSource("pages")
  void a_page_is_not_long(Path page) throws IOException {
    assertThat(Files.size(page)).as("bytes of %s", page).isLessThanOrEqualTo(12 * 1024);
  }

  @ParameterizedTest
  @MethodSource("calls")
  void a_call_names_commands_and_options_that_there_are(String call) {
    String[] arguments =
        WORD.matcher(call)
            .results()
            .skip(1)
            .map(word -> word.group().replace("\"", ""))
            .toArray(String[]::new);
    assertThatCode(() -> commands().parseArgs(arguments)).as(call).doesNotThrowAnyException();
  }

  @Test
  void snippets_of_the_first_page_are_parts_of_the_files_they_name() throws IOException {
    Matcher block = BLOCK.matcher(Files.readString(ROOT.resolve("README.md")));
    int snippets = 0;
    while (block.find()) {
      if (block.group(1) != null) {
        assertThat(Files.readString(ROOT.resolve(block.group(1)))).contains(block.group(3));
        snippets++;
      }
    }
    assertThat(snippets).isPositive();
  }

  @Test
  void rows_on_the_first_page_are_those_of_the_committed_board() throws IOException {
    String board = Files.readString(ROOT.resolve("leaderboards/mnist-10k/leaderboard.md"));
    String part = board.substring(board.indexOf("## L∞, ε = 0.2"), board.indexOf("## L2"));
    List<List<String>> rows = cells(part);
    List<List<String>> shown =
        cells(Files.readString(ROOT.resolve("README.md"))).stream()
            .filter(row -> row.size() == 6 && row.get(2).contains("%"))
            .toList();
    assertThat(shown).hasSize(4);
    List<String> head = rows.get(0);
    for (List<String> row : shown) {
      List<String> whole =
          rows.stream().filter(r -> r.get(0).equals(row.get(0))).findFirst().orElseThrow();
      assertThat(row.subList(1, 4)).containsExactlyElementsOf(whole.subList(2, 5));
      assertThat(whole.get(head.indexOf("apgd"))).startsWith(row.get(4));
      assertThat(whole.get(head.indexOf("fgsm"))).startsWith(row.get(5));
    }
  }

  private static List<List<String>> cells(String text) {
    return text.lines()
        .filter(line -> line.startsWith("| "))
        .map(line -> Arrays.stream(line.substring(1).split("\\|")).map(String::strip).toList())
        .toList();
  }

  @Test
  void the_page_of_commands_is_what_the_program_says() throws IOException {
    String page = commandsPage();
    if (Boolean.getBoolean("robustgrid.golden.update")) {
      Files.writeString(COMMANDS, page);
    }
    assertThat(COMMANDS).content(StandardCharsets.UTF_8).isEqualTo(page);
  }

  private static String commandsPage() {
    StringBuilder page = new StringBuilder("# Commands\n");
    describe("", commands(), page);
    return page.toString();
  }

  private static void describe(String above, CommandLine of, StringBuilder page) {
    new TreeMap<>(of.getSubcommands())
        .forEach(
            (name, command) -> {
              if (!name.equals("help")) {
                String whole = (above + " " + name).strip();
                page.append("\n## ").append(whole).append("\n\n");
                page.append(text(command.getCommandSpec().usageMessage().description()));
                page.append("\n");
                arguments(command, page);
                describe(whole, command, page);
              }
            });
  }

  private static String text(String... lines) {
    return String.join(" ", lines).replace("%n", " ").replace("%%", "%");
  }

  private static void arguments(CommandLine command, StringBuilder page) {
    List<String> lines = new ArrayList<>();
    command
        .getCommandSpec()
        .positionalParameters()
        .forEach(argument -> lines.add(line("`" + argument.paramLabel() + "`", argument)));
    command.getCommandSpec().options().stream()
        .filter(option -> !option.hidden() && !option.usageHelp())
        .sorted((a, b) -> a.longestName().compareTo(b.longestName()))
        .forEach(option -> lines.add(line(names(option), option)));
    if (!lines.isEmpty()) {
      page.append("\n| argument | meaning |\n|---|---|\n").append(String.join("", lines));
    }
  }

  private static String names(OptionSpec option) {
    String value = option.arity().max() == 0 ? "" : " " + option.paramLabel();
    return Arrays.stream(option.names())
        .map(n -> "`" + n + value + "`")
        .collect(Collectors.joining(", "));
  }

  private static String line(String name, ArgSpec argument) {
    String text = text(argument.description()).replace("|", "\\|");
    String value = argument.defaultValue() == null ? "" : argument.defaultValue();
    return "| "
        + name.replace("|", "\\|")
        + " | "
        + text.replace("${DEFAULT-VALUE}", value)
        + " |\n";
  }

  static CommandLine commands() {
    PrintStream nowhere =
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    return new Application(new Terminal(nowhere, nowhere, false, 100)).commands();
  }
}
