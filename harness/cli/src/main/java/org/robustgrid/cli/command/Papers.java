package org.robustgrid.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.text.similarity.LevenshteinDistance;
import org.robustgrid.base.UserException;
import org.robustgrid.leaderboard.reproduction.Entry;
import org.robustgrid.leaderboard.reproduction.Paper;
import org.robustgrid.leaderboard.reproduction.PaperFile;

/** The papers whose tables and figures ship. */
record Papers(List<Paper> papers) {

  private static final int NEAR = 2;

  /** An entry with its paper. */
  record Found(Paper paper, Entry entry) {}

  Papers {
    papers = List.copyOf(papers);
  }

  /** Reads all papers of a folder, by the names of their files. */
  static Papers read(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return new Papers(
          files
              .filter(file -> file.toString().endsWith(".yaml"))
              .sorted()
              .map(PaperFile::read)
              .toList());
    } catch (IOException e) {
      throw new UserException("cannot read the papers in " + folder + ": " + e, e);
    }
  }

  /** Every entry, in order. */
  List<Found> all() {
    List<Found> all = new ArrayList<>();
    papers.forEach(paper -> paper.entries().forEach(entry -> all.add(new Found(paper, entry))));
    return all;
  }

  /**
   * The entry of an id, in either case.
   *
   * @throws UserException listing ids that are near
   */
  Found find(String id) {
    return all().stream()
        .filter(found -> found.entry().id().equalsIgnoreCase(id))
        .findFirst()
        .orElseThrow(
            () ->
                new UserException(
                    "there is no table or figure '"
                        + id
                        + "'; near it are "
                        + near(id)
                        + "; 'robustgrid reproduce' lists all"));
  }

  private String near(String id) {
    String wanted = id.toUpperCase(Locale.ROOT);
    List<String> ids = all().stream().map(found -> found.entry().id()).toList();
    List<String> near =
        ids.stream()
            .filter(other -> distance(wanted, other) <= NEAR)
            .sorted(Comparator.comparingInt(other -> distance(wanted, other)))
            .limit(5)
            .toList();
    List<String> shown =
        near.isEmpty()
            ? ids.stream()
                .sorted(Comparator.comparingInt(other -> distance(wanted, other)))
                .limit(3)
                .toList()
            : near;
    return shown.stream().collect(Collectors.joining(", "));
  }

  private static int distance(String a, String b) {
    return LevenshteinDistance.getDefaultInstance().apply(a, b);
  }
}
