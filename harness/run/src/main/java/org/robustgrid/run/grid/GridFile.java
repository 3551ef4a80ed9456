package org.robustgrid.run.grid;

import java.nio.file.Path;
import java.util.List;
import org.robustgrid.base.UserException;
import org.robustgrid.base.yaml.Problems;
import org.robustgrid.base.yaml.YamlException;
import org.robustgrid.base.yaml.YamlFile;
import org.robustgrid.base.yaml.YamlValue;

/**
 * A grid with the problems found so far; the planner adds its own and throws all of them at once.
 *
 * @param folder what relative file names in the grid are relative to
 */
public record GridFile(Grid grid, Path folder, Problems problems) {

  /**
   * Reads a grid.
   *
   * @throws YamlException when the file is no YAML
   * @throws UserException when it cannot be read
   */
  public static GridFile read(Path file) {
    String text = YamlFile.read(file, "grid");
    return parse(file.toString(), text, file.toAbsolutePath().getParent());
  }

  /**
   * Reads a grid from a text.
   *
   * @param source shown in messages
   * @param folder what relative file names are relative to
   */
  public static GridFile parse(String source, String text, Path folder) {
    Problems problems = new Problems(source);
    Grid grid = new GridReader(problems).read(YamlValue.parse(source, text, problems));
    return new GridFile(grid, folder, problems);
  }

  /** Where the grid's plugins lie. */
  public List<Path> plugins() {
    return grid.plugins().stream().map(folder::resolve).toList();
  }

  /** A grid that a program composed. */
  public static GridFile of(Grid grid) {
    return new GridFile(grid, Path.of("").toAbsolutePath(), new Problems(grid.name()));
  }
}
