package org.robustgrid.core.plan;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import org.robustgrid.core.plugin.PluginOrigin;
import org.robustgrid.core.store.Sha256;
import org.robustgrid.spi.Provider;

/** Version and content of the code that computes cells: the SPI, the numerics and the engine. */
public final class HarnessCode {

  /** One class of each module; looked up by name, for loading must not start ND4J. */
  private static final List<String> MODULES =
      List.of("org.robustgrid.numerics.HostArrays", "org.robustgrid.engine.NativeLibrary");

  private HarnessCode() {}

  /** {@code version}, {@code code} (a hash) and, where the build recorded it, {@code commit}. */
  public static Map<String, String> describe() {
    Map<String, String> result = new TreeMap<>();
    List<String> hashes = new ArrayList<>();
    hashes.add(PluginOrigin.of(Provider.class).contentHash());
    for (String name : MODULES) {
      try {
        Class<?> type = Class.forName(name, false, HarnessCode.class.getClassLoader());
        hashes.add(PluginOrigin.of(type).contentHash());
      } catch (ClassNotFoundException e) {
        hashes.add(name + " is missing");
      }
    }
    result.put("code", Sha256.of(String.join("\n", hashes)));
    Properties build = build();
    result.put(
        "version",
        Objects.requireNonNullElse(build.getProperty("version"), PluginOrigin.UNVERSIONED));
    if (build.containsKey("commit")) {
      result.put("commit", build.getProperty("commit"));
    }
    return result;
  }

  private static Properties build() {
    Properties properties = new Properties();
    try (InputStream in = HarnessCode.class.getResourceAsStream("build.properties")) {
      if (in != null) {
        properties.load(new java.io.InputStreamReader(in, StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new IllegalStateException("the harness's own build.properties cannot be read", e);
    }
    return properties;
  }
}
