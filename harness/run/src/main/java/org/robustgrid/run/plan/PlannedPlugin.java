package org.robustgrid.run.plan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A plugin instance of a plan.
 *
 * @param id the plugin
 * @param label what this instance is called
 * @param parameters every declared parameter with its value; files and folders as absolute paths
 * @param files SHA-256 of the file, folder or files that a parameter names, by parameter
 * @param version of the plugin's jar
 * @param contentHash of the plugin's code
 */
public record PlannedPlugin(
    String id,
    String label,
    Map<String, Object> parameters,
    Map<String, String> files,
    String version,
    String contentHash) {

  /** The same with another value of a parameter. */
  PlannedPlugin with(String parameter, Object value) {
    Map<String, Object> changed = new LinkedHashMap<>(parameters);
    changed.put(parameter, value);
    return new PlannedPlugin(id, label, changed, files, version, contentHash);
  }

  /** The values that determine this instance's behaviour, without its label and file locations. */
  public Map<String, Object> identity() {
    Map<String, Object> values = new TreeMap<>(parameters);
    values.putAll(files);
    return Map.of("id", id, "parameters", values, "code", contentHash);
  }

  /** The parameters as a leaderboard shows them: files by name and hash, whatever the machine. */
  public Map<String, Object> shown() {
    Map<String, Object> values = new TreeMap<>(parameters);
    files.forEach(
        (name, hash) -> {
          Object paths = parameters.get(name);
          String shown =
              paths instanceof List<?> list
                  ? list.stream()
                      .map(path -> fileName(String.valueOf(path)))
                      .collect(Collectors.joining(", "))
                  : fileName(String.valueOf(paths));
          values.put(name, shown + " (sha256 " + hash + ")");
        });
    return values;
  }

  private static String fileName(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
