package org.robustgrid.spi.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The folders in which the files of a data set are looked for, and the user's cache folder.
 *
 * @since 0.1
 */
public final class DataFolders {

  /** The environment variable that names a folder with one folder for each data set. */
  public static final String VARIABLE = "ROBUSTGRID_DATA";

  /** Names the cache folder; {@code none} for no folder. */
  static final String PROPERTY = "robustgrid.cache";

  private static final String NONE = "none";

  /** Where distributions put data sets: Debian's package dataset-fashion-mnist, for example. */
  private static final Path DISTRIBUTION = Path.of("/usr/share/datasets");

  private DataFolders() {}

  /**
   * The folders of a data set whose place the user does not name, in the order in which they are
   * looked at: named by {@link #VARIABLE}, in the user's cache folder, of the distribution. They
   * need not exist.
   *
   * @param id of the data set; each folder ends with it
   */
  public static List<Path> of(String id) {
    return of(id, Optional.ofNullable(System.getenv(VARIABLE)), cache());
  }

  /**
   * Where a data set's files go when they are fetched: the folder of {@link #VARIABLE}, or that in
   * the user's cache folder; empty if there is neither.
   *
   * @param id of the data set; the folder ends with it
   */
  public static Optional<Path> fetched(String id) {
    return fetched(id, Optional.ofNullable(System.getenv(VARIABLE)), cache());
  }

  static Optional<Path> fetched(String id, Optional<String> variable, Optional<Path> cache) {
    Path first = of(id, variable, cache).get(0);
    return first.startsWith(DISTRIBUTION) ? Optional.empty() : Optional.of(first);
  }

  static List<Path> of(String id, Optional<String> variable, Optional<Path> cache) {
    List<Path> folders = new ArrayList<>();
    variable
        .filter(text -> !text.isBlank())
        .ifPresent(text -> folders.add(Path.of(text).toAbsolutePath().resolve(id)));
    cache.ifPresent(folder -> folders.add(folder.resolve("data").resolve(id)));
    folders.add(DISTRIBUTION.resolve(id));
    return List.copyOf(folders);
  }

  /**
   * The user's cache folder ({@code ~/.cache/robustgrid}, or what the system property {@code
   * robustgrid.cache} names); empty if nothing may be kept. Its files can be computed or fetched
   * again.
   */
  public static Optional<Path> cache() {
    String asked = System.getProperty(PROPERTY);
    if (asked != null) {
      return asked.equals(NONE) ? Optional.empty() : Optional.of(Path.of(asked));
    }
    String home = System.getProperty("user.home", "");
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String cache = System.getenv(system.startsWith("windows") ? "LOCALAPPDATA" : "XDG_CACHE_HOME");
    if (cache != null && Path.of(cache).isAbsolute()) {
      return Optional.of(Path.of(cache, "robustgrid"));
    }
    String usual = system.startsWith("mac") ? "Library/Caches" : ".cache";
    return home.isEmpty() ? Optional.empty() : Optional.of(Path.of(home, usual, "robustgrid"));
  }
}
