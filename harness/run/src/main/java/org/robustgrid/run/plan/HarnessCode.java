package org.robustgrid.run.plan;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.robustgrid.base.files.Sha256;
import org.robustgrid.run.executor.ExecutorProvider;
import org.robustgrid.run.executor.Executors;
import org.robustgrid.run.plugin.PluginOrigin;
import org.robustgrid.spi.Provider;

/** Version and content of the code that computes cells: the SPI, the numerics and the executors. */
public final class HarnessCode {

  private static final String CODE = "code";

  /** One class of numerics; looked up by name, for loading must not start ND4J. */
  private static final String NUMERICS = "org.robustgrid.numerics.HostArrays";

  /**
   * The version of ND4J and Deeplearning4j that {@link GridPlan#FORMAT} stands for. Another one is
   * part of the code's hash, and so of every key.
   */
  private static final String FORMAT_ND4J = "1.0.0-M2.1";

  private static final List<String> LIBRARIES =
      List.of("org.nd4j/nd4j-api", "org.deeplearning4j/deeplearning4j-nn");

  private HarnessCode() {}

  /**
   * {@code version}, {@code code} (a hash of SPI and numerics), {@code code.ID} (that of each
   * executor), {@code nd4j} and {@code jdk} (versions), {@code processor} (its name) and, where the
   * build recorded it, {@code commit}.
   */
  public static Map<String, String> describe() {
    Map<String, String> result = new TreeMap<>();
    List<String> hashes = new ArrayList<>();
    hashes.add(PluginOrigin.of(Provider.class).contentHash());
    try {
      Class<?> type = Class.forName(NUMERICS, false, HarnessCode.class.getClassLoader());
      hashes.add(PluginOrigin.of(type).contentHash());
    } catch (ClassNotFoundException e) {
      hashes.add(NUMERICS + " is missing");
    }
    List<String> libraries = LIBRARIES.stream().map(HarnessCode::libraryVersion).toList();
    hashes.addAll(libraryParts(libraries));
    result.put(CODE, Sha256.of(String.join("\n", hashes)));
    for (ExecutorProvider executor : Executors.all()) {
      List<String> modules =
          executor.code().stream().map(type -> PluginOrigin.of(type).contentHash()).toList();
      result.put(key(executor.id()), Sha256.of(String.join("\n", modules)));
    }
    result.put("nd4j", libraries.get(0));
    result.put("jdk", System.getProperty("java.version"));
    result.put("processor", Processor.name());
    Properties build = build();
    result.put(
        "version",
        Objects.requireNonNullElse(build.getProperty("version"), PluginOrigin.UNVERSIONED));
    commit(build).ifPresent(commit -> result.put("commit", commit));
    return result;
  }

  private static String key(String executor) {
    return CODE + "." + executor;
  }

  /**
   * The code that computes cells, as far as a description can state it: hashes of SPI and numerics,
   * and of an executor.
   */
  static List<String> of(Map<String, String> harness, String executor) {
    return List.of(harness.getOrDefault(CODE, ""), harness.getOrDefault(key(executor), ""));
  }

  /** A part of a description as text. */
  public static String title(String part) {
    if (part.equals(CODE)) {
      return "code of SPI and numerics";
    }
    return part.startsWith(CODE + ".")
        ? "code of the executor " + part.substring(CODE.length() + 1)
        : "harness " + part;
  }

  /** Whether a part of a description is the code of another executor than the given one. */
  public static boolean isOfOther(String part, String executor) {
    return part.startsWith(CODE + ".") && !part.equals(key(executor));
  }

  /** The libraries' part of the code's hash: empty if they are the format's versions. */
  static List<String> libraryParts(List<String> versions) {
    return versions.stream().allMatch(FORMAT_ND4J::equals) ? List.of() : versions;
  }

  /** The commit; where the build found none, its placeholder was left unfilled. */
  static Optional<String> commit(Properties build) {
    return Optional.ofNullable(build.getProperty("commit"))
        .filter(commit -> commit.matches("[0-9a-f]{40}(-dirty)?"));
  }

  /** A library's version from its jar's Maven descriptor; no class of it is loaded. */
  private static String libraryVersion(String library) {
    String resource = "META-INF/maven/" + library + "/pom.properties";
    Properties properties = new Properties();
    try (InputStream in = HarnessCode.class.getClassLoader().getResourceAsStream(resource)) {
      if (in != null) {
        properties.load(new java.io.InputStreamReader(in, StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new IllegalStateException(resource + " cannot be read", e);
    }
    return properties.getProperty("version", PluginOrigin.UNVERSIONED);
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
