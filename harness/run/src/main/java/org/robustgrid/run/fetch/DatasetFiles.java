package org.robustgrid.run.fetch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.robustgrid.spi.data.DataFolders;
import org.robustgrid.spi.data.DatasetDescriptor;
import org.robustgrid.spi.data.Download;

/**
 * The files of a data set that one of its folders holds.
 *
 * @param folder that is looked at, whether it exists or not
 * @param there files and folders of its downloads
 * @param missing those that are not there; without optional ones
 */
public record DatasetFiles(Path folder, List<String> there, List<String> missing) {

  public DatasetFiles {
    there = List.copyOf(there);
    missing = List.copyOf(missing);
  }

  /** What lies in each of a data set's folders, in the order in which they are looked at. */
  public static List<DatasetFiles> of(DatasetDescriptor dataset) {
    return DataFolders.of(dataset.id()).stream().map(folder -> of(dataset, folder)).toList();
  }

  private static DatasetFiles of(DatasetDescriptor dataset, Path folder) {
    List<String> there =
        dataset.downloads().stream()
            .flatMap(download -> download.paths().stream().filter(p -> has(folder, download, p)))
            .toList();
    List<String> missing =
        dataset.downloads().stream()
            .filter(download -> download.optional().isEmpty())
            .flatMap(download -> download.paths().stream().filter(p -> !has(folder, download, p)))
            .toList();
    return new DatasetFiles(folder, there, missing);
  }

  /** Whether all that a download becomes is in a folder. */
  static boolean has(Path folder, Download download) {
    return download.paths().stream().allMatch(path -> has(folder, download, path));
  }

  private static boolean has(Path folder, Download download, String path) {
    return Stream.concat(Stream.of(path), download.otherNames().stream())
        .anyMatch(name -> Files.exists(folder.resolve(name)));
  }
}
