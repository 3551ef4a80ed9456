package org.robustgrid.datasets;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.data.DataFolders;

/**
 * Which files a public data set consists of, where they may lie, and where to get them.
 *
 * @param id of the data set
 * @param address where the user gets them
 * @param unpacked the folder that its archive unpacks to; empty if there is none
 * @param files each under the names that are in use
 */
record DataSource(String id, String address, String unpacked, List<List<String>> files) {

  /** Where the files lie, if not at one of the usual places. */
  static final Parameter<Optional<Path>> FOLDER =
      Parameter.optionalFolder(
          "folder",
          "the files' folder; if not given, the folder with the data set's id in the folder that"
              + " ROBUSTGRID_DATA names, in data of the user's cache folder, or in"
              + " /usr/share/datasets");

  /** Files of one name each. */
  static DataSource of(String id, String address, String unpacked, String... files) {
    return new DataSource(id, address, unpacked, List.of(files).stream().map(List::of).toList());
  }

  /**
   * Finds the folder in which all files are.
   *
   * @param given where the user says they are; then nowhere else
   * @throws DataException when they are nowhere, or some are missing
   */
  Path find(Optional<Path> given) {
    List<Path> places = given.map(List::of).orElseGet(() -> DataFolders.of(id));
    for (Path place : places) {
      for (Path folder : candidates(place)) {
        List<String> missing = missing(folder);
        if (missing.isEmpty()) {
          return folder;
        }
        if (missing.size() < files.size()) {
          throw new DataException(
              folder + " lacks " + String.join(", ", missing) + "; get it from " + address);
        }
      }
    }
    String wanted = String.join(", ", files.stream().map(names -> names.get(0)).toList());
    if (given.isPresent()) {
      throw new DataException(
          given.get()
              + " (parameter '"
              + FOLDER.name()
              + "') holds none of "
              + wanted
              + "; get them from "
              + address);
    }
    throw new DataException(
        "its files ("
            + wanted
            + ") are in none of "
            + String.join(", ", places.stream().map(Path::toString).toList())
            + "; get them with 'robustgrid datasets fetch "
            + id
            + "', or from "
            + address
            + " and put them into one of these folders, or name theirs with the parameter '"
            + FOLDER.name()
            + "'");
  }

  /** A file of a folder that {@link #find} found, under the first of its names that is there. */
  Path file(Path folder, String name) {
    return files.stream()
        .filter(names -> names.contains(name))
        .flatMap(List::stream)
        .map(folder::resolve)
        .filter(Files::isRegularFile)
        .findFirst()
        .orElseThrow(() -> new DataException(folder.resolve(name) + " was removed meanwhile"));
  }

  private List<Path> candidates(Path place) {
    return unpacked.isEmpty() ? List.of(place) : List.of(place, place.resolve(unpacked));
  }

  private List<String> missing(Path folder) {
    return files.stream()
        .filter(names -> names.stream().map(folder::resolve).noneMatch(Files::isRegularFile))
        .map(names -> names.get(0))
        .toList();
  }
}
