package org.robustgrid.datasets;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.robustgrid.spi.data.DataException;

/** Folders of pictures, one a class. */
final class ClassFolders {

  private ClassFolders() {}

  /** The names of a folder's folders, in order. */
  static List<String> names(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new DataException(
          folder + " is no folder; expected one with a folder of images for each class");
    }
    List<String> names = list(folder, Files::isDirectory);
    if (names.isEmpty()) {
      throw new DataException(folder + " has no folders; expected one for each class");
    }
    return names;
  }

  /**
   * The pictures of a folder's class folders.
   *
   * @param classes whose folders are read, by label
   * @param within the folder of pictures within that of a class; empty if it is the same
   * @throws DataException when a class has no pictures
   */
  static PictureList pictures(Path folder, List<String> classes, String within) {
    List<Path> files = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    for (int label = 0; label < classes.size(); label++) {
      Path pictures = folder.resolve(classes.get(label)).resolve(within);
      List<String> names =
          Files.isDirectory(pictures)
              ? list(pictures, f -> PictureFile.isNamedPicture(f) && Files.isRegularFile(f))
              : List.of();
      if (names.isEmpty()) {
        throw new DataException(
            pictures + " holds no PNG or JPEG image; add some, or remove the class everywhere");
      }
      for (String name : names) {
        files.add(pictures.resolve(name));
        labels.add(label);
      }
    }
    return new PictureList(
        folder.toString(), files, labels.stream().mapToInt(Integer::intValue).toArray());
  }

  /** Names without those that begin with a dot. */
  private static List<String> list(Path folder, Predicate<Path> wanted) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(wanted)
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.startsWith("."))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new DataException(folder + " cannot be read: " + e.getMessage(), e);
    }
  }
}
