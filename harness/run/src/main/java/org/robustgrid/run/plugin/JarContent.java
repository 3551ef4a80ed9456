package org.robustgrid.run.plugin;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.zip.ZipException;
import org.robustgrid.base.UserException;
import org.robustgrid.spi.Provider;

/**
 * What a jar's list of entries shows about it.
 *
 * @param jar the file
 * @param hasProviders whether a service file of the SPI is in it
 * @param former the kind whose service file of an earlier interface is in it
 * @param nd4j an entry that belongs to ND4J itself, empty if there is none
 * @param classPath further jars that its manifest names
 */
record JarContent(
    Path jar,
    boolean hasProviders,
    Optional<PluginKind> former,
    Optional<String> nd4j,
    List<String> classPath) {

  private static final String SERVICES = "META-INF/services/";

  /** ND4J's classes, also those of a multi-release jar, and the libraries that hold its kernels. */
  private static final Pattern ND4J =
      Pattern.compile("(META-INF/versions/\\d+/)?org/nd4j/.*\\.class|(.*/)?(lib)?(jni)?nd4jc[^/]*");

  private static final Pattern NATIVE = Pattern.compile(".*\\.(class|so|dll|dylib)(\\.[\\d.]+)?");

  /**
   * Reads a jar's entries and manifest.
   *
   * @throws UserException when it is missing, unreadable or not a jar
   */
  static JarContent read(Path jar) {
    if (!Files.isReadable(jar)) {
      throw new UserException(jar + " cannot be read; allow it to be read, or leave it out");
    }
    try (JarFile file = new JarFile(jar.toFile())) {
      List<String> names = file.stream().map(entry -> entry.getName()).toList();
      return new JarContent(
          jar,
          names.stream().anyMatch(JarContent::isProviderFile),
          names.stream().map(JarContent::formerKind).flatMap(Optional::stream).findFirst(),
          names.stream().filter(JarContent::belongsToNd4j).findFirst(),
          classPath(file.getManifest()));
    } catch (ZipException e) {
      throw new UserException(
          jar + " is not a jar (" + e.getMessage() + "); build it again, or leave it out", e);
    } catch (IOException | IllegalArgumentException | SecurityException e) {
      throw new UserException(
          jar + " cannot be read as a jar (" + e + "); build it again, or leave it out", e);
    }
  }

  private static boolean isProviderFile(String name) {
    for (PluginKind kind : PluginKind.values()) {
      if (name.equals(SERVICES + kind.service().getName())) {
        return true;
      }
    }
    return false;
  }

  /** The kind of a service file as it was called before the interface had packages. */
  private static Optional<PluginKind> formerKind(String name) {
    return Arrays.stream(PluginKind.values())
        .filter(
            kind ->
                name.equals(
                    SERVICES
                        + Provider.class.getPackageName()
                        + "."
                        + kind.service().getSimpleName()))
        .findFirst();
  }

  /** What to do about a service file of an earlier interface. */
  Optional<String> formerService() {
    return former.map(
        kind ->
            jar.getFileName()
                + " was built for an earlier plugin interface: its service file is called "
                + SERVICES
                + Provider.class.getPackageName()
                + "."
                + kind.service().getSimpleName()
                + "; build it again against the robustgrid-spi of this version, and call the file "
                + SERVICES
                + kind.service().getName());
  }

  private static boolean belongsToNd4j(String name) {
    return ND4J.matcher(name).matches() && NATIVE.matcher(name).matches();
  }

  private static List<String> classPath(Manifest manifest) {
    String value =
        manifest == null ? null : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
    return value == null || value.isBlank() ? List.of() : List.of(value.strip().split(" +"));
  }

  /**
   * Why the jar cannot be used.
   *
   * @param own the jars of the plugin, all of which are hashed
   */
  Optional<String> problem(List<Path> own) {
    if (nd4j.isPresent()) {
      return Optional.of(
          jar.getFileName()
              + " contains ND4J ("
              + nd4j.get()
              + "), which exists once per process and is robustgrid's; give ND4J and"
              + " Deeplearning4j the scope 'provided' and build the jar again");
    }
    for (String name : classPath) {
      if (isOutside(name, own)) {
        return Optional.of(
            jar.getFileName()
                + " names "
                + name
                + " in its manifest's Class-Path; put the jars of a plugin in one folder instead:"
                + " what is loaded must be part of a result's provenance");
      }
    }
    return Optional.empty();
  }

  /** Whether a class loader would follow the manifest to something that is not the plugin's. */
  private boolean isOutside(String name, List<Path> own) {
    try {
      Path other = Path.of(jar.toUri().resolve(URI.create(name)));
      return Files.exists(other) && !own.contains(other);
    } catch (IllegalArgumentException | FileSystemNotFoundException e) {
      return true;
    }
  }
}
