package org.robustgrid.core.grid;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.robustgrid.core.UserException;

/**
 * A grid with what is already known to be wrong with it; the planner adds what it finds and throws
 * all of it at once.
 *
 * @param folder what relative file names in the grid are relative to
 */
public record GridFile(Grid grid, Path folder, Problems problems) {

  /**
   * Reads a grid.
   *
   * @throws GridException when the file is no YAML
   * @throws UserException when it cannot be read
   */
  public static GridFile read(Path file) {
    String text;
    try {
      text = Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new UserException("there is no grid " + file + "; give the path of a YAML file", e);
    } catch (CharacterCodingException e) {
      throw new UserException(
          "the grid " + file + " is no text in UTF-8; expected a YAML file (is it a model?)", e);
    } catch (IOException e) {
      if (Files.isDirectory(file)) {
        throw new UserException(
            file + " is a folder; give the path of a grid, which is a YAML file", e);
      }
      throw new UserException("cannot read grid " + file + ": " + e, e);
    }
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
    Grid grid = new GridReader(problems).read(YamlValue.parse(source, text));
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
