package org.robustgrid.run.plan;

import java.util.Map;
import java.util.TreeMap;

/**
 * A plugin instance of a plan.
 *
 * @param id the plugin
 * @param label what this instance is called
 * @param parameters every declared parameter with its value; files as absolute paths
 * @param files SHA-256 of each file that a parameter names
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

  /** What decides this instance's behaviour: neither its label nor where its files lie. */
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
          String path = String.valueOf(parameters.get(name));
          values.put(name, path.substring(path.lastIndexOf('/') + 1) + " (sha256 " + hash + ")");
        });
    return values;
  }
}
